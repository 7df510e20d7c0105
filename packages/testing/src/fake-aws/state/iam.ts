import type { Tag, Timestamp } from './record.js'

export interface IamState {
  /** By RoleName. */
  readonly roles: Map<string, RoleRecord>
}

export interface RoleRecord {
  readonly RoleName: string
  readonly RoleId: string
  readonly Arn: string
  readonly Path: string
  readonly CreateDate: Timestamp
  readonly MaxSessionDuration: number
  readonly Description?: string
  Tags: Tag[]
  /** JSON text of the trust policy. */
  trustPolicy: string
}

export function createIamState(): IamState {
  return { roles: new Map() }
}

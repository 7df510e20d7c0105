import type { Tag, Timestamp } from './record.js'

/** Roles in the state of the fake. */
export interface IamState {
  /** By RoleName. */
  readonly roles: Map<string, RoleRecord>
}

/** Role in the state of the fake. */
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

import type { Brand } from './brand.js'
import type { LifeCycleState } from './efs-file-system.js'
import type { FileSystemId } from './file-system-id.js'

export type AccessPointId = Brand<string, 'AccessPointId'>

/** An access point as EFS describes it. */
export interface AccessPoint {
  readonly accessPointId: AccessPointId
  readonly accessPointArn: string
  readonly fileSystemId: FileSystemId
  readonly name: string | undefined
  readonly clientToken: string
  /** The identity that every caller through the access point gets. Undefined: the caller's own. */
  readonly posixUser: { readonly uid: number; readonly gid: number } | undefined
  /** Its root directory, `/` for the file system's own root. */
  readonly path: string
  readonly lifeCycleState: LifeCycleState
  readonly tags: Readonly<Record<string, string>>
}

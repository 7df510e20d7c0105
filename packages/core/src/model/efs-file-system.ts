import type { FileSystemId } from './file-system-id.js'

/** `creating`, `available`, `updating`, `deleting`, `deleted`, `error`, or what AWS adds. */
export type LifeCycleState = string

/** An EFS file system as EFS describes it. */
export interface EfsFileSystem {
  readonly fileSystemId: FileSystemId
  readonly fileSystemArn: string
  /** The `Name` tag: what people see in lists. */
  readonly name: string | undefined
  readonly lifeCycleState: LifeCycleState
  readonly creationToken: string
  readonly encrypted: boolean
  readonly kmsKeyId: string | undefined
  /** The only zone of a One Zone file system; undefined for a Regional one. */
  readonly oneZone: { readonly zoneId: string; readonly zoneName: string } | undefined
  readonly sizeInBytes: number
  readonly tags: Readonly<Record<string, string>>
}

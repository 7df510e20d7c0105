import type { FileSystemListEdit } from '../../model/change.js'
import type { CustomFileSystemConfig } from '../../model/custom-file-system.js'

/** What a list of custom file systems is, what it is to become, and why. */
export interface FileSystemListPlan {
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
  /** Empty when the list is right as it is. */
  readonly edits: readonly FileSystemListEdit[]
}

import type { CustomFileSystemConfig } from './custom-file-system.js'
import type { DirectoryReceipt } from './directory.js'
import type { DomainId } from './domain-id.js'
import type { EnsureFileSystemChange, RemoveFileSystemChange, SharingChange } from './infrastructure-change.js'
import type { UserProfileRef } from './user-profile-ref.js'

/** A directory that is made, or gets another owner or mode. */
export interface DirectoryChange extends Omit<DirectoryReceipt, 'outcome'> {
  readonly kind: 'directory'
  readonly action: 'create' | 'repair'
}

/** What happens to one element of a list of custom file systems. */
export interface FileSystemListEdit {
  /**
   * `add`: ours, new. `repath`: ours, at another path than before. `repeat`: the domain's, which the list would hide.
   * `remove`: ours, gone. `unrepeat`: the domain's, gone from the list because the domain's own is seen again.
   */
  readonly action: 'add' | 'repath' | 'repeat' | 'remove' | 'unrepeat'
  readonly config: CustomFileSystemConfig
}

/** A user profile whose `CustomFileSystemConfigs` become another list. */
export interface ProfileFileSystemsChange extends UserProfileRef {
  readonly kind: 'user-profile-file-systems'
  readonly action: 'update'
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** Which spaces a domain's default is for: those of each user, those that users share. */
export type SpaceKind = 'private' | 'shared'

/** A domain whose `DefaultUserSettings` (private) or `DefaultSpaceSettings` (shared) get another list. */
export interface DomainFileSystemsChange {
  readonly kind: 'domain-file-systems'
  readonly action: 'update'
  readonly domainId: DomainId
  readonly spaces: SpaceKind
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** What an operation did, or with `dryRun` would do. Plain data, fit for JSON. */
export type Change =
  | DirectoryChange
  | ProfileFileSystemsChange
  | DomainFileSystemsChange
  | EnsureFileSystemChange
  | RemoveFileSystemChange
  | SharingChange

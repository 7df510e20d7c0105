import type { EnsureFileSystemChange, RemoveFileSystemChange, SharingChange } from './changes/infrastructure-change.js'
import type { LeavingChange } from './changes/leaving-change.js'
import type { CustomFileSystemConfig } from './custom-file-system.js'
import type { DirectoryReceipt } from './directory.js'
import type { DomainId, SpaceRef, UserProfileRef } from './ids.js'
import type { PosixOwner } from './posix-owner.js'
import type { AppRef, SpaceFileSystem, SpaceKind } from './space.js'

/**
 * A directory that is created, or gets another owner or mode; `claim`: it stays as it is, and is claimed for the profile
 * from now on.
 */
export interface DirectoryChange extends Omit<DirectoryReceipt, 'outcome'> {
  readonly kind: 'directory'
  readonly action: 'create' | 'repair' | 'claim'
}

/** Edit of one element of a list of custom file systems. */
export type FileSystemListEdit =
  | {
      /**
       * `add`, `remove`: the file system of the operation is new, or gone. `copy`: an element of the domain's list is copied
       * into the profile's, which would hide it. `restore`: such a copy is gone, so that the domain's own element shows
       * again.
       */
      readonly action: 'add' | 'copy' | 'remove' | 'restore'
      readonly config: CustomFileSystemConfig
    }
  | {
      /** The file system of the operation was listed at another path. */
      readonly action: 'move'
      /** The element afterwards. */
      readonly config: CustomFileSystemConfig
      /** Path that it had; `/` for an element without one. */
      readonly fromPath: string
      readonly toPath: string
    }

/** Replacement of the `CustomFileSystemConfigs` of a user profile. */
export interface ProfileFileSystemsChange extends UserProfileRef {
  readonly kind: 'user-profile-file-systems'
  readonly action: 'update'
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** A uid that a user profile gets from the ledger of identities; nobody else has it or had it. */
export interface IdentityChange extends UserProfileRef {
  readonly kind: 'identity'
  readonly action: 'take'
  readonly uid: number
}

/** A new user profile. */
export interface UserProfileChange extends UserProfileRef {
  readonly kind: 'user-profile'
  readonly action: 'create'
  /** Its `CustomPosixUserConfig`. */
  readonly owner: PosixOwner
  /** Its `CustomFileSystemConfigs`. */
  readonly customFileSystems: readonly CustomFileSystemConfig[]
}

/** Replacement of the list in a domain's `DefaultUserSettings` (private) or `DefaultSpaceSettings` (shared). */
export interface DomainFileSystemsChange {
  readonly kind: 'domain-file-systems'
  readonly action: 'update'
  readonly domainId: DomainId
  readonly spaces: SpaceKind
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** Replacement of the `CustomFileSystems` of a space: what its apps mount from their next start on. */
export interface SpaceFileSystemsChange extends SpaceRef {
  readonly kind: 'space-file-systems'
  readonly action: 'update'
  readonly edits: readonly { readonly action: 'add' | 'remove'; readonly fileSystem: SpaceFileSystem }[]
  readonly before: readonly SpaceFileSystem[]
  readonly after: readonly SpaceFileSystem[]
}

/** An app of a space that is stopped, or started again with the instance and image that it had. */
export interface AppChange extends AppRef {
  readonly kind: 'app'
  readonly action: 'stop' | 'start'
}

/** Changes by `attachToSpaces` and `detachFromSpaces`. */
export type SpaceChange = SpaceFileSystemsChange | AppChange

/** One change that an operation made, or with `dryRun` would make. Plain data, fit for JSON. */
export type Change =
  | DirectoryChange
  | LeavingChange
  | IdentityChange
  | UserProfileChange
  | ProfileFileSystemsChange
  | DomainFileSystemsChange
  | SpaceChange
  | EnsureFileSystemChange
  | RemoveFileSystemChange
  | SharingChange

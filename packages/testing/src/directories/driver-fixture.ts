import type { DirectoryDriver, FileSystemPath, Obstacle, PosixOwner } from '@studio-efs/core/directories'

/** Kind of the entry at a path. */
export type EntryKind = Obstacle | 'directory' | 'nothing'

/** Abilities of a driver in the environment of its tests. The suite registers cases that need more as skipped. */
export interface DirectoryDriverCapabilities {
  /** `any` when the driver acts as root; else the only owner that it can give to a directory. */
  readonly owners: 'any' | PosixOwner
  /** Obstacles that `plant` can create. */
  readonly obstacles: readonly Obstacle[]
  /** Broken mounts on which `create` can make a driver. */
  readonly brokenMounts: readonly ('not-mounted' | 'missing')[]
  /** `fixed` when the driver refuses to change the root directory. Default `changeable`. */
  readonly root?: 'changeable' | 'fixed'
  /** `kept` when the driver is a `ClaimStore` too. Default `none`. */
  readonly claims?: 'kept' | 'none'
  /** `kept` when the driver is an `IdentityLedger` too. Default `none`. */
  readonly identities?: 'kept' | 'none'
  /** `kept` when the driver is an `ArchiveStore` too. Default `none`. */
  readonly archives?: 'kept' | 'none'
  /** `possible` when `remove` removes entries. Default `none`. */
  readonly removals?: 'possible' | 'none'
  /** `measured` when the driver is a `UsageMeter` too. Default `none`. */
  readonly usage?: 'measured' | 'none'
}

/** A fresh driver on an empty file system, and direct access to that file system. */
export interface DirectoryDriverSubject {
  readonly driver: DirectoryDriver
  /** Creates an obstacle and its parent directories. Required when the capabilities list obstacles. */
  plant?(path: FileSystemPath, obstacle: Obstacle): Promise<void>
  /** Returns the kind of the entry at a path, without following links. Required with `plant`. */
  entryKindAt?(path: FileSystemPath): Promise<EntryKind>
  /** Removes an entry and everything below it, as an administrator may by hand. Required when the capabilities say `removals`. */
  remove?(path: FileSystemPath): Promise<void>
  /** Removes what the subject made. */
  dispose?(): Promise<void>
}

/** Makes the drivers that the suite tests. */
export interface DirectoryDriverFixture {
  readonly capabilities: DirectoryDriverCapabilities
  /** Makes a subject with its own empty file system, in the given state of the mount. */
  create(mount: 'mounted' | 'not-mounted' | 'missing'): Promise<DirectoryDriverSubject>
}

/** One test of the suite. */
export interface DirectoryDriverCase {
  readonly name: string
  /** True if the capabilities suffice. Default: always true. */
  needs?(capabilities: DirectoryDriverCapabilities): boolean
  readonly mount?: 'not-mounted' | 'missing'
  run(subject: DirectoryDriverSubject, capabilities: DirectoryDriverCapabilities): Promise<void>
}

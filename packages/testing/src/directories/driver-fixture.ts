import type { DirectoryDriver, FileSystemPath, Obstacle, PosixOwner } from '@studio-efs/core/directories'

/** What stands at a path. */
export type Standing = Obstacle | 'directory' | 'nothing'

/** What a driver can do where its tests run. A case that needs more is skipped, visibly. */
export interface DirectoryDriverCapabilities {
  /** `any` when it acts as root; else the one owner that it can give a directory. */
  readonly owners: 'any' | PosixOwner
  /** What `plant` can put in a driver's way. */
  readonly obstacles: readonly Obstacle[]
  /** What `create` can do to the mount. */
  readonly brokenMounts: readonly ('not-mounted' | 'missing')[]
  /** `fixed` when it refuses to change the root itself. Default `changeable`. */
  readonly root?: 'changeable' | 'fixed'
}

/** A fresh driver on an empty file system, and hands to reach into that file system from outside. */
export interface DirectoryDriverSubject {
  readonly driver: DirectoryDriver
  /** Needed when the capabilities name obstacles. Directories on the way are made. */
  plant?(path: FileSystemPath, obstacle: Obstacle): Promise<void>
  /** Needed with `plant`: what stands there, links not followed. */
  standing?(path: FileSystemPath): Promise<Standing>
  dispose?(): Promise<void>
}

/** How the suite gets at a driver. */
export interface DirectoryDriverFixture {
  readonly capabilities: DirectoryDriverCapabilities
  create(mount: 'mounted' | 'not-mounted' | 'missing'): Promise<DirectoryDriverSubject>
}

/** One fact about every driver. */
export interface DirectoryDriverCase {
  readonly name: string
  /** What the driver must be capable of; nothing special unless told. */
  needs?(capabilities: DirectoryDriverCapabilities): boolean
  readonly mount?: 'not-mounted' | 'missing'
  run(subject: DirectoryDriverSubject, capabilities: DirectoryDriverCapabilities): Promise<void>
}

import { type InvalidInputError, StudioEfsError } from '../studio-efs-error.js'
import { type Attributes, formatAttributes } from './attributes.js'
import type { ClaimError } from './claim-error.js'
import type { IdentityRangeFullError } from './identities/identity-error.js'
import type {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './lambda/directory-function-error.js'

/** The mount path does not exist. It is never created: a directory made there would be on the local disk. */
export class MountPathMissingError extends StudioEfsError {
  readonly name = 'MountPathMissingError'
  readonly mountPath: string

  constructor({ mountPath, cause }: Pick<MountPathMissingError, 'mountPath' | 'cause'>) {
    super({
      message: `The mount path ${mountPath} does not exist; no directory was made.`,
      retryable: false,
      hint: 'Mount the file system there, or set the mount path to where it is mounted; a Lambda function mounts it by its file-system configuration.',
      cause,
    })
    this.mountPath = mountPath
  }
}

/** The mount path is an ordinary directory: the file system is not mounted there. */
export class NotMountedError extends StudioEfsError {
  readonly name = 'NotMountedError'
  readonly mountPath: string

  constructor({ mountPath }: Pick<NotMountedError, 'mountPath'>) {
    super({
      message: `Nothing is mounted at ${mountPath}; no directory was made.`,
      retryable: true,
      hint: "Mount the file system there; for a local directory, say mountPoint: 'not-required'.",
    })
    this.mountPath = mountPath
  }
}

/** The posix driver does not run on this computer. Nothing was touched. */
export class UnsupportedPlatformError extends StudioEfsError {
  readonly name = 'UnsupportedPlatformError'
  readonly platform: string

  constructor({ platform, cause }: Pick<UnsupportedPlatformError, 'platform' | 'cause'>) {
    super({
      message: `The posix driver needs Linux with /proc mounted; this is ${platform}. No directory was made.`,
      retryable: false,
      hint: 'Run it in a Lambda function, a Linux container or WSL; tests can use memoryDirectoryDriver of @studio-efs/testing.',
      cause,
    })
    this.platform = platform
  }
}

/** A file that is not a directory, by its type. */
export type Obstacle = 'symbolic link' | 'file' | 'socket' | 'named pipe' | 'device'

/** Something other than a directory has the name of a directory. It was left as it is. */
export class NotADirectoryError extends StudioEfsError {
  readonly name = 'NotADirectoryError'
  /** The requested directory. */
  readonly path: string
  /** The obstacle's path: `path` itself, or an ancestor of it. */
  readonly component: string
  readonly found: Obstacle

  constructor({ path, component, found, cause }: Pick<NotADirectoryError, 'path' | 'component' | 'found' | 'cause'>) {
    const rest = component === path ? '' : `, and ${path} is out of reach`
    super({
      message: `${component} is not a directory but a ${found}; it was left as it is${rest}.`,
      retryable: false,
      hint: 'Look at who put it there, move it away, and run again.',
      cause,
    })
    this.path = path
    this.component = component
    this.found = found
  }
}

/** The directory is there and belongs to another owner. It was left as it is. */
export class DirectoryTakenError extends StudioEfsError {
  readonly name = 'DirectoryTakenError'
  readonly path: string
  /** Its present owner. */
  readonly owner: { readonly uid: number; readonly gid: number }
  /** Its present mode, in four octal digits. */
  readonly mode: string

  constructor({ path, owner, mode }: Pick<DirectoryTakenError, 'path' | 'owner' | 'mode'>) {
    super({
      message: `${path} belongs to another owner (${formatAttributes({ ...owner, mode })}); it was left as it is.`,
      retryable: false,
      hint: "Move it away, choose another path, or say foreignDirectories: 'take-over' once. If this call made it, the mount maps users: see AttributesNotKeptError.",
    })
    this.path = path
    this.owner = owner
    this.mode = mode
  }
}

/** Another file system is mounted inside the tree, at the directory or at an ancestor of it. It was left as it is. */
export class NestedMountError extends StudioEfsError {
  readonly name = 'NestedMountError'
  /** The requested directory. */
  readonly path: string
  /** Where the other file system is mounted: `path` itself, or an ancestor of it. */
  readonly component: string

  constructor({ path, component }: Pick<NestedMountError, 'path' | 'component'>) {
    const rest = component === path ? '' : `, and ${path} is out of reach`
    super({
      message: `Another file system is mounted at ${component}${rest}.`,
      retryable: false,
      hint: 'Unmount it.',
    })
    this.path = path
    this.component = component
  }
}

/** The operating system refused a system call. */
export class DirectoryIoError extends StudioEfsError {
  readonly name = 'DirectoryIoError'
  /** Where it failed: the requested directory, or an ancestor of it. */
  readonly path: string
  /** The system call: `mkdir`, `open`, `chown`, `chmod`, `stat`. */
  readonly operation: string
  /** The errno name, as in `errno(3)`: `EACCES`, `ENOSPC`, `ESTALE` ... */
  readonly code: string

  constructor({
    path,
    operation,
    code,
    ...details
  }: Pick<DirectoryIoError, 'path' | 'operation' | 'code' | 'retryable' | 'cause'> &
    Partial<Pick<DirectoryIoError, 'hint'>>) {
    super({ message: `${operation} of ${path} failed with ${code}.`, ...details })
    this.path = path
    this.operation = operation
    this.code = code
  }
}

/** chown and chmod reported success, and owner or mode are others than they set. */
export class AttributesNotKeptError extends StudioEfsError {
  readonly name = 'AttributesNotKeptError'
  readonly path: string
  readonly wanted: Attributes
  readonly found: Attributes

  constructor({ path, wanted, found }: Pick<AttributesNotKeptError, 'path' | 'wanted' | 'found'>) {
    super({
      message: `${path} was set to ${formatAttributes(wanted)} and has ${formatAttributes(found)}.`,
      retryable: false,
      hint: 'The mount may map every caller to one user: give the access point the PosixUser 0:0, and allow the role elasticfilesystem:ClientRootAccess. Else look for NFS id mapping, or for another program that sets owner or mode; the set-group-ID bit needs root or membership of the group.',
    })
    this.path = path
    this.wanted = wanted
    this.found = found
  }
}

/** Errors of one directory, by any driver. */
export type DirectoryError =
  | MountPathMissingError
  | NotMountedError
  | UnsupportedPlatformError
  | NotADirectoryError
  | DirectoryTakenError
  | NestedMountError
  | DirectoryIoError
  | AttributesNotKeptError
  | ClaimError
  | IdentityRangeFullError
  // Of the lambda driver, besides those of the driver inside the function:
  | InvalidInputError
  | OutsideRootError
  | FileSystemMountError
  | DirectoryFunctionError
  | DirectoryReplyError
  | DirectoryFunctionUnavailableError

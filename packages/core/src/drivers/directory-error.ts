import { type InvalidInputError, StudioEfsError, type StudioEfsErrorOptions } from '../errors.js'
import { formatMode } from '../model/directory-mode.js'
import type { Attributes } from './attributes.js'
import type {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './lambda/directory-function-error.js'

/** The mount path does not exist. It is never created: what is made there would be on the wrong disk. */
export class MountPathMissingError extends StudioEfsError {
  readonly name = 'MountPathMissingError'
  constructor(
    readonly mountPath: string,
    options: { cause?: unknown } = {},
  ) {
    super(`The mount path ${mountPath} does not exist; no directory was made.`, {
      retryable: false,
      hint: 'Give the function a file-system configuration with this local mount path, or set the mount path to the one it has.',
      ...options,
    })
  }
}

/** The mount path is an ordinary directory: the file system is not mounted there. */
export class NotMountedError extends StudioEfsError {
  readonly name = 'NotMountedError'
  constructor(readonly mountPath: string) {
    super(`Nothing is mounted at ${mountPath}; no directory was made.`, {
      retryable: true,
      hint: "Mount the file system there; for a local directory, say mountPoint: 'not-required'.",
    })
  }
}

/** This computer lacks what the driver works with. Nothing was touched. */
export class UnsupportedPlatformError extends StudioEfsError {
  readonly name = 'UnsupportedPlatformError'
  constructor(
    readonly platform: string,
    options: { cause?: unknown } = {},
  ) {
    super(`The posix driver needs Linux with /proc mounted; this is ${platform}. No directory was made.`, {
      retryable: false,
      hint: 'Run it in a Lambda function, a Linux container or WSL; tests can use memoryDirectoryDriver of @studio-efs/testing.',
      ...options,
    })
  }
}

/** What can stand where a directory should be. */
export type Obstacle = 'symbolic link' | 'file' | 'socket' | 'named pipe' | 'device'

/** Something that is no directory stands where a directory should be. It was left as it is. */
export class NotADirectoryError extends StudioEfsError {
  readonly name = 'NotADirectoryError'
  constructor(
    /** The directory that was asked for. */
    readonly path: string,
    /** The component of `path` that is in the way; `path` itself, or something on the way to it. */
    readonly component: string,
    readonly found: Obstacle,
    options: { cause?: unknown } = {},
  ) {
    const rest = component === path ? '' : `, and ${path} is out of reach`
    super(`${component} is not a directory but a ${found}; it was left as it is${rest}.`, {
      retryable: false,
      hint: 'Look at who put it there, move it away, and run again.',
      ...options,
    })
  }
}

/** Why the operating system refused, in the words of `errno(3)`: `EACCES`, `ENOSPC`, `ESTALE` ... */
export class DirectoryIoError extends StudioEfsError {
  readonly name = 'DirectoryIoError'
  constructor(
    /** Where it failed: the directory that was asked for, or one on the way to it. */
    readonly path: string,
    /** The system call that failed: `mkdir`, `open`, `chown`, `chmod`, `stat`. */
    readonly operation: string,
    /** The errno name. */
    readonly code: string,
    options: StudioEfsErrorOptions,
  ) {
    super(`${operation} of ${path} failed with ${code}.`, options)
  }
}

/** The file system took a new owner and mode without complaint and then showed other ones. */
export class AttributesNotKeptError extends StudioEfsError {
  readonly name = 'AttributesNotKeptError'
  constructor(
    readonly path: string,
    readonly wanted: Attributes,
    readonly found: Attributes,
  ) {
    super(`${path} was given ${show(wanted)} and has ${show(found)}.`, {
      retryable: false,
      hint: 'The mount ignores who owns what, as when every caller is one user on it: let the access point have the PosixUser 0:0, and give the role elasticfilesystem:ClientRootAccess. Else look for NFS id mapping, or for another program that sets them too; the set-group-ID bit needs root or membership of the group.',
    })
  }
}

function show({ uid, gid, mode }: Attributes): string {
  return `${uid}:${gid} ${formatMode(mode)}`
}

/** Why a directory is not as it was asked to be. */
export type DirectoryError =
  | MountPathMissingError
  | NotMountedError
  | UnsupportedPlatformError
  | NotADirectoryError
  | DirectoryIoError
  | AttributesNotKeptError
  // With the lambda driver, besides those of the driver inside the function:
  | InvalidInputError
  | OutsideRootError
  | FileSystemMountError
  | DirectoryFunctionError
  | DirectoryReplyError
  | DirectoryFunctionUnavailableError

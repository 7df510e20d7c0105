import type { InvalidInputError } from '../../errors.js'
import { StudioEfsError, type StudioEfsErrorOptions } from '../../errors.js'

type Meaning = Pick<StudioEfsErrorOptions, 'retryable' | 'hint'>

const network: Meaning = {
  retryable: true,
  hint: "Check that the function's Availability Zones have mount targets, that their security groups admit the function's on port 2049, and that they are available; a new mount target takes a minute or two.",
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
const MOUNT_FAILURES: Readonly<Record<string, Meaning>> = {
  EFSMountConnectivityException: network,
  EFSMountTimeoutException: network,
  EFSMountFailureException: {
    retryable: false,
    hint: "Check that the access point and its file system exist, and that the function's role has elasticfilesystem:ClientMount on it.",
  },
  EFSIOException: {
    retryable: true,
    hint: "Look at the file system's throughput and connection limits.",
  },
}

export function isMountFailure(code: string | undefined): code is string {
  return code !== undefined && Object.hasOwn(MOUNT_FAILURES, code)
}

/** Lambda could not mount the file system for the directory function, so the function did not run. */
export class FileSystemMountError extends StudioEfsError {
  readonly name = 'FileSystemMountError'
  constructor(
    readonly functionName: string,
    /** Lambda's name for it, such as `EFSMountConnectivityException`. */
    readonly code: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(`The function ${functionName} could not mount its file system (${code}); no directory was made.`, {
      retryable: false,
      ...MOUNT_FAILURES[code],
      ...options,
    })
  }
}

/** A smaller batch may cure these; they are Lambda's own words. */
const OVERWHELMED: Readonly<Record<string, Meaning>> = {
  'Sandbox.Timedout': { retryable: true, hint: "Raise the function's time limit, or make the batches smaller." },
  'Runtime.OutOfMemory': { retryable: false, hint: "Raise the function's memory, or make the batches smaller." },
  'Runtime.ExitError': { retryable: true, hint: "See the function's log, and raise its memory if it ran out of it." },
  'Function.ResponseSizeTooLarge': { retryable: false, hint: 'Make the batches smaller.' },
}

export function isOverwhelmed(errorType: string | undefined): boolean {
  return errorType === undefined || Object.hasOwn(OVERWHELMED, errorType)
}

/** The directory function failed instead of replying. Directories may have been made; running again is safe. */
export class DirectoryFunctionError extends StudioEfsError {
  readonly name = 'DirectoryFunctionError'
  constructor(
    readonly functionName: string,
    /** The name of what it threw, or Lambda's own word such as `Sandbox.Timedout`. */
    readonly errorType: string | undefined,
    /** What it said, cut to 500 characters. */
    readonly said: string,
  ) {
    super(`The function ${functionName} failed with ${errorType ?? 'no error type'}: ${said}`, {
      retryable: false,
      hint: "See the function's log.",
      ...OVERWHELMED[errorType ?? ''],
    })
  }
}

/** What the directory function replied is not a reply to what it was asked. */
export class DirectoryReplyError extends StudioEfsError {
  readonly name = 'DirectoryReplyError'
  readonly field: string
  readonly allowed: string
  readonly received: string
  constructor(
    readonly functionName: string,
    { field, allowed, received }: Pick<InvalidInputError, 'field' | 'allowed' | 'received'>,
  ) {
    super(`The reply of the function ${functionName} is malformed: ${field} is ${received}; allowed: ${allowed}.`, {
      retryable: false,
      hint: 'Check that it is the function provision-directories, of the same release as this package.',
    })
    this.field = field
    this.allowed = allowed
    this.received = received
  }
}

/** The directory function could not be invoked, or its answer did not arrive in time; the reason is the `cause`. */
export class DirectoryFunctionUnavailableError extends StudioEfsError {
  readonly name = 'DirectoryFunctionUnavailableError'
  constructor(
    readonly functionName: string,
    /** The `name` of the reason: `ThrottledError`, `AccessDeniedError`, `DeadlineExceededError` ... */
    readonly reason: string,
    options: { readonly retryable: boolean; readonly cause?: unknown },
  ) {
    super(`The function ${functionName} could not be invoked (${reason}).`, { ...UNAVAILABLE[reason], ...options })
  }
}

const UNAVAILABLE: Readonly<Record<string, Pick<StudioEfsErrorOptions, 'hint'>>> = {
  AccessDeniedError: { hint: 'Allow lambda:InvokeFunction on it to the role that runs this.' },
  ResourceNotFoundError: { hint: 'Check its name, the account and the Region.' },
  ThrottledError: { hint: 'Its reserved concurrency, or that of the account, is used up.' },
}

/** A directory that does not lie below the root of the directory function, which leaves the root itself as it is too. */
export class OutsideRootError extends StudioEfsError {
  readonly name = 'OutsideRootError'
  constructor(
    readonly path: string,
    readonly root: string,
  ) {
    super(`${path} is not below ${root}, the root that the directory function keeps to; it was left as it is.`, {
      retryable: false,
      hint:
        path === root
          ? "Choose a directory below it, such as /shared; or leave it as it is, with directory: 'as-is'."
          : 'Choose a layout below that root, or set STUDIO_EFS_ROOT of the function.',
    })
  }
}

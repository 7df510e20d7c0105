import { type InvalidInputError, StudioEfsError, type StudioEfsErrorDetails } from '../../studio-efs-error.js'

type Meaning = Pick<StudioEfsErrorDetails, 'retryable' | 'hint'>

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
  readonly functionName: string
  /** Lambda's exception name, such as `EFSMountConnectivityException`. */
  readonly code: string

  constructor({ functionName, code, cause }: Pick<FileSystemMountError, 'functionName' | 'code' | 'cause'>) {
    super({
      message: `The function ${functionName} could not mount its file system (${code}); no directory was made.`,
      retryable: false,
      ...MOUNT_FAILURES[code],
      cause,
    })
    this.functionName = functionName
    this.code = code
  }
}

/** Lambda's error types that a smaller batch may avoid. */
const OVERLOADS: Readonly<Record<string, Meaning>> = {
  'Sandbox.Timedout': { retryable: true, hint: "Raise the function's time limit, or make the batches smaller." },
  'Runtime.OutOfMemory': { retryable: false, hint: "Raise the function's memory, or make the batches smaller." },
  'Runtime.ExitError': { retryable: true, hint: "See the function's log, and raise its memory if it ran out of it." },
  'Function.ResponseSizeTooLarge': { retryable: false, hint: 'Make the batches smaller.' },
}

/** True for an unknown error type too. */
export function isOverload(errorType: string | undefined): boolean {
  return errorType === undefined || Object.hasOwn(OVERLOADS, errorType)
}

/** The directory function failed instead of replying. Directories may have been made; running again is safe. */
export class DirectoryFunctionError extends StudioEfsError {
  readonly name = 'DirectoryFunctionError'
  readonly functionName: string
  /** The name of the error that the function threw, or Lambda's error type, such as `Sandbox.Timedout`. */
  readonly errorType: string | undefined
  /** Cut to 500 characters. */
  readonly errorMessage: string

  constructor({
    functionName,
    errorType,
    errorMessage,
  }: Pick<DirectoryFunctionError, 'functionName' | 'errorType' | 'errorMessage'>) {
    super({
      message: `The function ${functionName} failed with ${errorType ?? 'no error type'}: ${errorMessage}`,
      retryable: false,
      hint: "See the function's log.",
      ...OVERLOADS[errorType ?? ''],
    })
    this.functionName = functionName
    this.errorType = errorType
    this.errorMessage = errorMessage
  }
}

/** The directory function replied with something else than a reply to the request. */
export class DirectoryReplyError extends StudioEfsError {
  readonly name = 'DirectoryReplyError'
  readonly functionName: string
  readonly field: string
  readonly allowed: string
  readonly received: string

  constructor({
    functionName,
    field,
    allowed,
    received,
  }: Pick<DirectoryReplyError, 'functionName'> & Pick<InvalidInputError, 'field' | 'allowed' | 'received'>) {
    super({
      message: `The reply of the function ${functionName} is malformed: ${field} is ${received}; allowed: ${allowed}.`,
      retryable: false,
      hint: 'Check that it is the function provision-directories, of the same release as this package.',
    })
    this.functionName = functionName
    this.field = field
    this.allowed = allowed
    this.received = received
  }
}

const UNAVAILABLE_HINTS: Readonly<Record<string, string>> = {
  ResourceNotFoundError: 'Check its name, the account and the Region.',
  ThrottledError: 'Its reserved concurrency, or that of the account, is used up.',
}

/** The directory function could not be invoked, or its reply did not arrive in time; the error is the `cause`. */
export class DirectoryFunctionUnavailableError extends StudioEfsError {
  readonly name = 'DirectoryFunctionUnavailableError'
  readonly functionName: string
  /** The `name` of the error: `ThrottledError`, `AccessDeniedError`, `DeadlineExceededError` ... */
  readonly reason: string

  constructor({
    functionName,
    reason,
    retryable,
    cause,
  }: Pick<DirectoryFunctionUnavailableError, 'functionName' | 'reason' | 'retryable' | 'cause'>) {
    const hint = UNAVAILABLE_HINTS[reason] ?? (cause instanceof StudioEfsError ? cause.hint : undefined)
    super({ message: `The function ${functionName} could not be invoked (${reason}).`, retryable, hint, cause })
    this.functionName = functionName
    this.reason = reason
  }
}

/** A directory that is not below the root of the directory function; the root itself is outside too. */
export class OutsideRootError extends StudioEfsError {
  readonly name = 'OutsideRootError'
  readonly path: string
  readonly root: string

  constructor({ path, root }: Pick<OutsideRootError, 'path' | 'root'>) {
    super({
      message: `${path} is not below ${root}, the root that the directory function keeps to; it was left as it is.`,
      retryable: false,
      hint:
        path === root
          ? "Choose a directory below it, such as /shared; or leave it as it is, with directory: 'as-is'."
          : 'Choose a layout below that root, or set STUDIO_EFS_ROOT of the function.',
    })
    this.path = path
    this.root = root
  }
}

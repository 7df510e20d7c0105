/** What every error of this package carries besides its message. */
export interface StudioEfsErrorOptions {
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** One line: what to do about it, when that is known. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * Base of every error that the operations return as a value. Branch on `name`, which is a literal in each subclass;
 * never on the message.
 */
export abstract class StudioEfsError extends Error {
  abstract override readonly name: string
  readonly retryable: boolean
  readonly hint: string | undefined

  constructor(message: string, options: StudioEfsErrorOptions) {
    const text = options.hint === undefined ? message : `${message} ${options.hint}`
    super(text, options.cause === undefined ? undefined : { cause: options.cause })
    this.retryable = options.retryable
    this.hint = options.hint
  }
}

/** A value from outside does not have the shape it must have. Nothing was read or written. */
export class InvalidInputError extends StudioEfsError {
  readonly name = 'InvalidInputError'

  constructor(
    /** The input's field, as the caller spells it. */
    readonly field: string,
    /** What is allowed there. */
    readonly allowed: string,
    /** What was there, cut to 80 characters. */
    readonly received: string,
  ) {
    super(`${field} is ${received}; allowed: ${allowed}.`, { retryable: false })
  }
}

/** The call's deadline passed. `pending` says what it was waiting for; the last error is the `cause`. */
export class DeadlineExceededError extends StudioEfsError {
  readonly name = 'DeadlineExceededError'

  constructor(
    readonly pending: string,
    options: { cause?: unknown } = {},
  ) {
    super(`The time allowed for this call ran out while ${pending}.`, {
      retryable: true,
      hint: 'Run it again: what is done is kept and is not done twice. If it happens often, give it more time: timeoutMs of the call, or the timeout of the Lambda function that makes it.',
      ...options,
    })
  }
}

/** The caller's AbortSignal fired. */
export class AbortedError extends StudioEfsError {
  readonly name = 'AbortedError'

  constructor(
    readonly pending: string,
    options: { cause?: unknown } = {},
  ) {
    super(`Aborted while ${pending}.`, { retryable: true, ...options })
  }
}

import { boundedText } from './bounded-text.js'

/** Characters of a message: far more than a sentence, and little enough for every log and reply. */
const MAX_MESSAGE = 4000

/** Details that every error has. */
export interface StudioEfsErrorDetails {
  /** Sentence for people: the failure and the resource. Cut to 4,000 characters on one line. */
  readonly message: string
  /** True when the same call may succeed later without any change. */
  readonly retryable: boolean
  /** One line on what to do, if it is known. It is appended to the message. */
  readonly hint?: string | undefined
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

  constructor({ message, retryable, hint, cause }: StudioEfsErrorDetails) {
    const bounded = boundedText(message, MAX_MESSAGE)
    super(hint === undefined ? bounded : `${bounded} ${hint}`, cause === undefined ? undefined : { cause })
    this.retryable = retryable
    this.hint = hint
  }

  /** Place in the documentation, relative to its root: `errors.md#invalidinputerror`. */
  get page(): string {
    return `errors.md#${this.name.toLowerCase()}`
  }
}

/** Details of an {@link InvalidInputError}. */
export interface InvalidInputDetails {
  readonly field: string
  readonly allowed: string
  readonly received: string
  readonly hint?: string | undefined
}

/** A value from outside does not have the required shape. Nothing was read or written. */
export class InvalidInputError extends StudioEfsError {
  readonly name = 'InvalidInputError'
  /** The input's field, as the caller spells it; `context.efs` for a part of the context. */
  readonly field: string
  /** Description of the values that the field takes. */
  readonly allowed: string
  /** The value as given, quoted and cut to 80 characters. */
  readonly received: string

  constructor({ field, allowed, received, hint }: InvalidInputDetails) {
    super({ message: `${field} is ${received}; allowed: ${allowed}.`, retryable: false, hint })
    this.field = field
    this.allowed = allowed
    this.received = received
  }
}

/** Details of an error that ends a call before its work is done. */
export interface EndedCall {
  /** Activity of the call when it ended: `waiting for domain d-abc, which is Updating`. */
  readonly pending: string
  /** The last error before the end. */
  readonly cause?: unknown
}

/** The call's deadline passed. */
export class DeadlineExceededError extends StudioEfsError {
  readonly name = 'DeadlineExceededError'
  readonly pending: string

  constructor({ pending, cause }: EndedCall) {
    const last = cause instanceof StudioEfsError ? ` The last error: ${cause.message}` : ''
    super({
      message: `The time allowed for this call ran out while ${pending}.${last}`,
      retryable: true,
      hint: 'Run it again: what is done is kept and is not done twice. If it happens often, give it more time: timeoutMs of the call, or the timeout of the Lambda function that makes it.',
      cause,
    })
    this.pending = pending
  }
}

/** The caller's AbortSignal fired. */
export class AbortedError extends StudioEfsError {
  readonly name = 'AbortedError'
  readonly pending: string

  constructor({ pending, cause }: EndedCall) {
    super({ message: `Aborted while ${pending}.`, retryable: true, cause })
    this.pending = pending
  }
}

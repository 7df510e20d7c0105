export interface FakeAwsErrorOptions {
  /** HTTP status. Default: the model's for this code, else 400. */
  readonly status?: number
  /** Further members of the error's body, such as `FileSystemId`. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** Refuses the request: a rule throws it, and it becomes the error reply. */
export class FakeAwsError extends Error {
  override readonly name = 'FakeAwsError'
  readonly status: number | undefined
  readonly members: Readonly<Record<string, unknown>>

  constructor(
    readonly code: string,
    message: string,
    options: FakeAwsErrorOptions = {},
  ) {
    super(message)
    this.status = options.status
    this.members = options.members ?? {}
  }
}

export function validationError(message: string): FakeAwsError {
  return new FakeAwsError('ValidationException', message)
}

export function serializationError(message: string): FakeAwsError {
  return new FakeAwsError('SerializationException', message)
}

export function unknownOperation(what: string): FakeAwsError {
  return new FakeAwsError('UnknownOperationException', `The fake AWS does not implement ${what}.`, { status: 404 })
}

/** Errors that any operation of a service may answer, in the service's own words. */
export interface CommonErrors {
  throttling(): FakeAwsError
  internal(message: string): FakeAwsError
  unavailable(message: string): FakeAwsError
  /** For an input that breaks the service model. */
  invalidInput(violations: readonly Violation[]): FakeAwsError
}

/** One constraint of the service model that an input breaks. */
export interface Violation {
  /** Path in camelCase, such as `userSettings.executionRole`. */
  readonly path: string
  /** Null when the member is missing. */
  readonly value: unknown
  /** AWS's wording, such as `Member must not be null`. */
  readonly constraint: string
}

/** Wording of the JSON services; a `FakeApi` overrides some in `errors`. */
export const commonErrors: CommonErrors = {
  throttling: () => new FakeAwsError('ThrottlingException', 'Rate exceeded'),
  internal: (message) => new FakeAwsError('InternalFailure', message, { status: 500 }),
  unavailable: (message) => new FakeAwsError('ServiceUnavailable', message, { status: 503 }),
  invalidInput: (violations) => {
    const noun = violations.length === 1 ? 'error' : 'errors'
    const message = `${violations.length} validation ${noun} detected: ${violations.map(describe).join('; ')}`
    return new FakeAwsError('ValidationException', message)
  },
}

function describe({ path, value, constraint }: Violation): string {
  const shown = value === null ? 'null' : `'${quoteValue(value)}'`
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`
}

function quoteValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(quoteValue).join(', ')}]`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A function that the test gave to the fake threw. A client in the process gets `thrown`, not a service's error. */
export class BrokenCallback extends Error {
  override readonly name = 'BrokenCallback'

  constructor(readonly thrown: unknown) {
    super(`A function given to the fake AWS threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
}

/** Runs a function of the test; wraps what it throws in BrokenCallback. */
export function runCallback<T>(callback: () => T): T {
  try {
    return callback()
  } catch (error) {
    throw new BrokenCallback(error)
  }
}

import { FakeAwsError } from './fake-aws-error.js'

/** How a service words the errors that any of its operations may answer. */
export interface CommonErrors {
  throttling(): FakeAwsError
  internal(message: string): FakeAwsError
  unavailable(message: string): FakeAwsError
  /** For an input that breaks the service model. */
  invalidInput(violations: readonly Violation[]): FakeAwsError
}

/** One constraint of the service model that an input breaks. */
export interface Violation {
  /** In camelCase, such as `userSettings.executionRole`. */
  readonly path: string
  /** Null when the member is missing. */
  readonly value: unknown
  /** As AWS words it, such as `Member must not be null`. */
  readonly constraint: string
}

/** As the JSON services word them; an API states in `errors` what it words otherwise. */
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
  const shown = value === null ? 'null' : `'${show(value)}'`
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

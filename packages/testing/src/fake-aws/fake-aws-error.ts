export interface FakeAwsErrorOptions {
  /** HTTP status. Default: the model's for this code, else 400. */
  readonly status?: number
  /** Further members of the error's body, such as `FileSystemId`. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** What a rule throws to refuse a request: it becomes the reply's error. */
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

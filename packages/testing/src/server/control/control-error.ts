/** Refuses a request of the control API. */
export class ControlError extends Error {
  override readonly name = 'ControlError'

  constructor(
    readonly status: 400 | 403 | 404 | 405 | 415,
    message: string,
  ) {
    super(message)
  }
}

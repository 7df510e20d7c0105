/** A function that the test gave to the fake threw: the test is told, not the service's client. */
export class BrokenCallback extends Error {
  override readonly name = 'BrokenCallback'

  constructor(readonly thrown: unknown) {
    super(`A function given to the fake AWS threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
}

/** Runs what the test gave. */
export function runCallback<T>(callback: () => T): T {
  try {
    return callback()
  } catch (error) {
    throw new BrokenCallback(error)
  }
}

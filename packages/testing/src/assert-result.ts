import { AssertionError } from 'node:assert'
import { inspect } from 'node:util'
import type { Result } from 'neverthrow'

/** Returns the value of a successful result, or throws an AssertionError that shows the error. */
export function assertOk<T, E>(result: Result<T, E>): T {
  if (result.isOk()) return result.value
  throw new AssertionError({
    message: `Expected a value, got the error ${inspect(result.error)}`,
    actual: result.error,
    stackStartFn: assertOk,
  })
}

/**
 * Returns the error of a failed result, or throws an AssertionError that shows the value. With `name`, also throws on an
 * error of another name, and narrows the returned type to that member of the union.
 */
export function assertErr<T, E>(result: Result<T, E>): E
export function assertErr<T, E extends { readonly name: string }, N extends E['name']>(
  result: Result<T, E>,
  name: N,
): Extract<E, { readonly name: N }>
export function assertErr<T, E>(result: Result<T, E>, name?: string): E {
  if (result.isOk()) {
    const message = `Expected ${name ?? 'an error'}, got the value ${inspect(result.value)}`
    throw new AssertionError({ message, actual: result.value, expected: name, stackStartFn: assertErr })
  }
  const { error } = result
  if (name === undefined || (error as { name?: unknown }).name === name) return error
  const message = `Expected ${name}, got ${inspect(error)}`
  throw new AssertionError({ message, actual: error, expected: name, stackStartFn: assertErr })
}

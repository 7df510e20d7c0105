import type { ResultAsync } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError } from '../aws/call/aws-error.js'
import type { CallEndedError } from '../call.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { StatusFinding } from './studio-status.js'

export type ReadError = AwsError | CallEndedError | DirectoryError

/** Values that were read, and a remark on the others. */
export interface Readings<Value> {
  readonly values: ReadonlyMap<string, Value>
  readonly findings: readonly StatusFinding[]
  /** The first error besides those of items that are gone. */
  readonly failure: ReadError | undefined
  /** Errors of the items that are gone, by key. */
  readonly gone: ReadonlyMap<string, ReadError>
}

/** SageMaker publishes no rate for these reads; about five a second pass elsewhere in its API. */
const READS_AT_ONCE = 5

export interface ReadAll<Item, Value> {
  /** Plural, for the remark: `user profiles`. */
  readonly kind: string
  readonly keyOf: (item: Item) => string
  readonly read: (item: Item) => ResultAsync<Value, ReadError>
  readonly onRead?: () => void
}

/**
 * Reads every item. One that is gone is left out; any other error is a remark, with the number of items that are not known.
 * Without a permission, or when the time is over, no further item is tried.
 */
export async function readAll<Item, Value>(
  items: readonly Item[],
  { kind, keyOf, read, onRead }: ReadAll<Item, Value>,
): Promise<Readings<Value>> {
  const limit = pLimit(READS_AT_ONCE)
  const values = new Map<string, Value>()
  const gone = new Map<string, ReadError>()
  let [missed, first, isOver]: [number, ReadError | undefined, boolean] = [0, undefined, false]
  const readOne = async (item: Item) => {
    const result = isOver ? undefined : await read(item)
    if (result?.isOk() === true) values.set(keyOf(item), result.value)
    else if (result?.isErr() === true && result.error.name === 'ResourceNotFoundError')
      gone.set(keyOf(item), result.error)
    else {
      missed += 1
      first ??= result?.isErr() === true ? result.error : undefined
      isOver ||= first !== undefined && STOPS.includes(first.name)
    }
    onRead?.()
  }
  await Promise.all(items.map((item) => limit(() => readOne(item))))
  return { values, gone, failure: first, findings: first === undefined ? [] : [notRead(kind, first, missed)] }
}

const STOPS = ['AccessDeniedError', 'CredentialsError', 'DeadlineExceededError', 'AbortedError']

/** The remark on resources that could not be read. */
export function notRead(what: string, error: ReadError, count?: number): StatusFinding {
  const which = count === undefined ? what : `${count} ${what}`
  return {
    kind: 'not-read',
    level: 'warning',
    message: `Not read: ${which} (${error.message})`,
    error: error.name,
    ...(count !== undefined && { count }),
  }
}

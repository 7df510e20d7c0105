import { err, type Result } from 'neverthrow'
import type { DirectoryError } from '../directory-error.js'
import { inBatchOrder } from '../paths.js'
import { isOverload } from './directory-function-error.js'
import { type DirectoryFunction, type InvocationError, invokeDirectoryFunction, type WireMethod } from './invocation.js'

/** Lambda takes 6 MB each way; the margin is for what surrounds the items. */
const MAX_BYTES = 6_000_000

interface IndexedResult<Value> {
  readonly index: number
  readonly result: Result<Value, DirectoryError>
}

/**
 * One result per item, in order. Invocations follow one another, shallower paths first, because a directory may lie
 * inside another one of the same call. A batch that is too much for the function is halved until the item that causes it
 * is alone; when every invocation fails, the remaining items are not tried.
 */
export async function runInvocations<Item, Value>(
  target: DirectoryFunction,
  method: WireMethod<Item, Value>,
  items: readonly Item[],
): Promise<readonly Result<Value, DirectoryError>[]> {
  const { maxItems } = target
  const indexed = inBatchOrder(items.map((item, index) => ({ path: method.pathOf(item), item, index })))
  const pending = [...batchesOf(indexed, bytesOf, { maxItems, maxBytes: MAX_BYTES })]
  const results: IndexedResult<Value>[] = []
  let failures = 0
  for (let batch = pending.shift(); batch !== undefined; batch = pending.shift()) {
    const batchItems = batch.map(({ item }) => item)
    const replied = await invokeDirectoryFunction(target, method, batchItems)
    failures = replied.isOk() ? 0 : failures + 1
    if (replied.isOk()) results.push(...replied.value.map((result, at) => ({ index: batch[at]?.index ?? 0, result })))
    else if (!splitMayHelp(replied.error) || failures > maxFailuresInARow(maxItems))
      results.push(...failed([batch, ...pending.splice(0)].flat(), replied.error))
    else if (batch.length > 1) pending.unshift(...halvesOf(batch))
    else results.push(...failed(batch, replied.error))
  }
  return results.toSorted((a, b) => a.index - b.index).map(({ result }) => result)
}

function bytesOf({ item }: { readonly item: unknown }): number {
  return Buffer.byteLength(JSON.stringify(item)) + 1
}

function splitMayHelp(error: InvocationError): boolean {
  if (error.name === 'DirectoryFunctionError') return isOverload(error.errorType)
  return error.name === 'DirectoryReplyError'
}

function failed(batch: readonly { readonly index: number }[], error: DirectoryError): readonly IndexedResult<never>[] {
  return batch.map(({ index }) => ({ index, result: err(error) }))
}

/** Batches of neighbours within the limits. An item of more than `maxBytes` is alone in its batch. */
export function batchesOf<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  { maxItems, maxBytes }: { readonly maxItems: number; readonly maxBytes: number },
): readonly (readonly Item[])[] {
  const batches: Item[][] = []
  let batch: Item[] = []
  let bytes = 0
  for (const item of items) {
    const more = bytesOf(item)
    if (batch.length > 0 && (batch.length === maxItems || bytes + more > maxBytes)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += more
  }
  return batch.length === 0 ? batches : [...batches, batch]
}

/** In order; the first half is the longer one. */
export function halvesOf<Item>(batch: readonly Item[]): readonly (readonly Item[])[] {
  const middle = Math.ceil(batch.length / 2)
  return [batch.slice(0, middle), batch.slice(middle)]
}

/**
 * Invocations in a row that may fail before the cause is taken to be the function and not an item: as many as it takes to
 * halve a full batch down to one bad item, and four more for bad neighbours.
 */
export function maxFailuresInARow(maxItems: number): number {
  return Math.ceil(Math.log2(maxItems)) + 4
}

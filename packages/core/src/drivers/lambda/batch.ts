import { err, type Result } from 'neverthrow'
import type { DirectoryError } from '../directory-error.js'
import { inBatchOrder } from '../paths.js'
import { isOverwhelmed } from './directory-function-error.js'
import { ask, type DirectoryFunction, type InvocationError, type WireJob } from './invocation.js'
import { failuresInARow, halvesOf, inBatches } from './invocation-batches.js'

/** Lambda takes 6 MB each way; the rest is for what stands around the items. */
const MAX_BYTES = 6_000_000

interface Answer<Value> {
  readonly index: number
  readonly result: Result<Value, DirectoryError>
}

/**
 * One result per item, in order. Invocations follow one another, shallower paths first, because a directory may lie
 * inside another one of the same call. A batch that is too much for the function is split until the item is found that
 * is the cause; when everything fails, the rest is not tried.
 */
export async function runInvocations<Item, Value>(
  target: DirectoryFunction,
  job: WireJob<Item, Value>,
  items: readonly Item[],
  maxItems: number,
): Promise<readonly Result<Value, DirectoryError>[]> {
  const numbered = inBatchOrder(items.map((item, index) => ({ path: job.pathOf(item), item, index })))
  const pending = [...inBatches(numbered, bytesOf, { maxItems, maxBytes: MAX_BYTES })]
  const answers: Answer<Value>[] = []
  let failures = 0
  for (let batch = pending.shift(); batch !== undefined; batch = pending.shift()) {
    const asked = await ask(
      target,
      job,
      batch.map(({ item }) => item),
    )
    failures = asked.isOk() ? 0 : failures + 1
    if (asked.isOk()) answers.push(...asked.value.map((result, at) => ({ index: batch[at]?.index ?? 0, result })))
    else if (!splitMayHelp(asked.error) || failures > failuresInARow(maxItems))
      answers.push(...failed([batch, ...pending.splice(0)].flat(), asked.error))
    else if (batch.length > 1) pending.unshift(...halvesOf(batch))
    else answers.push(...failed(batch, asked.error))
  }
  return answers.toSorted((a, b) => a.index - b.index).map(({ result }) => result)
}

function bytesOf({ item }: { readonly item: unknown }): number {
  return Buffer.byteLength(JSON.stringify(item)) + 1
}

function splitMayHelp(error: InvocationError): boolean {
  return (
    error.name === 'DirectoryReplyError' || (error.name === 'DirectoryFunctionError' && isOverwhelmed(error.errorType))
  )
}

function failed(batch: readonly { readonly index: number }[], error: DirectoryError): readonly Answer<never>[] {
  return batch.map(({ index }) => ({ index, result: err(error) }))
}

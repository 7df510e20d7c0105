import { err, type Result } from 'neverthrow'
import type { LimitFunction } from 'p-limit'
import { groupBy } from '../../group-by.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { DirectoryError } from '../directory-error.js'
import { depthOf, inBatchOrder, parentOf } from '../paths.js'
import type { DirectoryHandle } from './fs.js'
import {
  allSettledOrThrow,
  type DirectoryVisitor,
  type Indexed,
  type IndexedResult,
  visitSiblings,
} from './sibling-group.js'

/** Shared by all batches of one driver. A parent stays open while its items wait for their turn, hence two limits. */
export interface BatchContext {
  readonly parentLimit: LimitFunction
  readonly itemLimit: LimitFunction
  openRoot(): Promise<Result<DirectoryHandle, DirectoryError>>
}

/** One result per item, in order. Items that met a stale handle (ESTALE) are tried once more from a newly opened root. */
export async function runBatch<Item extends { readonly path: FileSystemPath }, Value>(
  context: BatchContext,
  items: readonly Item[],
  visitor: DirectoryVisitor<Item, Value>,
): Promise<readonly Result<Value, DirectoryError>[]> {
  const indexed = items.map((item, index) => ({ index, path: item.path, item }))
  const first = await runOnce(context, indexed, visitor)
  const stale = new Set(first.filter(isStale).map(({ index }) => index))
  const again = indexed.filter(({ index }) => stale.has(index))
  const results = [...first.filter(({ index }) => !stale.has(index)), ...(await runOnce(context, again, visitor))]
  return results.toSorted((a, b) => a.index - b.index).map(({ result }) => result)
}

function isStale({ result }: IndexedResult<unknown>): boolean {
  return result.isErr() && result.error.name === 'DirectoryIoError' && result.error.code === 'ESTALE'
}

async function runOnce<Item, Value>(
  { openRoot, parentLimit, itemLimit }: BatchContext,
  items: readonly Indexed<Item>[],
  visitor: DirectoryVisitor<Item, Value>,
): Promise<readonly IndexedResult<Value>[]> {
  if (items.length === 0) return []
  const opened = await openRoot()
  if (opened.isErr()) return items.map(({ index }) => ({ index, result: err(opened.error) }))
  const root = opened.value
  visitor.begin?.(root)
  try {
    const results: IndexedResult<Value>[] = []
    for (const level of groupBy(inBatchOrder(items), ({ path }) => depthOf(path)).values()) {
      const groups = [...groupBy(level, ({ path }) => parentOf(path))].map(([parent, items]) => ({
        root,
        parent,
        items,
      }))
      const done = await allSettledOrThrow(groups, (group) =>
        parentLimit(() => visitSiblings(group, visitor, itemLimit)),
      )
      results.push(...done.flat())
    }
    return results
  } finally {
    await visitor.end?.()
    await root.close()
  }
}

import { err, type Result } from 'neverthrow'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { segmentsOf } from '../../model/file-system-path.js'
import type { DirectoryError } from '../directory-error.js'
import { groupBy, inBatchOrder, parentOf } from '../paths.js'
import { everyOne } from './every-one.js'
import { type Answer, type FamilyContext, type Numbered, type PathJob, visitFamily } from './family.js'
import type { DirectoryHandle } from './fs.js'

/** What the batches of one driver share. */
export interface BatchContext extends FamilyContext {
  openRoot(): Promise<Result<DirectoryHandle, DirectoryError>>
}

/** One result per item, in order. Items that met a stale handle are tried once more from a newly opened root. */
export async function runBatch<Item extends { readonly path: FileSystemPath }, Value>(
  context: BatchContext,
  items: readonly Item[],
  job: PathJob<Item, Value>,
): Promise<readonly Result<Value, DirectoryError>[]> {
  const numbered = items.map((item, index) => ({ index, path: item.path, item }))
  const first = await runOnce(context, numbered, job)
  const stale = new Set(first.filter(isStale).map(({ index }) => index))
  const again = numbered.filter(({ index }) => stale.has(index))
  const answers = [...first.filter(({ index }) => !stale.has(index)), ...(await runOnce(context, again, job))]
  return answers.toSorted((a, b) => a.index - b.index).map(({ result }) => result)
}

function isStale({ result }: Answer<unknown>): boolean {
  return result.isErr() && result.error.name === 'DirectoryIoError' && result.error.code === 'ESTALE'
}

async function runOnce<Item, Value>(
  context: BatchContext,
  items: readonly Numbered<Item>[],
  job: PathJob<Item, Value>,
): Promise<readonly Answer<Value>[]> {
  if (items.length === 0) return []
  const opened = await context.openRoot()
  if (opened.isErr()) return items.map(({ index }) => ({ index, result: err(opened.error) }))
  const root = opened.value
  try {
    const answers: Answer<Value>[] = []
    for (const level of groupBy(inBatchOrder(items), ({ path }) => segmentsOf(path).length).values()) {
      const families = groupBy(level, ({ path }) => parentOf(path))
      const done = await everyOne([...families], ([parent, family]) =>
        context.parentLimit(() => visitFamily(context, { root, parent, family, job })),
      )
      answers.push(...done.flat())
    }
    return answers
  } finally {
    await root.close()
  }
}

import { err, type Result } from 'neverthrow'
import { STATE_PATH } from '../../../model/state/state-path.js'
import type { DirectoryError } from '../../directory-error.js'
import { type Missing, openStateDirectory, type StateDirectory } from '../claims/state-directory.js'
import { toResult } from '../errno.js'
import type { DirectoryHandle, PosixFs } from '../fs.js'
import type { BatchContext } from '../run-batch.js'

export interface StateContext extends BatchContext {
  readonly fs: PosixFs
}

/** The open state directory of one batch; undefined where the file system has none yet. */
export interface OpenState {
  readonly root: DirectoryHandle
  readonly state: StateDirectory | undefined
}

/**
 * Opens `/.studio-efs` once and works on each item, one after another. Items that met a stale handle (ESTALE) are tried
 * once more with a new one.
 */
export async function withState<Item, Value>(
  context: StateContext,
  { items, missing }: { readonly items: readonly Item[]; readonly missing: Missing },
  work: (opened: OpenState, item: Item) => Promise<Value>,
): Promise<readonly Result<Value, DirectoryError>[]> {
  const results = await runOnce(context, { items, missing }, work)
  const stale = items.filter((_, index) => isStale(results[index]))
  if (stale.length === 0) return results
  const again = [...(await runOnce(context, { items: stale, missing }, work))].reverse()
  return results.map((result) => (isStale(result) ? (again.pop() ?? result) : result))
}

async function runOnce<Item, Value>(
  { fs, openRoot }: StateContext,
  { items, missing }: { readonly items: readonly Item[]; readonly missing: Missing },
  work: (opened: OpenState, item: Item) => Promise<Value>,
): Promise<readonly Result<Value, DirectoryError>[]> {
  if (items.length === 0) return []
  const opened = await openRoot()
  if (opened.isErr()) return items.map(() => err(opened.error))
  const root = opened.value
  try {
    const state = await toResult(STATE_PATH, () => openStateDirectory(fs, root, missing))
    if (state.isErr()) return items.map(() => err(state.error))
    try {
      const results: Result<Value, DirectoryError>[] = []
      const resultOf = (item: Item): Promise<Result<Value, DirectoryError>> =>
        toResult(STATE_PATH, () => work({ root, state: state.value }, item))
      for (const item of items) await resultOf(item).then((result) => results.push(result))
      return results
    } finally {
      await state.value?.handle.close()
    }
  } finally {
    await root.close()
  }
}

function isStale(result: Result<unknown, DirectoryError> | undefined): boolean {
  return result?.isErr() === true && result.error.name === 'DirectoryIoError' && result.error.code === 'ESTALE'
}

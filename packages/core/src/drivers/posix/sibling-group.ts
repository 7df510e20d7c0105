import { err, ok, type Result } from 'neverthrow'
import type { LimitFunction } from 'p-limit'
import { groupBy } from '../../group-by.js'
import type { AncestorInfo } from '../../model/directory.js'
import { type FileSystemPath, ROOT_PATH } from '../../model/file-system-path.js'
import { ancestorInfoOf } from '../ancestors.js'
import type { Attributes } from '../attributes.js'
import { type DirectoryError, NestedMountError, NotADirectoryError } from '../directory-error.js'
import { stepsTo } from '../paths.js'
import { checkDevice, type Entry } from './entry.js'
import { toResult } from './errno.js'
import { attributesOf, type DirectoryHandle } from './fs.js'

/** Enters ancestors and acts on each requested directory. */
export interface DirectoryVisitor<Item, Value> {
  /** Called with the open root, before the first item of a batch. */
  begin?(root: DirectoryHandle): void
  /** Closes what the visitor opened; called after the last item. */
  end?(): Promise<void>
  /** Opens an ancestor; the caller closes it. */
  enter(ancestor: Entry): Promise<Result<DirectoryHandle, DirectoryError>>
  visit(entry: Entry, item: Item, ancestors: AncestorInfo): Promise<Result<Value, DirectoryError>>
  /** The result for an item below an ancestor that could not be entered. */
  unreached(
    item: Item,
    error: DirectoryError,
    ancestors: AncestorInfo,
  ): Result<Value, DirectoryError> | Promise<Result<Value, DirectoryError>>
}

export interface Indexed<Item> {
  readonly index: number
  readonly path: FileSystemPath
  readonly item: Item
}

export interface IndexedResult<Value> {
  readonly index: number
  readonly result: Result<Value, DirectoryError>
}

/** Items with one parent directory, which is opened once for all of them. */
export interface SiblingGroup<Item> {
  readonly root: DirectoryHandle
  readonly parent: FileSystemPath
  readonly items: readonly Indexed<Item>[]
}

export async function visitSiblings<Item, Value>(
  { root, parent, items }: SiblingGroup<Item>,
  visitor: DirectoryVisitor<Item, Value>,
  itemLimit: LimitFunction,
): Promise<readonly IndexedResult<Value>[]> {
  const entered = new Map<FileSystemPath, Attributes>()
  const opened = await descend({ root, path: parent, visitor, entered })
  const infoFor = ancestorInfoIn(entered)
  if (opened.isErr())
    return allSettledOrThrow(items, async (item) => ({
      index: item.index,
      result: await visitor.unreached(item.item, errorFor(item.path, opened.error), infoFor(item)),
    }))
  const { directory, device } = opened.value

  /** One after another: each finds what the one before it left. */
  async function visitDuplicates(duplicates: readonly Indexed<Item>[]): Promise<readonly IndexedResult<Value>[]> {
    const results: IndexedResult<Value>[] = []
    for (const duplicate of duplicates) {
      const { index, item, path } = duplicate
      const visited = visitor.visit({ parent: directory, path, device }, item, infoFor(duplicate))
      results.push(await visited.then((result) => ({ index, result })))
    }
    return results
  }

  /** Takes the next one when one is done: a queue of a thousand waiting ones costs more than the work. */
  async function visitAll<Each>(all: readonly Each[], visit: (each: Each) => Promise<readonly IndexedResult<Value>[]>) {
    const results: (readonly IndexedResult<Value>[])[] = []
    const bugs: unknown[] = []
    const next = all.values()
    const work = async () => {
      for (const each of next)
        try {
          results.push(await itemLimit(() => visit(each)))
        } catch (bug) {
          bugs.push(bug)
        }
    }
    await Promise.all(Array.from({ length: Math.min(all.length, itemLimit.concurrency) }, work))
    if (bugs.length > 0) throw bugs[0]
    return results.flat()
  }

  try {
    const byPath = [...groupBy(items, ({ path }) => path).values()]
    return await visitAll(byPath, visitDuplicates)
  } finally {
    await closeUnlessRoot(root, directory)
  }
}

/** Siblings have the same ancestors; the root has none. */
function ancestorInfoIn(entered: ReadonlyMap<FileSystemPath, Attributes>): (item: Indexed<unknown>) => AncestorInfo {
  const find = (path: FileSystemPath) => ancestorInfoOf(path, (ancestor) => entered.get(ancestor))
  let ofSiblings: AncestorInfo | undefined
  return ({ path }) => {
    if (path === ROOT_PATH) return find(path)
    ofSiblings ??= find(path)
    return ofSiblings
  }
}

/** Opens the directory at `path` and adds the attributes of each directory down to it, root included, to `entered`. */
async function descend<Item, Value>({
  root,
  path,
  visitor,
  entered,
}: {
  readonly root: DirectoryHandle
  readonly path: FileSystemPath
  readonly visitor: DirectoryVisitor<Item, Value>
  readonly entered: Map<FileSystemPath, Attributes>
}): Promise<Result<{ readonly directory: DirectoryHandle; readonly device: number }, DirectoryError>> {
  let current = root
  let device = 0
  for (const step of [ROOT_PATH, ...stepsTo(path)]) {
    const above = current
    const next =
      step === ROOT_PATH
        ? ok(root)
        : await visitor.enter({ parent: above, path: step, device }).finally(() => closeUnlessRoot(root, above))
    if (next.isErr()) return err(next.error)
    current = next.value
    const stat = await toResult(step, async () => {
      const found = await next.value.stat()
      if (step === ROOT_PATH) device = found.dev
      else checkDevice(found, { path: step, device })
      return found
    })
    if (stat.isErr()) {
      await closeUnlessRoot(root, current)
      return err(stat.error)
    }
    entered.set(step, attributesOf(stat.value))
  }
  return ok({ directory: current, device })
}

async function closeUnlessRoot(root: DirectoryHandle, directory: DirectoryHandle): Promise<void> {
  if (directory !== root) await directory.close()
}

/** The error of an ancestor as the error of `path`: an obstacle and a mount name both. */
function errorFor(path: FileSystemPath, error: DirectoryError): DirectoryError {
  if (error.name === 'NestedMountError') return new NestedMountError({ path, component: error.component })
  if (error.name !== 'NotADirectoryError') return error
  const { component, found, cause } = error
  return new NotADirectoryError({ path, component, found, cause })
}

/**
 * Waits for all of them even when one throws, unlike `Promise.all`: the number of a descriptor that is closed too early
 * goes to the next file that is opened, and unfinished work would continue there.
 */
export async function allSettledOrThrow<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const settled = await Promise.allSettled(items.map(work))
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason
    return each.value
  })
}

import { err, ok, type Result } from 'neverthrow'
import type { LimitFunction } from 'p-limit'
import type { DirectoryState } from '../../model/directory.js'
import { type FileSystemPath, ROOT_PATH } from '../../model/file-system-path.js'
import type { Attributes } from '../attributes.js'
import { type DirectoryError, NotADirectoryError } from '../directory-error.js'
import { groupBy, stepsTo } from '../paths.js'
import { writableParentsOf } from '../writable-parents.js'
import { attempt } from './attempt.js'
import { everyOne } from './every-one.js'
import { type DirectoryHandle, type FileStat, permissionsOf } from './fs.js'

/** What is done to each directory, and how the directories on the way to it are passed. */
export interface PathJob<Item, Value> {
  /** Opens a directory on the way; who asked closes it. */
  enter(parent: DirectoryHandle, path: FileSystemPath): Promise<Result<DirectoryHandle, DirectoryError>>
  visit(parent: DirectoryHandle, item: Item, way: Way): Promise<Result<Value, DirectoryError>>
  /** What it means for the item that a directory on the way to it could not be entered. */
  unreached(item: Item, error: DirectoryError, way: Way): Result<Value, DirectoryError>
}

/** What is to be told of the directories that were passed on the way to an item. */
export type Way = Pick<DirectoryState, 'writableParents'>

/** Two limits and not one, because a parent stays open while it waits for its children's turn. */
export interface FamilyContext {
  readonly parentLimit: LimitFunction
  readonly itemLimit: LimitFunction
}

export interface Numbered<Item> {
  readonly index: number
  readonly path: FileSystemPath
  readonly item: Item
}

export interface Answer<Value> {
  readonly index: number
  readonly result: Result<Value, DirectoryError>
}

interface Family<Item, Value> {
  readonly root: DirectoryHandle
  readonly parent: FileSystemPath
  readonly family: readonly Numbered<Item>[]
  readonly job: PathJob<Item, Value>
}

/** The items of one parent directory, which is opened once for all of them. */
export async function visitFamily<Item, Value>(
  context: FamilyContext,
  { root, parent, family, job }: Family<Item, Value>,
): Promise<readonly Answer<Value>[]> {
  const passed = new Map<FileSystemPath, FileStat>()
  const wayTo = ({ path }: { readonly path: FileSystemPath }) => writableParentsOf(path, attributesIn(passed))
  const reached = await descend(root, parent, job, passed)
  if (reached.isErr()) return family.map((member) => unreached(job, member, reached.error, wayTo(member)))
  const directory = reached.value
  try {
    const namesakes = [...groupBy(family, ({ path }) => path).values()]
    const answers = await everyOne(namesakes, (same) =>
      context.itemLimit(() => visitInTurn(directory, same, job, wayTo)),
    )
    return answers.flat()
  } finally {
    await closeUnless(root, directory)
  }
}

/** The same path more than once: each finds what the one before it left. */
async function visitInTurn<Item, Value>(
  parent: DirectoryHandle,
  same: readonly Numbered<Item>[],
  job: PathJob<Item, Value>,
  wayTo: (item: Numbered<Item>) => Way,
): Promise<readonly Answer<Value>[]> {
  const answers: Answer<Value>[] = []
  for (const member of same) {
    const { index, item } = member
    answers.push(await job.visit(parent, item, wayTo(member)).then((result) => ({ index, result })))
  }
  return answers
}

/** Opens the directory at `path`. What each one on the way is like, the root and itself included, is put in `passed`. */
async function descend<Item, Value>(
  root: DirectoryHandle,
  path: FileSystemPath,
  job: PathJob<Item, Value>,
  passed: Map<FileSystemPath, FileStat>,
): Promise<Result<DirectoryHandle, DirectoryError>> {
  let current = root
  for (const step of [ROOT_PATH, ...stepsTo(path)]) {
    const above = current
    const next = step === ROOT_PATH ? ok(root) : await job.enter(above, step).finally(() => closeUnless(root, above))
    if (next.isErr()) return err(next.error)
    current = next.value
    const stat = await attempt(step, () => next.value.stat())
    if (stat.isErr()) {
      await closeUnless(root, current)
      return err(stat.error)
    }
    passed.set(step, stat.value)
  }
  return ok(current)
}

function attributesIn(passed: ReadonlyMap<FileSystemPath, FileStat>) {
  return (path: FileSystemPath): Attributes | undefined => {
    const stat = passed.get(path)
    return stat && { uid: stat.uid, gid: stat.gid, mode: permissionsOf(stat) }
  }
}

async function closeUnless(root: DirectoryHandle, directory: DirectoryHandle): Promise<void> {
  if (directory !== root) await directory.close()
}

function unreached<Item, Value>(
  job: PathJob<Item, Value>,
  { index, path, item }: Numbered<Item>,
  error: DirectoryError,
  way: Way,
): Answer<Value> {
  if (error.name !== 'NotADirectoryError') return { index, result: job.unreached(item, error, way) }
  const own = new NotADirectoryError(path, error.component, error.found, { cause: error.cause })
  return { index, result: job.unreached(item, own, way) }
}

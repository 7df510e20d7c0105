import { err, ok, type Result } from 'neverthrow'
import type { LimitFunction } from 'p-limit'
import type { FileSystemPath } from '../model/file-system-path.js'
import { groupBy, stepsTo } from '../policy/directory-batch.js'
import { type DirectoryError, NotADirectoryError } from './directory-error.js'
import { everyOne } from './every-one.js'
import type { DirectoryHandle } from './posix-fs.js'

/** What is done to each directory, and how the directories on the way to it are passed. */
export interface PathJob<Item, Value> {
  /** Opens a directory on the way; who asked closes it. */
  enter(parent: DirectoryHandle, path: FileSystemPath): Promise<Result<DirectoryHandle, DirectoryError>>
  visit(parent: DirectoryHandle, item: Item): Promise<Result<Value, DirectoryError>>
  /** What it means for the item that a directory on the way to it could not be entered. */
  unreached(item: Item, error: DirectoryError): Result<Value, DirectoryError>
}

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
  const reached = await descend(root, parent, job)
  if (reached.isErr()) return family.map((member) => unreached(job, member, reached.error))
  const directory = reached.value
  try {
    const namesakes = [...groupBy(family, ({ path }) => path).values()]
    const answers = await everyOne(namesakes, (same) => context.itemLimit(() => visitInTurn(directory, same, job)))
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
): Promise<readonly Answer<Value>[]> {
  const answers: Answer<Value>[] = []
  for (const { index, item } of same) answers.push(await job.visit(parent, item).then((result) => ({ index, result })))
  return answers
}

async function descend<Item, Value>(
  root: DirectoryHandle,
  path: FileSystemPath,
  job: PathJob<Item, Value>,
): Promise<Result<DirectoryHandle, DirectoryError>> {
  let current = root
  for (const step of stepsTo(path)) {
    const above = current
    const next = await job.enter(above, step).finally(() => closeUnless(root, above))
    if (next.isErr()) return err(next.error)
    current = next.value
  }
  return ok(current)
}

async function closeUnless(root: DirectoryHandle, directory: DirectoryHandle): Promise<void> {
  if (directory !== root) await directory.close()
}

function unreached<Item, Value>(
  job: PathJob<Item, Value>,
  { index, path, item }: Numbered<Item>,
  error: DirectoryError,
): Answer<Value> {
  if (error.name !== 'NotADirectoryError') return { index, result: job.unreached(item, error) }
  const own = new NotADirectoryError(path, error.component, error.found, { cause: error.cause })
  return { index, result: job.unreached(item, own) }
}

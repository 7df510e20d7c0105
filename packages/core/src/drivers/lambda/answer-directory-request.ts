import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { type FileSystemPath, ROOT_PATH } from '../../model/file-system-path.js'
import type { InvalidInputError } from '../../studio-efs-error.js'
import type { DirectoryDriver } from '../directory-driver.js'
import type { DirectoryError } from '../directory-error.js'
import { OutsideRootError } from './directory-function-error.js'
import { type DirectoryReply, encodeReply } from './wire-reply.js'
import { type ParsedRequest, parseDirectoryRequest } from './wire-request.js'

/** Options of {@link answerDirectoryRequest}. */
export interface AnswerOptions {
  /** Directories below it are made and repaired; it and its ancestors are made when missing, and never changed. Default `/`. */
  readonly root?: FileSystemPath
}

/**
 * The other end of `lambdaDirectoryDriver`: carries out a request with a driver that reaches the file system. Requests
 * are not trusted, so every item is parsed and checked against the root; a refused item does not stop the others.
 */
export function answerDirectoryRequest(
  driver: DirectoryDriver,
  request: unknown,
  { root = ROOT_PATH }: AnswerOptions = {},
): ResultAsync<DirectoryReply, InvalidInputError> {
  return parseDirectoryRequest(request).asyncMap(async (parsed) => encodeReply(await resultsFor(driver, parsed, root)))
}

function resultsFor(driver: DirectoryDriver, request: ParsedRequest, root: FileSystemPath) {
  return request.verb === 'ensure'
    ? runAllowed(
        request.items,
        ({ path }) => (isBelow(root, path) ? undefined : new OutsideRootError({ path, root })),
        (specs) => driver.ensureDirectories(specs),
      )
    : runAllowed(
        request.items,
        (path) => (mayInspect(root, path) ? undefined : new OutsideRootError({ path, root })),
        (paths) => driver.inspectDirectories(paths),
      )
}

/** The driver's results for the allowed items and refusals for the others, in order. */
async function runAllowed<Item, Value>(
  items: readonly Result<Item, InvalidInputError>[],
  check: (item: Item) => OutsideRootError | undefined,
  run: (items: readonly Item[]) => Promise<readonly Result<Value, DirectoryError>[]>,
): Promise<readonly Result<Value, DirectoryError>[]> {
  const checked = items.map((item) =>
    item.andThen((value): Result<Item, DirectoryError> => {
      const refusal = check(value)
      return refusal === undefined ? ok(value) : err(refusal)
    }),
  )
  const allowed = checked.flatMap((item) => (item.isOk() ? [item.value] : []))
  const results = [...(await run(allowed))].reverse()
  return checked.map((item) => item.andThen(() => results.pop() ?? bug()))
}

function isBelow(root: FileSystemPath, path: FileSystemPath): boolean {
  return path !== root && path.startsWith(root === ROOT_PATH ? ROOT_PATH : `${root}/`)
}

/** Ancestors of the root may be inspected too: a run first inspects `/`, to see whether its driver reaches the file system. */
function mayInspect(root: FileSystemPath, path: FileSystemPath): boolean {
  return path === root || isBelow(root, path) || isBelow(path, root)
}

function bug(): never {
  throw new Error('The directory driver gave fewer results than there were items.')
}

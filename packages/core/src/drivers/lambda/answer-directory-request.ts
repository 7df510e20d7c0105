import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { type FileSystemPath, ROOT_PATH } from '../../model/file-system-path.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type { ClaimStore } from '../claim-store.js'
import type { DirectoryDriver } from '../directory-driver.js'
import type { DirectoryError } from '../directory-error.js'
import type { KnownDirectories, UsageMeter } from '../usage-meter.js'
import { OutsideRootError } from './directory-function-error.js'
import { type DirectoryReply, encodeReply, type WireValue } from './wire-reply.js'
import { type ParsedRequest, parseDirectoryRequest } from './wire-request.js'

/** Options of {@link answerDirectoryRequest}. */
export interface AnswerOptions {
  /** Directories below it are made and repaired; it and its ancestors are made when missing, and never changed. Default `/`. */
  readonly root?: FileSystemPath
}

/** A driver, with whatever further ports it carries. */
export type AnsweringDriver = DirectoryDriver & Partial<ClaimStore> & Partial<UsageMeter>

/**
 * The other end of `lambdaDirectoryDriver`: carries out a request with a driver that reaches the file system. Requests
 * are not trusted, so every item is parsed and checked against the root; a refused item does not stop the others.
 */
export function answerDirectoryRequest(
  driver: AnsweringDriver,
  request: unknown,
  { root = ROOT_PATH }: AnswerOptions = {},
): ResultAsync<DirectoryReply, InvalidInputError> {
  return parseDirectoryRequest(request)
    .andThen((parsed) => (canAnswer(driver, parsed) ? ok(parsed) : err(unsupported(driver, parsed))))
    .asyncMap(async (parsed) => encodeReply(await resultsFor(driver as Required<AnsweringDriver>, parsed, root)))
}

function canAnswer(driver: AnsweringDriver, { verb }: ParsedRequest): boolean {
  return driver[verb] !== undefined
}

function unsupported({ name }: AnsweringDriver, { verb }: ParsedRequest): InvalidInputError {
  return new InvalidInputError({
    field: verb,
    allowed: `a request that the driver ${name} carries`,
    received: 'another',
  })
}

function resultsFor(
  driver: Required<AnsweringDriver>,
  request: ParsedRequest,
  root: FileSystemPath,
): Promise<readonly Result<WireValue, DirectoryError>[]> {
  const written = ({ path }: { readonly path: FileSystemPath }) =>
    isBelow(root, path) ? undefined : new OutsideRootError({ path, root })
  const read = (path: FileSystemPath) => (mayInspect(root, path) ? undefined : new OutsideRootError({ path, root }))
  switch (request.verb) {
    case 'ensureDirectories':
      return runAllowed(request.items, written, (specs) => driver.ensureDirectories(specs))
    case 'inspectDirectories':
      return runAllowed(request.items, read, (paths) => driver.inspectDirectories(paths))
    case 'claimDirectories':
      return runAllowed(request.items, written, (specs) => driver.claimDirectories(specs))
    case 'inspectClaims':
      return runAllowed(request.items, read, (paths) => driver.inspectClaims(paths))
    case 'releaseDirectories':
      return runAllowed(request.items, written, (specs) => driver.releaseDirectories(specs))
    case 'measureDirectories':
      return runAllowed(request.items, written, (specs) => driver.measureDirectories(specs, request.measureLimits))
    case 'listKnownDirectories':
      return runAllowed(
        request.items,
        () => undefined,
        async (pages) =>
          (await driver.listKnownDirectories(pages)).map((page) => page.map((known) => within(root, known))),
      )
  }
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

/** Leaves out directories that the function does not answer for. */
function within(root: FileSystemPath, known: KnownDirectories): KnownDirectories {
  const directories = known.directories.filter(({ path }) => root === ROOT_PATH || isBelow(root, path))
  return { ...known, directories }
}

/** Ancestors of the root may be inspected too: a run first inspects `/`, to see whether its driver reaches the file system. */
function mayInspect(root: FileSystemPath, path: FileSystemPath): boolean {
  return path === root || isBelow(root, path) || isBelow(path, root)
}

function bug(): never {
  throw new Error('The directory driver gave fewer results than there were items.')
}

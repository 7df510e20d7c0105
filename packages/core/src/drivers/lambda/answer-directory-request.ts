import { err, ok, type ResultAsync } from 'neverthrow'
import { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from '../../model/file-system-path.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type { LaterVerb } from '../later-verbs.js'
import { parseClaimedSpec, parseSpec } from './parse-spec.js'
import { type AnsweringDriver, answerBy, isBelow, type VerbAnswer, writing } from './verb-answer.js'
import { type DirectoryReply, encodeReply } from './wire-reply.js'
import { parseDirectoryRequest, type Verb, type VerbRequest } from './wire-request.js'

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
  driver: AnsweringDriver,
  request: unknown,
  { root = ROOT_PATH }: AnswerOptions = {},
): ResultAsync<DirectoryReply, InvalidInputError> {
  return parseDirectoryRequest(request)
    .andThen((parsed) => (canAnswer(driver, parsed) ? ok(parsed) : err(unsupported(driver, parsed))))
    .asyncMap(async (parsed) => {
      const { verb } = parsed
      const answer = isFrequent(verb) ? frequentVerbs[verb] : (await import('./later-verbs.js')).laterVerbs[verb]
      return encodeReply(await answer(driver as Required<AnsweringDriver>, parsed, root))
    })
}

function canAnswer(driver: AnsweringDriver, { verb }: VerbRequest): boolean {
  return driver[verb] !== undefined
}

function unsupported({ name }: AnsweringDriver, { verb }: VerbRequest): InvalidInputError {
  return new InvalidInputError({
    field: verb,
    allowed: `a request that the driver ${name} carries`,
    received: 'another',
  })
}

const parsePath = (value: unknown) => parseFileSystemPath(value, 'path')
const inspected = { parse: parsePath, pathOf: (path: FileSystemPath) => path, allows: mayInspect }

/** Verbs of most requests, which are loaded with the function. */
const frequentVerbs: Readonly<Record<Exclude<Verb, LaterVerb>, VerbAnswer>> = {
  ensureDirectories: answerBy({ ...writing(parseSpec), run: (driver, specs) => driver.ensureDirectories(specs) }),
  claimDirectories: answerBy({ ...writing(parseClaimedSpec), run: (driver, specs) => driver.claimDirectories(specs) }),
  inspectDirectories: answerBy({ ...inspected, run: (driver, paths) => driver.inspectDirectories(paths) }),
  inspectClaims: answerBy({ ...inspected, run: (driver, paths) => driver.inspectClaims(paths) }),
}

function isFrequent(verb: Verb): verb is Exclude<Verb, LaterVerb> {
  return Object.hasOwn(frequentVerbs, verb)
}

/** Ancestors of the root may be inspected too: a run first inspects `/`, to see whether its driver reaches the file system. */
function mayInspect(root: FileSystemPath, path: FileSystemPath): boolean {
  return path === root || isBelow(root, path) || isBelow(path, root)
}

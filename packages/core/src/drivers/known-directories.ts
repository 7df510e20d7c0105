import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type CallEndedError, untilCallEnds } from '../call.js'
import { type FileSystemPath, ROOT_PATH } from '../model/file-system-path.js'
import type { KnownDirectory } from '../model/usage/usage.js'
import type { DirectoryError } from './directory-error.js'
import type { DirectoriesCall } from './ensure-directory.js'
import { type KnownDirectories, MAX_KNOWN_DIRECTORIES, type UsageMeter } from './usage-meter.js'

export interface UsageCall extends DirectoriesCall {
  readonly meter: UsageMeter
}

/** Reads every directory that is claimed or was measured, 2000 with each call of the driver. */
export function readKnownDirectories(
  call: UsageCall,
): ResultAsync<readonly KnownDirectory[], DirectoryError | CallEndedError> {
  return new ResultAsync(readPages(call))
}

async function readPages(call: UsageCall): Promise<Result<readonly KnownDirectory[], DirectoryError | CallEndedError>> {
  const known: KnownDirectory[] = []
  for (let path: FileSystemPath | undefined = ROOT_PATH; path !== undefined; ) {
    const page: Result<KnownDirectories, DirectoryError | CallEndedError> = await readPage(call, path)
    if (page.isErr()) return err(page.error)
    known.push(...page.value.directories)
    const { next }: KnownDirectories = page.value
    // A driver that repeats itself must not be read for ever.
    path = next !== undefined && next > path ? next : undefined
  }
  return ok(known)
}

function readPage(call: UsageCall, path: FileSystemPath) {
  const read = async () => onlyResult(await call.meter.listKnownDirectories([{ path, limit: MAX_KNOWN_DIRECTORIES }]))
  return untilCallEnds(call, 'listing the known directories', read())
}

function onlyResult<T>(results: readonly T[]): T {
  const [result] = results
  if (result === undefined) throw new Error('The directory driver gave no result for one item.')
  return result
}

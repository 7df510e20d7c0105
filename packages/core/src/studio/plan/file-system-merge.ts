import { err, ok, type Result } from 'neverthrow'
import type { FileSystemListEdit } from '../../model/change.js'
import {
  type CustomFileSystem,
  type CustomFileSystemConfig,
  customFileSystemKey,
  pathOf,
  toCustomFileSystemConfig,
} from '../../model/custom-file-system.js'
import type { FileSystemListPlan } from './file-system-list-plan.js'
import { AmbiguousFileSystemError, TooManyFileSystemsError } from './file-system-merge-error.js'

/**
 * What becomes of the domain's default file systems when a profile gets its first one of its own: a profile's list
 * hides the domain's, so `repeat` puts the domain's entries into the profile's list and `leave` lets them go.
 */
export type DomainFileSystems = 'repeat' | 'leave'

export interface FileSystemMergeInput {
  /** Whose list it is, for messages: `user profile d-abc/alice`. */
  readonly holder: string
  /** Its list as stored. */
  readonly own: readonly CustomFileSystemConfig[]
  /** What is seen for as long as that is empty: the domain's list for a profile, nothing for a domain. */
  readonly domain: readonly CustomFileSystemConfig[]
  readonly wanted: CustomFileSystem
  readonly domainFileSystems: DomainFileSystems
  /** How many entries SageMaker takes. */
  readonly limit: number
}

/**
 * The list that holds `wanted` once, at its path, and everything else as and where it was.
 *
 * `UpdateUserProfile` replaces the whole list and keeps no version of it: sending one entry would wipe the others.
 */
export function mergeFileSystem(
  input: FileSystemMergeInput,
): Result<FileSystemListPlan, AmbiguousFileSystemError | TooManyFileSystemsError> {
  const { own, wanted, limit } = input
  const ours = toCustomFileSystemConfig(wanted)
  const repeated = own.length === 0 && input.domainFileSystems === 'repeat' ? input.domain : []
  const list = [...own, ...repeated]
  const places = list.flatMap((entry, place) =>
    customFileSystemKey(entry) === customFileSystemKey(ours) ? [place] : [],
  )
  if (places.length > 1)
    return err(
      new AmbiguousFileSystemError(
        input.holder,
        wanted.fileSystemId,
        places.map((at) => pathOf(list[at] ?? ours)),
      ),
    )

  const place = places[0]
  const there = place === undefined ? undefined : list[place]
  const inPlace = there !== undefined && own.length > 0 && pathOf(there) === wanted.fileSystemPath
  if (inPlace) return ok({ before: own, after: own, edits: [] })

  const after = place === undefined ? [...list, ours] : list.with(place, ours)
  if (after.length > limit)
    return err(new TooManyFileSystemsError(input.holder, wanted.fileSystemId, own.length, repeated.length, limit))
  const edits = repeated
    .filter((entry) => entry !== there)
    .map((config): FileSystemListEdit => ({ action: 'repeat', config }))
  const action = there !== undefined && own.length > 0 ? 'repath' : 'add'
  return ok({ before: own, after, edits: [...edits, { action, config: ours }] })
}

import { err, ok, type Result } from 'neverthrow'
import type { FileSystemListEdit } from '../../model/change.js'
import {
  type CustomFileSystem,
  type CustomFileSystemConfig,
  customFileSystemKey,
  pathOf,
  toCustomFileSystemConfig,
  withPath,
} from '../../model/custom-file-system.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { FileSystemId } from '../../model/ids.js'
import { optional } from '../../model/parse/parse-input.js'
import { parseWholeNumber } from '../../model/parse/parse-text.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** A list of custom file systems before and after its edits. */
export interface FileSystemListPlan {
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
  /** Empty when the list is right as it is. */
  readonly edits: readonly FileSystemListEdit[]
}

/**
 * Treatment of the domain's default file systems when a profile's list gets its first entry, which hides them: `copy`
 * puts the domain's entries into the profile's list, `leave` leaves them out of it.
 */
export type DomainFileSystems = 'copy' | 'leave'

/**
 * Treatment of the domain's entries when nothing else would be left in a profile's list: `restore` empties the list, so
 * that the profile follows the domain again, `leave` leaves them in it.
 */
export type CopiedFileSystems = 'restore' | 'leave'

/** Accepts 1 to 100. Default 10. */
export const parseMaxCustomFileSystems = optional(
  (value, field) => parseWholeNumber(value, field, { min: 1, max: 100 }),
  10,
)

/** The list would be longer than SageMaker takes. Nothing was sent. */
export class TooManyFileSystemsError extends StudioEfsError {
  readonly name = 'TooManyFileSystemsError'
  /** The owner of the list: `user profile d-abc/alice`. */
  readonly listName: string
  readonly fileSystemId: string
  /** Entries in the list as stored. */
  readonly own: number
  /** Entries of the domain that would be copied into it. */
  readonly copied: number
  readonly limit: number

  constructor(details: Pick<TooManyFileSystemsError, 'listName' | 'fileSystemId' | 'own' | 'copied' | 'limit'>) {
    const { listName, fileSystemId, own, copied, limit } = details
    super({
      message: `${fileSystemId} does not fit: ${listName} lists ${own} file systems${copied === 0 ? '' : `, ${copied} of the domain's would be copied`}, and at most ${limit} are allowed.`,
      retryable: false,
      hint: "Detach one that is no longer used, or, if the domain's need not be kept, set domainFileSystems to 'leave'.",
    })
    this.listName = listName
    this.fileSystemId = fileSystemId
    this.own = own
    this.copied = copied
    this.limit = limit
  }
}

/** The list names one file system more than once, at different paths; a space could not tell which one is meant. */
export class AmbiguousFileSystemError extends StudioEfsError {
  readonly name = 'AmbiguousFileSystemError'
  /** The owner of the list: `user profile d-abc/alice`. */
  readonly listName: string
  readonly fileSystemId: string
  readonly paths: readonly string[]

  constructor({
    listName,
    fileSystemId,
    paths,
  }: Pick<AmbiguousFileSystemError, 'listName' | 'fileSystemId' | 'paths'>) {
    super({
      message: `${listName} lists ${fileSystemId} ${paths.length} times, at ${paths.join(' and ')}; the list was left as it is.`,
      retryable: false,
      hint: 'Remove all but one of these entries by hand, then run again.',
    })
    this.listName = listName
    this.fileSystemId = fileSystemId
    this.paths = paths
  }
}

export type ListEditError = AmbiguousFileSystemError | TooManyFileSystemsError

export interface AddToListSpec {
  /** The owner of the list, for messages: `user profile d-abc/alice`. */
  readonly listName: string
  /** The list as stored. */
  readonly own: readonly CustomFileSystemConfig[]
  /** Entries that are in effect while `own` is empty: the domain's for a profile, none for a domain. */
  readonly domain: readonly CustomFileSystemConfig[]
  readonly wanted: CustomFileSystem
  readonly domainFileSystems: DomainFileSystems
  readonly maxCustomFileSystems: number
}

/**
 * Plans the list that holds `wanted` once, at its path, and everything else as and where it was.
 *
 * `UpdateUserProfile` replaces the whole list and keeps no version of it: sending one entry would wipe the others.
 */
export function addToList(spec: AddToListSpec): Result<FileSystemListPlan, ListEditError> {
  const { listName, own, wanted, maxCustomFileSystems: limit } = spec
  const { fileSystemId } = wanted
  const plain = toCustomFileSystemConfig(wanted)
  const copied = own.length === 0 && spec.domainFileSystems === 'copy' ? spec.domain : []
  const list = [...own, ...copied]
  const same = list.filter((other) => customFileSystemKey(other) === customFileSystemKey(plain))
  if (same.length > 1) return err(new AmbiguousFileSystemError({ listName, fileSystemId, paths: same.map(pathOf) }))

  const [listed] = same
  const isOwn = listed !== undefined && own.length > 0
  if (isOwn && pathOf(listed) === wanted.fileSystemPath) return ok({ before: own, after: own, edits: [] })

  const entry = listed === undefined ? plain : withPath(listed, wanted.fileSystemPath)
  const after = listed === undefined ? [...list, entry] : list.with(list.indexOf(listed), entry)
  if (after.length > limit)
    return err(new TooManyFileSystemsError({ listName, fileSystemId, own: own.length, copied: copied.length, limit }))
  const copies = copied.filter((other) => other !== listed).map(editOf('copy'))
  const edit = isOwn
    ? { action: 'move' as const, config: entry, fromPath: pathOf(listed), toPath: pathOf(entry) }
    : editOf('add')(entry)
  return ok({ before: own, after, edits: [...copies, edit] })
}

export interface RemoveFromListSpec {
  readonly own: readonly CustomFileSystemConfig[]
  readonly domain: readonly CustomFileSystemConfig[]
  readonly unwanted: { readonly fileSystemId: FileSystemId; readonly fileSystemPath: FileSystemPath | undefined }
  readonly domainFileSystems: CopiedFileSystems
}

/** Plans the list without the file system, and without it only. A path, when given, must match as well. */
export function removeFromList({ own, domain, unwanted, domainFileSystems }: RemoveFromListSpec): FileSystemListPlan {
  const { fileSystemId, fileSystemPath } = unwanted
  const hasId = (entry: CustomFileSystemConfig) => entry.EFSFileSystemConfig?.FileSystemId === fileSystemId
  const isUnwanted = (entry: CustomFileSystemConfig) =>
    hasId(entry) && (fileSystemPath === undefined || pathOf(entry) === fileSystemPath)
  const removed = own.filter(isUnwanted)
  if (removed.length === 0) return { before: own, after: own, edits: [] }
  const rest = own.filter((entry) => !isUnwanted(entry))
  // When it was added, it took the place of the domain's entry of the same file system.
  const copies = domain.filter((entry) => !hasId(entry))
  const isCopy = JSON.stringify(rest) === JSON.stringify(copies)
  const restored = domainFileSystems === 'restore' && isCopy ? rest : []
  return {
    before: own,
    after: restored.length > 0 ? [] : rest,
    edits: [...removed.map(editOf('remove')), ...restored.map(editOf('restore'))],
  }
}

function editOf(action: Exclude<FileSystemListEdit['action'], 'move'>) {
  return (config: CustomFileSystemConfig): FileSystemListEdit => ({ action, config })
}

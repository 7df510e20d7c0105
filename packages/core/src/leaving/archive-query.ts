import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { Place } from '../aws/sagemaker/profile-lives.js'
import type { Call } from '../call.js'
import { type ArchivedDirectory, MAX_PAGE } from '../drivers/archive-store.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import { generationId } from '../model/claim.js'
import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileName } from '../model/ids.js'
import { optional } from '../model/parse/parse-input.js'
import type { ArchiveName } from '../model/state/archive-name.js'
import { askStore, type LeavingStore } from './archive-step.js'
import { isAt } from './leaver-plan.js'

/** The archived directories that an operation is about. Those without a given part count whatever that part is. */
export interface ArchiveQuery {
  readonly domainId: DomainId | undefined
  readonly userProfileName: UserProfileName | undefined
  readonly olderThanDays: number
  /** User id of the owner. */
  readonly uid?: number | undefined
}

/** Parsers of the fields that name profiles. */
export const profileFilter = {
  domainId: optional(parseDomainId, undefined),
  userProfileName: optional(parseUserProfileName, undefined),
}

/** 100 years. */
export const MAX_DAYS = 36_500
export const DAY_MS = 86_400_000

/**
 * A purge that began goes on: what it left is no directory that somebody could want back. `now`: the file server's time, in
 * milliseconds since the epoch.
 */
export function isWanted(
  { archive, archivedAt, owner, state }: ArchivedDirectory,
  { userProfileName, olderThanDays, uid }: ArchiveQuery,
  now: number,
): boolean {
  const [, profile] = archive.split('/')
  const isOfProfile = userProfileName === undefined || profile === userProfileName.toLowerCase()
  const isOld = olderThanDays === 0 || state === 'purging' || now - Date.parse(archivedAt) >= olderThanDays * DAY_MS
  return isOfProfile && isOld && (uid === undefined || owner.uid === uid)
}

/**
 * True for an archive of the caller's account and Region. One whose claim cannot be read, or is not of the life in its name,
 * counts by its domain, which the caller must have.
 */
export function isOwnArchive(
  { archive, generation }: ArchivedDirectory,
  { place, domainIds }: { readonly place: Place; readonly domainIds: readonly DomainId[] },
): boolean {
  const [domainId, profile, life] = archive.split('/')
  if (generation === undefined) return domainIds.some((own) => own === domainId)
  const name = [generation.domainId, generation.userProfileName.toLowerCase(), generationId(generation)].join('/')
  const isItsOwn = name === [domainId, profile, life?.split('.')[0]].join('/')
  return isItsOwn ? isAt(place, generation) : domainIds.some((own) => own === domainId)
}

/** Names that all archives of the query begin with, so that no others are read. */
export function topOf({ domainId, userProfileName }: ArchiveQuery): string | undefined {
  if (domainId === undefined || userProfileName === undefined) return domainId
  return `${domainId}/${userProfileName.toLowerCase()}`
}

interface ArchiveList {
  readonly archives: readonly ArchivedDirectory[]
  /** The last one, if there are more behind it. */
  readonly next?: ArchiveName
}

interface Reading {
  readonly query: ArchiveQuery
  readonly limit: number
  readonly after?: ArchiveName | undefined
  /** The file server's time, in milliseconds since the epoch; what it is does not matter where archives of any age are wanted. */
  readonly now: number
  /** Hears how many were found, after each page. */
  onPage?(found: number): void
}

/** Reads the archives of a query in the order of their names, page by page. */
export function readArchives(
  call: Call,
  store: LeavingStore,
  { query, limit, after, now, onPage }: Reading,
): ResultAsync<ArchiveList, DirectoryStepError> {
  return safeTry(async function* () {
    const top = topOf(query)
    const archives: ArchivedDirectory[] = []
    for (let from: string | undefined = after ?? top; ; ) {
      const spec = { limit: MAX_PAGE, ...(from !== undefined && { after: from }) }
      const page = yield* askStore(call, store, {
        pending: 'listing the archive',
        ask: () => store.listArchives([spec]),
      })
      for (const each of page.archives) {
        if (top !== undefined && !each.archive.startsWith(`${top}/`)) return ok({ archives })
        if (!isWanted(each, query, now)) continue
        const last = archives.at(-1)
        if (archives.length === limit && last !== undefined) return ok({ archives, next: last.archive })
        archives.push(each)
      }
      onPage?.(archives.length)
      if (page.next === undefined) return ok({ archives })
      from = page.next
    }
  })
}

import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { Call } from '../call.js'
import { type ArchivedDirectory, MAX_PAGE } from '../drivers/archive-store.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileName } from '../model/ids.js'
import { optional } from '../model/parse/parse-input.js'
import type { ArchiveName } from '../model/state/archive-name.js'
import { wallTimeOf } from '../time/clock.js'
import { askStore, type LeavingStore } from './archive-step.js'

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
const DAY_MS = 86_400_000

/** A purge that began goes on: what it left is no directory that somebody could want back. */
export function isWanted(
  { archive, archivedAt, owner, state }: ArchivedDirectory,
  { userProfileName, olderThanDays, uid }: ArchiveQuery,
  now: number,
): boolean {
  const [, profile] = archive.split('/')
  const isOfProfile = userProfileName === undefined || profile === userProfileName.toLowerCase()
  // The file server's clock may be ahead of this one, so that an archive seems to be of the future.
  const isOld = olderThanDays === 0 || state === 'purging' || now - Date.parse(archivedAt) >= olderThanDays * DAY_MS
  return isOfProfile && isOld && (uid === undefined || owner.uid === uid)
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
  /** Hears how many were found, after each page. */
  onPage?(found: number): void
}

/** Reads the archives of a query in the order of their names, page by page. */
export function readArchives(
  call: Call,
  store: LeavingStore,
  { query, limit, after, onPage }: Reading,
): ResultAsync<ArchiveList, DirectoryStepError> {
  return safeTry(async function* () {
    const top = topOf(query)
    const now = wallTimeOf(call.clock)
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

import { err, ok, type Result } from 'neverthrow'
import { type ArchivedDirectory, type ArchivePage, type ArchiveStore, MAX_PAGE } from '../drivers/archive-store.js'
import { askDriver, type DirectoryStepError, onlyResult } from '../drivers/ask-driver.js'
import type { DirectoriesCall } from '../drivers/ensure-directory.js'
import type { ArchiveStatus } from './studio-status.js'

/** Archives of a report at most. */
const MAX_ARCHIVES = 10_000

/** Reads the archive, 1000 directories with each call of the driver. */
export async function readArchives(
  call: DirectoriesCall,
  listArchives: ArchiveStore['listArchives'],
): Promise<Result<readonly ArchiveStatus[], DirectoryStepError>> {
  const archives: ArchiveStatus[] = []
  for (let after: string | undefined; archives.length < MAX_ARCHIVES; ) {
    const spec = { limit: MAX_PAGE, ...(after !== undefined && { after }) }
    const page: Result<ArchivePage, DirectoryStepError> = await askDriver(call, {
      pending: 'listing the archive',
      ask: async () => onlyResult(call.directories, await listArchives([spec])),
    })
    if (page.isErr()) return err(page.error)
    archives.push(...page.value.archives.map(statusOf))
    const { next }: ArchivePage = page.value
    // A driver that repeats itself must not be read for ever.
    if (next === undefined || (after !== undefined && next <= after)) break
    after = next
  }
  return ok(archives)
}

/** Without a claim beside the directory, the name of the archive says whose it was. */
function statusOf({ archive, generation, archivedAt, owner, state }: ArchivedDirectory): ArchiveStatus {
  const [domainId = '', userProfileName = '', created = ''] = archive.split('/')
  const { domainId: domain, userProfileName: name, createdAt } = generation ?? {}
  return {
    archive,
    domainId: domain ?? domainId,
    userProfileName: name ?? userProfileName,
    createdAt: createdAt ?? timeOf(created),
    archivedAt,
    uid: owner.uid,
    gid: owner.gid,
    state,
  }
}

/** `20260102T030405678Z` in ISO 8601. */
function timeOf(created: string): string {
  return created.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z')
}

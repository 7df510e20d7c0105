import type {
  AbsenceReceipt,
  AbsenceSpec,
  ArchivedDirectory,
  ArchiveName,
  ArchivePage,
  Claim,
  ClaimPage,
  Clock,
  FileSystemPath,
  Generation,
  ListedClaim,
  PageSpec,
  PurgeReceipt,
  PurgeSpec,
} from '@studio-efs/core/directories'
import { generationId } from '@studio-efs/core/directories'
import type { DirectoryAttributes, MemoryEntry } from './memory-tree.js'

/** A directory that left the tree of a memory driver, and the life of the profile that it served. */
export interface MemoryArchive {
  readonly path: string
  readonly generation: Generation
}

/** A directory on its way into the archive, with what it holds. */
export interface ArchivingDirectory extends MemoryArchive {
  readonly owner: DirectoryAttributes
  readonly entries: readonly MemoryEntry[]
}

/** The archive of a memory driver, which keeps it in memory, too. */
export interface MemoryArchives {
  add(directory: ArchivingDirectory): void
  archives(): readonly MemoryArchive[]
  /** Archived directories, purged ones included. */
  everArchived(): readonly MemoryArchive[]
  listClaims(page: PageSpec): ClaimPage
  listArchives(page: PageSpec): ArchivePage
  noteAbsence(spec: AbsenceSpec): AbsenceReceipt
  purge(spec: PurgeSpec): Promise<PurgeReceipt>
}

interface Stored extends MemoryArchive {
  readonly listed: ArchivedDirectory
  readonly entries: number
}

/** Space of one entry, as EFS meters it. */
const ENTRY_BYTES = 2048
/** Time that one entry takes to delete or to count. */
const ENTRY_MS = 1

export function createMemoryArchives(
  claims: ReadonlyMap<FileSystemPath, Claim>,
  clock: Pick<Clock, 'now' | 'sleep'>,
): MemoryArchives {
  const stored: Stored[] = []
  const ever: MemoryArchive[] = []
  /** Slots that were used, purged ones too. */
  const names = new Set<string>()
  const absences = new Map<string, string>()
  const time = () => new Date(clock.now()).toISOString()

  function nameOf(generation: Generation): ArchiveName {
    const { domainId, userProfileName } = generation
    const name = [domainId, userProfileName.toLowerCase(), generationId(generation)].join('/')
    for (let number = 1; ; number += 1) {
      const slot = number === 1 ? name : `${name}.${number}`
      if (!names.has(slot)) return slot as ArchiveName
    }
  }

  return {
    add({ path, generation, owner: { uid, gid }, entries }) {
      const archive = nameOf(generation)
      names.add(archive)
      ever.push({ path, generation })
      const listed = { archive, generation, archivedAt: time(), owner: { uid, gid }, state: 'kept' as const }
      stored.push({ path, generation, listed, entries: entries.length })
    },
    archives: () => stored.map(({ path, generation }) => ({ path, generation })),
    everArchived: () => ever,
    listClaims(page) {
      const all = [...claims].map(([path, claim]): ListedClaim => ({ path, claim }))
      const { items, next } = pageOf(all, page, ({ path }) => path.slice(1))
      return { claims: items, unreadable: [], ...next }
    },
    listArchives(page) {
      const { items, next } = pageOf(
        stored.map(({ listed }) => listed),
        page,
        ({ archive }) => archive,
      )
      return { archives: items, ...next }
    },
    noteAbsence(spec) {
      const { path, generation, profile } = spec
      const key = JSON.stringify([path, generation])
      if (profile === 'there') absences.delete(key)
      if (profile === 'there') return spec
      const since = absences.get(key) ?? time()
      absences.set(key, since)
      return { ...spec, since }
    },
    async purge({ archive, archivedAt, action, budgetMs }) {
      const isMeant = ({ listed }: Stored) =>
        listed.archive === archive && (listed.archivedAt === archivedAt || listed.state === 'purging')
      const found = stored.find(isMeant)
      if (found === undefined) return { archive, outcome: 'not-found', entries: 0, bytes: 0 }
      const entries = Math.min(found.entries, Math.floor(budgetMs / ENTRY_MS))
      const left = found.entries - entries
      const listed = { ...found.listed, archivedAt: time(), state: 'purging' as const }
      if (action === 'delete')
        stored.splice(stored.indexOf(found), 1, ...(left > 0 ? [{ ...found, listed, entries: left }] : []))
      await clock.sleep(entries * ENTRY_MS)
      return { archive, outcome: left > 0 ? 'unfinished' : 'done', entries, bytes: entries * ENTRY_BYTES }
    },
  }
}

function pageOf<Item>(all: readonly Item[], { after, limit }: PageSpec, nameOf: (item: Item) => string) {
  const named = all.map((item) => ({ item, names: nameOf(item).split('/') }))
  const sorted = named.toSorted((a, b) => compareNames(a.names, b.names))
  const rest = after === undefined ? sorted : sorted.filter(({ names }) => compareNames(names, after.split('/')) > 0)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  const items = page.map(({ item }) => item)
  return { items, next: rest.length > limit && last !== undefined ? { next: last.names.join('/') } : {} }
}

/** Compares name by name: `/a/b` comes before `/a-b`. */
function compareNames(one: readonly string[], other: readonly string[]): number {
  for (const [index, name] of one.entries()) {
    const against = other[index]
    if (against === undefined) return 1
    if (name !== against) return name < against ? -1 : 1
  }
  return one.length - other.length
}

import type {
  AbsenceReceipt,
  AbsenceSpec,
  ArchivedDirectory,
  ArchiveName,
  ArchivePage,
  Claim,
  ClaimPage,
  ClaimPageSpec,
  Clock,
  DirectoryError,
  FileSystemPath,
  Generation,
  ListedClaim,
  PageSpec,
  PosixOwner,
  PurgeReceipt,
  PurgeSpec,
  RestoreReceipt,
  RestoreSpec,
  ServerTime,
} from '@studio-efs/core/directories'
import { generationId } from '@studio-efs/core/directories'
import { isSameGeneration, MAX_ENDS } from '@studio-efs/core/driver-kit'
import { DirectoryTakenError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import { takeRecovered } from './memory-recovery.js'
import type { DirectoryAttributes, MemoryEntry, MemoryTree } from './memory-tree.js'

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
  /** Takes the next name of a generation, whose end had no directory. */
  end(generation: Generation): ArchiveName
  /** True once a generation has ended as often as it can. */
  isFull(generation: Generation): boolean
  archives(): readonly MemoryArchive[]
  /** Archived directories, purged ones included. */
  everArchived(): readonly MemoryArchive[]
  listClaims(page: ClaimPageSpec): ClaimPage
  serverTime(): ServerTime
  listArchives(page: PageSpec): ArchivePage
  noteAbsence(spec: AbsenceSpec): AbsenceReceipt
  purge(spec: PurgeSpec): Promise<PurgeReceipt>
  restore(spec: RestoreSpec): Promise<Result<RestoreReceipt, DirectoryError>>
}

interface Stored extends MemoryArchive {
  readonly listed: ArchivedDirectory
  /** With the paths that they had. */
  readonly entries: readonly MemoryEntry[]
  /** Entries of a restoration that was cut off, which have the owner already. */
  readonly reowned: { readonly owner: PosixOwner; readonly entries: number } | undefined
}

/** Space of one entry, as EFS meters it. */
const ENTRY_BYTES = 2048
/** Time that one entry takes to delete or to count. */
const ENTRY_MS = 1

export function createMemoryArchives(
  claims: ReadonlyMap<FileSystemPath, Claim>,
  tree: MemoryTree,
  clock: Pick<Clock, 'now' | 'wallTime' | 'sleep'>,
): MemoryArchives {
  const stored: Stored[] = []
  const ever: MemoryArchive[] = []
  /** Slots that were used, purged ones too. */
  const names = new Set<string>()
  const restored = new Map<ArchiveName, Pick<RestoreReceipt, 'restoredTo' | 'restoredFor'>>()
  const absences = new Map<string, string>()
  const time = () => new Date(clock.wallTime?.() ?? clock.now()).toISOString()

  function freeNameOf(generation: Generation): ArchiveName | undefined {
    const { domainId, userProfileName } = generation
    const name = [domainId, userProfileName.toLowerCase(), generationId(generation)].join('/')
    const slots = Array.from({ length: MAX_ENDS }, (_, index) => (index === 0 ? name : `${name}.${index + 1}`))
    return slots.find((slot) => !names.has(slot)) as ArchiveName | undefined
  }

  function end(generation: Generation): ArchiveName {
    const name = freeNameOf(generation)
    if (name === undefined) throw new Error('A generation that can end once more has a free name.')
    names.add(name)
    return name
  }

  return {
    end,
    isFull: (generation) => freeNameOf(generation) === undefined,
    add({ path, generation, owner: { uid, gid }, entries }) {
      const archive = end(generation)
      ever.push({ path, generation })
      const listed = { archive, generation, archivedAt: time(), owner: { uid, gid }, state: 'kept' as const }
      stored.push({ path, generation, listed, entries, reowned: undefined })
    },
    archives: () => stored.map(({ path, generation }) => ({ path, generation })),
    everArchived: () => ever,
    listClaims(page) {
      const isWanted = ({ path }: ListedClaim) => path.toLowerCase() === (page.spelledLike ?? path).toLowerCase()
      const all = [...claims].map(([path, claim]): ListedClaim => ({ path, claim })).filter(isWanted)
      const { items, next } = pageOf(all, page, ({ path }) => path.slice(1))
      return { claims: items, unreadable: [], ...next }
    },
    serverTime: () => ({ now: time() }),
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
      const noted = absences.get(key)
      if (profile === 'unchanged') return noted === undefined ? spec : { ...spec, since: noted }
      const since = noted ?? time()
      absences.set(key, since)
      return { ...spec, since }
    },
    async purge({ archive, archivedAt, minAgeMs = 0, action, budgetMs }) {
      const isMeant = ({ listed }: Stored) =>
        listed.archive === archive && (listed.archivedAt === archivedAt || listed.state === 'purging')
      const found = stored.find(isMeant)
      if (found === undefined) return { archive, outcome: 'not-found', entries: 0, bytes: 0 }
      const age = Date.parse(time()) - Date.parse(found.listed.archivedAt)
      if (found.listed.state !== 'purging' && age < minAgeMs)
        return { archive, outcome: 'too-young', entries: 0, bytes: 0 }
      const entries = Math.min(found.entries.length, Math.floor(budgetMs / ENTRY_MS))
      const left = found.entries.length - entries
      const listed = { ...found.listed, archivedAt: time(), state: 'purging' as const }
      if (action === 'delete')
        stored.splice(
          stored.indexOf(found),
          1,
          ...(left > 0 ? [{ ...found, listed, entries: found.entries.slice(0, left) }] : []),
        )
      await clock.sleep(entries * ENTRY_MS)
      return { archive, outcome: left > 0 ? 'unfinished' : 'done', entries, bytes: entries * ENTRY_BYTES }
    },
    async restore(spec) {
      const { archive, path, generation, owner, action, budgetMs } = spec
      const nothing = { archive, entries: 0, hardLinks: 0 }
      const before = restored.get(archive)
      if (action === 'restore' && before === undefined && !names.has(archive) && spec.recovery !== undefined) {
        const taken = takeRecovered(tree, spec, spec.recovery)
        if ('outcome' in taken) return ok({ ...nothing, ...taken })
        names.add(archive)
        const listed = { archive, generation, archivedAt: time(), owner: taken.owner, state: 'kept' as const }
        stored.push({ path: taken.from, generation, listed, entries: taken.entries, reowned: undefined })
      }
      const found = stored.find(({ listed }) => listed.archive === archive && listed.state !== 'purging')
      if (found === undefined) {
        if (before !== undefined) return ok({ ...nothing, outcome: 'restored-before', ...before })
        if (action === 'restore' || spec.recovery === undefined) return ok({ ...nothing, outcome: 'not-found' })
        const hindrance = tree.obstacleTo(path)
        if (hindrance !== undefined) return err(hindrance)
        return ok({
          ...nothing,
          outcome: 'not-recovered',
          restoredTo: tree.isEmpty(path) ? path : besideIn(tree, spec),
        })
      }
      const claim = claims.get(path)
      const isClaimed = claim?.kind === 'private' && isSameGeneration(claim, generation)
      if (action === 'restore' && !isClaimed) return ok({ ...nothing, outcome: 'not-claimed' })
      const obstacle = tree.obstacleTo(path)
      if (obstacle !== undefined) return err(obstacle)
      const restoredTo = tree.isEmpty(path) ? path : besideIn(tree, spec)
      if (action === 'inspect') return ok({ ...nothing, outcome: 'restored', restoredTo })
      const present = tree.attributesOf(path)
      if (present !== undefined && restoredTo !== path && !isOwner(owner, present))
        return err(new DirectoryTakenError({ path, owner: { uid: present.uid, gid: present.gid }, mode: present.mode }))
      // Every call goes on by one entry at least.
      const all = isOwner(owner, found.listed.owner) ? 0 : found.entries.length
      const done = found.reowned !== undefined && isOwner(owner, found.reowned.owner) ? found.reowned.entries : 0
      const entries = Math.min(all - done, Math.max(1, Math.floor(budgetMs / ENTRY_MS)))
      const isDone = done + entries === all
      const reowned = { owner, entries: done + entries }
      stored.splice(stored.indexOf(found), 1, ...(isDone ? [] : [{ ...found, reowned }]))
      if (isDone) {
        restored.set(archive, { restoredTo, restoredFor: generation })
        putBack(tree, found, spec, restoredTo)
      }
      if (entries > 0) await clock.sleep(entries * ENTRY_MS)
      if (!isDone) return ok({ ...nothing, outcome: 'unfinished', entries })
      return ok({ ...nothing, outcome: 'restored', restoredTo, restoredFor: generation, entries })
    },
  }
}

function isOwner({ uid, gid }: PosixOwner, found: { readonly uid: number; readonly gid: number }): boolean {
  return uid === found.uid && gid === found.gid
}

function besideIn(tree: MemoryTree, { path, besideName }: RestoreSpec): FileSystemPath {
  const taken = new Set(tree.entries().map((entry) => entry.path))
  for (let number = 1; ; number += 1) {
    const at = `${path}/${besideName}${number === 1 ? '' : `-${number}`}`
    if (!taken.has(at)) return at as FileSystemPath
  }
}

/** Entries of the former owner get the new one. */
function putBack(
  tree: MemoryTree,
  { path: from, listed, entries }: Stored,
  spec: RestoreSpec,
  to: FileSystemPath,
): void {
  const { owner, mode } = spec
  tree.put(to, { ...owner, mode })
  for (const entry of entries) {
    if (entry.path === from) continue
    const at = `${to}${entry.path.slice(from.length)}` as FileSystemPath
    if (entry.kind !== 'directory') {
      tree.plant(at, entry.kind)
      continue
    }
    const uid = entry.uid === listed.owner.uid ? owner.uid : entry.uid
    const gid = entry.uid === listed.owner.uid && entry.gid === listed.owner.gid ? owner.gid : entry.gid
    tree.put(at, { uid, gid, mode: entry.mode })
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

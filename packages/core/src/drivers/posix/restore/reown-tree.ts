import { constants } from 'node:fs'
import type { ScanPosition } from '../../../model/usage/usage.js'
import type { Attributes } from '../../attributes.js'
import { AttributesNotKeptError } from '../../directory-error.js'
import { belowBytes } from '../entry-stream.js'
import { unlessErrno } from '../errno.js'
import {
  attributesOf,
  DIRECTORY_NOT_LINK,
  type DirectoryHandle,
  type FileStat,
  obstacleIn,
  type PosixFs,
} from '../fs.js'
import { allSettledOrThrow } from '../sibling-group.js'
import { emptyTotals } from '../usage/scan-totals.js'
import { type ScannedEntry, scanTree } from '../usage/scan-tree.js'

type Owner = Pick<Attributes, 'uid' | 'gid'>

export interface Reowning {
  readonly fs: PosixFs
  /** The top, which keeps its owner, for messages and as an open directory. */
  readonly path: string
  readonly top: DirectoryHandle
  readonly owner: Owner
  /** Entries of these users get the owner; those of others, and of root, keep theirs. */
  readonly former: readonly Owner[]
  readonly hardLinks: 'leave' | 'change'
  /** `change` treats root as any other former owner. */
  readonly rootFiles: 'keep' | 'change'
  /** Undefined: from the beginning. */
  readonly from: ScanPosition | undefined
  isOver(): boolean
  /** Called before each batch; throws when the tree is no longer this process's to change. */
  checkHeld(): Promise<void>
}

export interface Reowned {
  /** Undefined when it came to the end. */
  readonly position: ScanPosition | undefined
  readonly entries: number
  readonly hardLinks: number
}

const VANISHED = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE']
const SET_IDS = 0o6000
/** Opens the place of an entry of any kind, a symbolic link included, and never what it leads to. */
const ENTRY_NOT_LINK = DIRECTORY_NOT_LINK & ~constants.O_DIRECTORY

/**
 * Gives a tree to another owner, as far as the former one owns it. Follows no link and enters no mount. Files lose their
 * set-user-ID and set-group-ID bits: a program of the former owner must not run as the new one.
 */
export async function reownTree(work: Reowning): Promise<Reowned> {
  const { fs, top, from } = work
  const totals = emptyTotals()
  const count = { hardLinks: 0 }
  const stat = await top.stat()
  const stop = await scanTree({
    ...{ fs, root: { handle: top, stat }, from, totals },
    pace: { isOver: work.isOver, take: work.checkHeld },
    onEntries: async (parent, entries) => {
      await allSettledOrThrow(entries, (entry) => reown({ ...work, count, device: stat.dev }, parent, entry))
    },
  })
  return { position: stop?.position, entries: totals.entries, hardLinks: count.hardLinks }
}

interface Entries extends Reowning {
  readonly count: { hardLinks: number }
  readonly device: number
}

async function reown(work: Entries, parent: DirectoryHandle, { name, stat }: ScannedEntry): Promise<void> {
  const wanted = ownerFor(work, stat)
  if (wanted === undefined) return
  if (isShared(work, stat)) {
    work.count.hardLinks += 1
    return
  }
  const { fs } = work
  await unlessErrno(VANISHED, async () => {
    // Looked at again when open: the name may lead to another file by now.
    const handle = await fs.open(belowBytes(parent, name), ENTRY_NOT_LINK)
    try {
      const found = await handle.stat()
      const isSame = found.dev === work.device && found.ino === stat.ino && ownerFor(work, found) !== undefined
      if (isSame && !isShared(work, found)) await change(work, handle, wanted)
    } finally {
      await handle.close()
    }
  })
}

async function change({ path }: Entries, handle: DirectoryHandle, wanted: Owner): Promise<void> {
  await handle.chown(wanted.uid, wanted.gid)
  const stat = await handle.stat()
  // Linux takes the bits off with the owner; a file server may not.
  if (isFile(stat) && (stat.mode & SET_IDS) !== 0) await handle.chmod(stat.mode & 0o7777 & ~SET_IDS)
  if (stat.uid === wanted.uid && stat.gid === wanted.gid) return
  const found = attributesOf(stat)
  throw new AttributesNotKeptError({ path, wanted: { ...wanted, mode: found.mode }, found })
}

/** Undefined for an entry that keeps its owner. */
function ownerFor({ owner, former, rootFiles }: Reowning, { uid, gid }: FileStat): Owner | undefined {
  if ((uid === 0 && rootFiles === 'keep') || !former.some((each) => each.uid === uid)) return undefined
  const wanted = { uid: owner.uid, gid: former.some((each) => each.gid === gid) ? owner.gid : gid }
  return wanted.uid === uid && wanted.gid === gid ? undefined : wanted
}

/** Another name of the file may be anywhere on the file system. */
function isShared({ hardLinks }: Reowning, stat: FileStat): boolean {
  return hardLinks === 'leave' && stat.nlink > 1 && obstacleIn(stat) !== undefined
}

function isFile({ mode }: FileStat): boolean {
  return (mode & constants.S_IFMT) === constants.S_IFREG
}

import type {
  FileSystemPath,
  PosixOwner,
  RecoverySource,
  RestoreReceipt,
  RestoreSpec,
} from '@studio-efs/core/directories'
import { isOfJob, isRecoveryFolder, stepsTo } from '@studio-efs/core/driver-kit'
import type { MemoryEntry, MemoryTree } from './memory-tree.js'

/** A recovered directory that left the tree. */
interface Taken {
  readonly from: FileSystemPath
  readonly owner: { readonly uid: number; readonly gid: number }
  readonly entries: readonly MemoryEntry[]
}

type Refusal = Pick<RestoreReceipt, 'outcome' | 'folders' | 'foundOwner'>

/** Takes the directory out of its recovery folder, and removes folders that are empty then. */
export function takeRecovered(
  tree: MemoryTree,
  { owner: { uid } }: { readonly owner: Pick<PosixOwner, 'uid'> } & Pick<RestoreSpec, 'archive'>,
  recovery: RecoverySource,
): Taken | Refusal {
  const folders = foldersWith(tree, recovery)
  const [folder] = folders
  if (folders.length > 1) return { outcome: 'several-folders', folders }
  const from = `/${folder}${recovery.item}` as FileSystemPath
  const found = folder === undefined ? undefined : tree.attributesOf(from)
  if (found === undefined) return { outcome: 'not-recovered' }
  const owner = { uid: found.uid, gid: found.gid }
  const isKnown = found.uid === 0 || found.uid === uid
  if (recovery.otherOwner === 'refuse' && !isKnown) return { outcome: 'other-owner', foundOwner: owner }
  const entries = tree.entries().filter(({ path }) => path === from || path.startsWith(`${from}/`))
  tree.remove(from)
  for (const path of stepsTo(from).slice(0, -1).toReversed()) if (tree.isEmpty(path)) tree.remove(path)
  return { from, owner, entries }
}

function foldersWith(tree: MemoryTree, recovery: RecoverySource): readonly string[] {
  const { item, folder } = recovery
  const names = tree
    .entries()
    .map(({ path }) => path.slice(1))
    .filter((name) => isRecoveryFolder(name) && (folder === undefined || name === folder))
  return names.filter((name) => {
    const path = `/${name}` as FileSystemPath
    const attributes = tree.attributesOf(path)
    if (attributes?.uid !== 0) return false
    const isClosed = (Number.parseInt(attributes.mode, 8) & 0o022) === 0
    const isTrusted = folder !== undefined || (isClosed && isOfJob(tree.changedAt(path), recovery))
    return isTrusted && tree.attributesOf(`${path}${item}` as FileSystemPath) !== undefined
  })
}

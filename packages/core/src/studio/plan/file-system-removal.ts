import type { FileSystemListEdit } from '../../model/change.js'
import { type CustomFileSystemConfig, pathOf } from '../../model/custom-file-system.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { FileSystemId } from '../../model/ids.js'
import type { FileSystemListPlan } from './file-system-list-plan.js'

/**
 * What becomes of a profile's list that holds nothing but the domain's entries once ours is gone: `keep` leaves them,
 * `restore` empties the list, so that the profile follows the domain's again, as it did before it was attached.
 */
export type RepeatedFileSystems = 'keep' | 'restore'

export interface FileSystemRemovalInput {
  readonly own: readonly CustomFileSystemConfig[]
  readonly domain: readonly CustomFileSystemConfig[]
  readonly unwanted: { readonly fileSystemId: FileSystemId; readonly fileSystemPath: FileSystemPath | undefined }
  readonly domainFileSystems: RepeatedFileSystems
}

/** The list without the file system, and without it only. A path, when given, must match as well. */
export function removeFileSystemFrom(input: FileSystemRemovalInput): FileSystemListPlan {
  const { own, domain, unwanted } = input
  const goes = (entry: CustomFileSystemConfig) =>
    entry.EFSFileSystemConfig?.FileSystemId === unwanted.fileSystemId &&
    (unwanted.fileSystemPath === undefined || pathOf(entry) === unwanted.fileSystemPath)
  const removed = own.filter(goes)
  if (removed.length === 0) return { before: own, after: own, edits: [] }
  const rest = own.filter((entry) => !goes(entry))
  // Ours took the place of the domain's entry of the same file system, if it has one.
  const repeatable = domain.filter((entry) => entry.EFSFileSystemConfig?.FileSystemId !== unwanted.fileSystemId)
  const isRepetition = JSON.stringify(rest) === JSON.stringify(repeatable)
  const unrepeated = input.domainFileSystems === 'restore' && isRepetition ? rest : []
  return {
    before: own,
    after: unrepeated.length > 0 ? [] : rest,
    edits: [...removed.map(editOf('remove')), ...unrepeated.map(editOf('unrepeat'))],
  }
}

function editOf(action: FileSystemListEdit['action']) {
  return (config: CustomFileSystemConfig): FileSystemListEdit => ({ action, config })
}

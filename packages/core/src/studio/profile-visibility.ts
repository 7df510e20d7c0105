import { type CustomFileSystem, type CustomFileSystemConfig, pathOf } from '../model/custom-file-system.js'

/**
 * What a profile with this list of its own sees of a domain's default: all of it while the list is empty, and nothing of
 * it once the list has an entry.
 */
export type ProfileSight = 'seen' | 'elsewhere' | 'hidden'

export function sightOf(own: readonly CustomFileSystemConfig[], wanted: CustomFileSystem): ProfileSight {
  if (own.length === 0) return 'seen'
  const entries = own.filter((entry) => entry.EFSFileSystemConfig?.FileSystemId === wanted.fileSystemId)
  if (entries.length === 0) return 'hidden'
  return entries.some((entry) => pathOf(entry) === wanted.fileSystemPath) ? 'seen' : 'elsewhere'
}

import type { StudioStatus } from '@studio-efs/core'
import type { StudioOptions } from './studio-options.js'

type Asked = Pick<StudioOptions, 'domain' | 'fileSystem' | 'mountPath' | 'directoryFunction'>

/** Options that would show more, where little or nothing was found. */
export function statusHints(
  { domains, fileSystems, profiles, directories }: StudioStatus,
  { domain, fileSystem, mountPath, directoryFunction }: Asked,
): readonly string[] {
  if (domains.length === 0)
    return ['No domain was found in this Region and account: --region and --profile name others.']
  const place = mountPath === undefined ? '--directory-function' : '--mount-path'
  const isPlaceNamed = mountPath !== undefined || directoryFunction !== undefined
  const isWithout = directories.length === 0 && profiles.every(({ directory }) => directory === undefined)
  if (fileSystem === undefined && isPlaceNamed && isWithout)
    return [`Directories were left out: name the file system of ${place} with --file-system.`]
  if (fileSystem === undefined && fileSystems.length === 0)
    return [
      'No list names a file system: --file-system names the one that everyone should have, and shows who lacks it.',
    ]
  if (profiles.length === 0 && domain !== undefined) return ['These domains have no user profile.']
  return []
}

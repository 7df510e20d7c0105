import { type CustomFileSystemConfig, pathOf } from '../model/custom-file-system.js'
import { type FileSystemId, parseFileSystemId } from '../model/ids.js'
import type { Space } from '../model/space.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'

/**
 * List that the private spaces of a profile follow: its own, or the domain's while its own is empty. The two are not merged.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UserSettings.html
 */
export function effectiveList(
  profile: Pick<UserProfile, 'customFileSystems'>,
  domain: Pick<Domain, 'customFileSystems'>,
): readonly CustomFileSystemConfig[] {
  return profile.customFileSystems.length > 0 ? profile.customFileSystems : domain.customFileSystems
}

/** Paths at which a list offers a file system; `/` where an entry has none. None of an undefined one. */
export function offeredPaths(
  list: readonly CustomFileSystemConfig[],
  fileSystemId: FileSystemId | undefined,
): readonly string[] {
  if (fileSystemId === undefined) return []
  return list.filter(({ EFSFileSystemConfig: efs }) => efs?.FileSystemId === fileSystemId).map(pathOf)
}

export interface OffersSnapshot {
  readonly scope: 'profile' | 'space' | 'domain'
  readonly domain: Domain
  readonly profiles: readonly { readonly profile: UserProfile | undefined }[]
  readonly spaces: readonly Space[]
}

/** EFS file systems that the diagnosis may be about: the offered ones, else the mounted ones, else the domain's. */
export function candidateFileSystems({ scope, domain, profiles, spaces }: OffersSnapshot): readonly FileSystemId[] {
  const isShared = scope === 'space' && spaces.some(({ kind }) => kind === 'shared')
  const offered = isShared
    ? domain.spaceFileSystems
    : profiles.flatMap(({ profile }) => (profile === undefined ? [] : effectiveList(profile, domain)))
  const mounted = spaces.flatMap(({ efsFileSystemIds }) => efsFileSystemIds)
  const defaults = [...domain.customFileSystems, ...domain.spaceFileSystems]
  const choices = [efsIds(offered), mounted, efsIds(defaults)].map((ids) => [...new Set(ids)])
  return choices.find((ids) => ids.length > 0) ?? []
}

function efsIds(list: readonly CustomFileSystemConfig[]): readonly FileSystemId[] {
  return list.flatMap(({ EFSFileSystemConfig: efs }) => parseFileSystemId(efs?.FileSystemId).unwrapOr([] as never))
}

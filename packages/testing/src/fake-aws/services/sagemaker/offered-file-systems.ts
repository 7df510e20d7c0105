import { type CustomFileSystemConfig, type StudioSettings, userProfileKey } from '../../state/sagemaker.js'
import { validationError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'
import { domainArn, userProfileArn } from './lookup.js'

/** A space as it is to be. */
interface WantedSpace {
  readonly DomainId: string
  readonly SpaceSettings?: Readonly<Record<string, unknown>> | null | undefined
  readonly OwnershipSettings?: { readonly OwnerUserProfileName: string } | null
  readonly SpaceSharingSettings?: { readonly SharingType: 'Private' | 'Shared' } | null
}

interface SpaceFileSystem {
  readonly EFSFileSystem?: { readonly FileSystemId: string }
  readonly FSxLustreFileSystem?: { readonly FileSystemId: string }
}

interface Offer {
  /** Kind and ARN of the resource that offers, for the message. */
  readonly by: string
  readonly list: readonly CustomFileSystemConfig[]
}

/**
 * Refuses EFS and FSx file systems that the owner's profile does not offer to its private space, or the domain to a shared
 * one. A profile's list hides its domain's.
 */
export function checkOffered(world: World, space: WantedSpace): void {
  if (world.settings.undocumented.unofferedFileSystems === 'accept') return
  const wanted = (space.SpaceSettings?.['CustomFileSystems'] ?? []) as readonly SpaceFileSystem[]
  if (wanted.length === 0) return
  const { by, list } = offerTo(world, space)
  for (const { EFSFileSystem: efs, FSxLustreFileSystem: lustre } of wanted) {
    const id = efs?.FileSystemId ?? lustre?.FileSystemId
    const isOffered = list.some(({ EFSFileSystemConfig, FSxLustreFileSystemConfig }) =>
      efs === undefined ? FSxLustreFileSystemConfig?.FileSystemId === id : EFSFileSystemConfig?.FileSystemId === id,
    )
    if (id !== undefined && !isOffered) throw validationError(`${by} doesn't have the custom file system [${id}].`)
  }
}

function offerTo(world: World, space: WantedSpace): Offer {
  const { domains, userProfiles } = world.state.sagemaker
  const { DomainId, OwnershipSettings, SpaceSharingSettings } = space
  const domain = domains.get(DomainId)
  const byDomain = `Domain [${domainArn(world, DomainId)}]`
  if (SpaceSharingSettings?.SharingType !== 'Private')
    return { by: byDomain, list: listOf(domain?.DefaultSpaceSettings) }
  const owner = userProfiles.get(userProfileKey(DomainId, OwnershipSettings?.OwnerUserProfileName ?? ''))
  const own = listOf(owner?.UserSettings)
  const by = `UserProfile [${userProfileArn(world, DomainId, owner?.UserProfileName ?? '')}]`
  return { by, list: own.length > 0 ? own : listOf(domain?.DefaultUserSettings) }
}

function listOf(settings: StudioSettings | undefined): readonly CustomFileSystemConfig[] {
  return settings?.CustomFileSystemConfigs ?? []
}

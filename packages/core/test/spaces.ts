import type { FakeAws, SpaceRecord, StudioSettings } from '@studio-efs/testing'
import { efsEntry, spaceKey } from '@studio-efs/testing'
import { domainId, fileSystemId, type StudioOptions, studio } from './studio.js'

export const ours = { EFSFileSystem: { FileSystemId: fileSystemId } }
export const lustreMount = { FSxLustreFileSystem: { FileSystemId: 'fs-0cccccccccccccccc' } }
/** What a profile of these tests offers. */
export const offer = [
  efsEntry(fileSystemId, '/alice'),
  { FSxLustreFileSystemConfig: { FileSystemId: 'fs-0cccccccccccccccc', FileSystemPath: '/' } },
]

interface SpaceOptions {
  /** Undefined: a shared space. */
  readonly owner?: string
  readonly settings?: Readonly<Record<string, unknown>>
}

/** A studio whose profile `alice` offers the file system and a Lustre one, and its spaces. */
export function spacesWorld({ offered = offer, ...options }: StudioOptions & { offered?: readonly object[] } = {}) {
  const world = studio({ ...options })
  const { fake } = world
  world.profile('alice', { CustomFileSystemConfigs: offered } as StudioSettings)
  const space = (SpaceName: string, { owner = 'alice', settings = {} }: SpaceOptions = {}): SpaceRecord =>
    fake.seed.space({
      DomainId: domainId,
      SpaceName,
      SpaceSettings: { AppType: 'JupyterLab', CustomFileSystems: [lustreMount], ...settings },
      ...(owner !== '' && { OwnershipSettings: { OwnerUserProfileName: owner } }),
      ...(owner !== '' && { SpaceSharingSettings: { SharingType: 'Private' as const } }),
    })
  const app = (SpaceName: string, more: object = {}) => fake.seed.app({ DomainId: domainId, SpaceName, ...more })
  return {
    ...world,
    space,
    app,
    input: { domainIds: [domainId], fileSystemId },
    mounts: (name: string) => mountsOf(fake, name),
  }
}

/** `CustomFileSystems` of a space. */
export function mountsOf({ state }: Pick<FakeAws, 'state'>, spaceName: string): unknown {
  return state.sagemaker.spaces.get(spaceKey(domainId, spaceName))?.SpaceSettings?.['CustomFileSystems']
}

import { assertErr, assertOk, efsEntry, type StudioSettings } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import type { Directories } from '../src/drivers/ensure-directory.js'
import { createStudioEfs } from '../src/index.js'
import { alice, datasets, domainId, fileSystemId, lustre, models, studio } from './studio.js'
import { vpcOfDomains } from './vpc.js'

const SpaceRole = 'arn:aws:iam::111122223333:role/SharedSpaces'
const ours = efsEntry(fileSystemId, '/shared')

/** A studio whose directories take `ms` milliseconds to make; `meanwhile` runs when one is begun. */
function slowDirectories(ms: number, meanwhile: (made: ReturnType<typeof studio>) => void) {
  const made = studio()
  const { fake, context } = made
  const directories: Directories = {
    ...context.directories,
    async claimDirectories(specs) {
      meanwhile(made)
      await fake.clock.sleep(ms)
      return context.directories.claimDirectories(specs)
    },
    async ensureDirectories(specs) {
      meanwhile(made)
      await fake.clock.sleep(ms)
      return context.directories.ensureDirectories(specs)
    },
  }
  const domain = fake.state.sagemaker.domains.get(domainId)
  Object.assign(domain ?? {}, { DefaultUserSettings: {}, DefaultSpaceSettings: { ExecutionRole: SpaceRole } })
  return { ...made, domain, studioEfs: createStudioEfs({ ...context, directories }) }
}

describe('a change that another client makes between a slow reading and the update survives', () => {
  test('of a profile, while its directory is made', async () => {
    const { studioEfs, profile, listOf } = slowDirectories(20_000, (made) => {
      made.fake.seed.userProfile({
        DomainId: domainId,
        UserProfileName: 'alice',
        UserSettings: { CustomFileSystemConfigs: [models, datasets] },
      })
    })
    profile('alice', { CustomFileSystemConfigs: [models] })
    assertOk(await studioEfs.onboardProfile(alice))
    expect(listOf('alice')).toEqual([models, datasets, efsEntry(fileSystemId, '/alice')])
  })

  test('of a domain, while the shared directory is made', async () => {
    const { studioEfs, domain } = slowDirectories(20_000, ({ fake }) => {
      const settings: StudioSettings = { CustomFileSystemConfigs: [lustre] }
      Object.assign(fake.state.sagemaker.domains.get(domainId) ?? {}, { DefaultUserSettings: settings })
    })
    assertOk(
      await studioEfs.setDomainDefault({ domainId, fileSystemId, fileSystemPath: '/shared', directory: 'provision' }),
    )
    expect(domain?.DefaultUserSettings?.CustomFileSystemConfigs).toEqual([lustre, ours])
  })

  test('of the last of many domains, while the others are worked on', async () => {
    const { studioEfs, share, fake, domain, listsOf, vpcId } = vpcOfDomains({
      domains: 20,
      delays: { updateDomain: 30_000 },
    })
    assertOk(await studioEfs.shareAcrossVpcDomains(share))
    fake.later(40_000, () =>
      Object.assign(domain('d-team19')?.DefaultUserSettings ?? {}, { CustomFileSystemConfigs: [ours, datasets] }),
    )
    assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId }))
    expect(listsOf('d-team19').private).toEqual([datasets])
  })
})

test('a quick directory costs no second reading', async () => {
  const { studioEfs, profile, calls } = slowDirectories(1000, () => {})
  profile('alice')
  assertOk(await studioEfs.onboardProfile(alice))
  expect(calls()).toEqual(['DescribeDomain', 'DescribeUserProfile', 'UpdateUserProfile'])
})

describe('what would be refused is refused before its directory is made', () => {
  test('a profile whose list is full', async () => {
    const { studioEfs, profile, directories } = studio()
    profile('alice', { CustomFileSystemConfigs: [models, datasets] })
    assertErr(await studioEfs.onboardProfile({ ...alice, maxCustomFileSystems: 2 }), 'TooManyFileSystemsError')
    expect(directories.entries()).toEqual([])
  })

  test('a domain without a role for its shared spaces', async () => {
    const { studioEfs, directories } = studio()
    const input = { domainId, fileSystemId, fileSystemPath: '/shared', directory: 'provision' } as const
    assertErr(await studioEfs.setDomainDefault(input), 'ExecutionRoleMissingError')
    expect(directories.entries()).toEqual([])
  })
})

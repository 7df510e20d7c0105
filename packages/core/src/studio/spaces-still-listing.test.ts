import { assertOk, efsEntry } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { outcomesOf } from '../../test/many.js'
import { lustreMount, ours, spacesWorld } from '../../test/spaces.js'
import { domainId, fileSystemId } from '../../test/studio.js'

const names = (spaces: readonly { readonly spaceName: string }[]) => spaces.map(({ spaceName }) => spaceName).sort()

/** Alice's spaces with and without the file system, one of Bob's, and a shared one. */
function listing() {
  const world = spacesWorld({
    domainSettings: { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/_shared')] },
  })
  world.profile('bob')
  const mounting = { settings: { CustomFileSystems: [lustreMount, ours] } }
  world.space('lab', mounting)
  world.app('lab')
  world.space('other')
  world.space('of-bob', { ...mounting, owner: 'bob' })
  world.space('together', { ...mounting, owner: '' })
  return world
}

describe('spaces that still list the file system are named, in a dry run too, and left as they are:', () => {
  test('those of the profile, by detachFromProfile', async () => {
    const { studioEfs, fake, mounts } = listing()
    const input = { domainId, userProfileName: 'Alice', fileSystemId }
    const dry = assertOk(await studioEfs.detachFromProfile({ ...input, dryRun: true }))
    const done = assertOk(await studioEfs.detachFromProfile(input))
    for (const { changes, stillListedBy } of [dry, done]) {
      expect(changes).toHaveLength(1)
      expect(stillListedBy).toEqual({ spaces: [{ domainId, spaceName: 'lab' }], unread: undefined })
    }
    expect(mounts('lab')).toEqual([lustreMount, ours])
    expect([...fake.state.sagemaker.apps.values()]).toMatchObject([{ Status: 'InService' }])
  })

  test('all private ones, by detachProfiles; none of a run that ended early', async () => {
    const { studioEfs } = listing()
    const run = studioEfs.detachProfiles({ domainIds: [domainId], fileSystemId, dryRun: true })
    await outcomesOf(run)
    const { stillListedBy } = assertOk(await run.summary())
    expect(names(stillListedBy.spaces)).toEqual(['lab', 'of-bob'])
    const left = studioEfs.detachProfiles({ domainIds: [domainId], fileSystemId })
    for await (const _ of left) break
    expect(assertOk(await left.summary()).stillListedBy).toEqual({ spaces: [], unread: expect.any(String) })
  })

  test.each([
    ['private', ['lab', 'of-bob']],
    ['shared', ['together']],
    ['both', ['lab', 'of-bob', 'together']],
  ] as const)('those of the scope %s, by clearDomainDefault', async (scope, expected) => {
    const { studioEfs } = listing()
    const cleared = assertOk(await studioEfs.clearDomainDefault({ domainId, fileSystemId, scope, dryRun: true }))
    expect(names(cleared.stillListedBy.spaces)).toEqual(expected)
  })

  test('those of the domains that were unshared', async () => {
    const { studioEfs, fake } = listing()
    const vpcId = 'vpc-0123456789abcdef0'
    Object.assign(fake.state.sagemaker.domains.get(domainId) ?? {}, { VpcId: vpcId })
    const { stillListedBy } = assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId }))
    expect(names(stillListedBy.spaces)).toEqual(['lab', 'of-bob', 'together'])
  })
})

test('the detach is done also where the spaces may not be read, and its report says so', async () => {
  const { studioEfs, fake, listOf } = listing()
  const denied = { kind: 'error', code: 'AccessDeniedException', message: 'No.' } as const
  const input = { domainId, userProfileName: 'alice', fileSystemId }
  fake.inject({ service: 'sagemaker', operation: 'DescribeSpace', when: () => true, fault: denied })
  const { stillListedBy } = assertOk(await studioEfs.detachFromProfile(input))
  expect(stillListedBy).toEqual({ spaces: [], unread: expect.stringContaining('DescribeSpace') })
  fake.inject({ service: 'sagemaker', operation: 'ListSpaces', when: () => true, fault: denied })
  const again = assertOk(await studioEfs.detachFromProfile(input))
  expect(again.stillListedBy).toEqual({ spaces: [], unread: expect.stringContaining('ListSpaces') })
  expect(JSON.stringify(listOf('alice'))).not.toContain(fileSystemId)
})

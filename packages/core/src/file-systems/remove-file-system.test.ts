import { assertErr, assertOk, efsEntry, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, finishedDomain, groupNamed, inboundName, operationsOn } from '../../test/file-systems.js'
import type { FileSystemProgress } from './progress.js'

const ownName = `studio-efs-inbound-nfs-${domainId}`

const listing = (FileSystemId: string) => [efsEntry(FileSystemId, '/')]

describe('without deleteData', () => {
  test('nothing can mount the file system any more, and the data stays', async () => {
    const { remove, world, fileSystemId } = await finishedDomain('own')
    const { changes, kept } = assertOk(await remove())
    expect(world()).toMatchObject({
      mountTargets: [],
      accessPoints: [],
      groups: [],
      fileSystems: [{ state: 'available' }],
    })
    expect(changes.map(({ kind }) => kind)).toEqual([
      'access-point',
      'mount-target',
      'mount-target',
      'mount-target',
      'security-group',
    ])
    expect(kept).toEqual([{ kind: 'file-system', id: fileSystemId, name: 'sagemaker-studio-science', reason: 'data' }])
  })

  test('ensureFileSystemForDomain brings it back as it was', async () => {
    const { remove, ensure, world, fileSystemId } = await finishedDomain()
    const before = world()
    assertOk(await remove())
    expect(assertOk(await ensure()).fileSystem?.fileSystemId).toBe(fileSystemId)
    expect(world()).toEqual(before)
  })

  test('access points of others stay, and are named', async () => {
    const { fake, remove, fileSystemId } = await finishedDomain()
    const theirs = fake.seed.accessPoint({ FileSystemId: fileSystemId }).AccessPointId
    const { kept } = assertOk(await remove())
    expect([...fake.state.efs.accessPoints.keys()]).toEqual([theirs])
    expect(kept).toContainEqual({ kind: 'access-point', id: theirs, name: undefined, reason: 'foreign' })
  })

  test('a second run changes nothing', async () => {
    const { fake, remove } = await finishedDomain()
    assertOk(await remove())
    const calls = fake.calls.length
    expect(assertOk(await remove()).changes).toEqual([])
    expect(writesIn(fake.calls.slice(calls))).toEqual([])
  })
})

describe('with deleteData and the id repeated', () => {
  test('the file system and everything on it go', async () => {
    const { fake, remove, world, destroy, fileSystemId } = await finishedDomain()
    fake.seed.accessPoint({ FileSystemId: fileSystemId })
    const { changes, kept } = assertOk(await remove(destroy))
    expect(world()).toEqual({ fileSystems: [], mountTargets: [], accessPoints: [], groups: [] })
    expect(changes.at(-1)).toMatchObject({ kind: 'file-system', action: 'delete', fileSystemId })
    expect(kept).toEqual([])
  })

  test('a second run finds it gone and changes nothing', async () => {
    const { remove, destroy } = await finishedDomain()
    assertOk(await remove(destroy))
    expect(assertOk(await remove(destroy))).toMatchObject({ changes: [], kept: [] })
  })

  test.each([undefined, 'fs-0123456789abcdef0'])('the id %s instead is refused before anything is read', async (id) => {
    const { fake, remove, fileSystemId } = await finishedDomain()
    const calls = fake.calls.length
    const input = { fileSystemId, deleteData: true, ...(id === undefined ? {} : { confirmFileSystemId: id }) }
    expect(assertErr(await remove(input), 'InvalidInputError').field).toBe('confirmFileSystemId')
    expect(fake.calls).toHaveLength(calls)
  })
})

describe('while the file system is listed', () => {
  test('the call names every domain and profile that lists it, and changes nothing', async () => {
    const { fake, remove, fileSystemId, world } = await finishedDomain()
    const CustomFileSystemConfigs = listing(fileSystemId)
    fake.seed.domain({ DomainId: 'd-a', DefaultUserSettings: { CustomFileSystemConfigs } })
    fake.seed.domain({ DomainId: 'd-b', DefaultSpaceSettings: { CustomFileSystemConfigs } })
    fake.seed.domain({ DomainId: 'd-c', DefaultUserSettings: { CustomFileSystemConfigs: listing('fs-11111111') } })
    for (let at = 0; at < 120; at += 1) fake.seed.userProfile({ DomainId: 'd-c', UserProfileName: `user-${at}` })
    fake.seed.userProfile({ DomainId: 'd-c', UserProfileName: 'zoe', UserSettings: { CustomFileSystemConfigs } })
    const before = world()
    const error = assertErr(await remove(), 'FileSystemStillListedError')
    expect(error.listedBy).toEqual([
      { domainId: 'd-a', setting: 'DefaultUserSettings' },
      { domainId: 'd-b', setting: 'DefaultSpaceSettings' },
      { domainId: 'd-c', userProfileName: 'zoe', setting: 'UserSettings' },
    ])
    expect(error.message).toContain('user profile d-c/zoe')
    expect(world()).toEqual(before)
    const atOnce = fake.calls.filter(({ operation }) => operation === 'ListUserProfiles')
    expect(atOnce).toHaveLength(2)
  })

  test('a dry run refuses as well', async () => {
    const { fake, remove, fileSystemId } = await finishedDomain()
    fake.seed.domain({ DomainId: 'd-a', DefaultUserSettings: { CustomFileSystemConfigs: listing(fileSystemId) } })
    assertErr(await remove({ dryRun: true }), 'FileSystemStillListedError')
  })

  describe('by a space', () => {
    const mounting = (FileSystemId: string) => ({
      SpaceSettings: { CustomFileSystems: [{ EFSFileSystem: { FileSystemId } }] },
    })

    /** A finished domain with spaces that mount the file system, another one, an S3 bucket, or nothing. */
    async function withSpaces(Status?: 'InService' | 'Pending' | 'Deleting' | 'Deleted' | 'Failed') {
      const made = await finishedDomain()
      const { fake, fileSystemId } = made
      const SpaceName = 'Lab'
      fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
      const owned = {
        OwnershipSettings: { OwnerUserProfileName: 'alice' },
        SpaceSharingSettings: { SharingType: 'Private' as const },
      }
      fake.seed.space({ DomainId: domainId, SpaceName, ...owned, ...mounting(fileSystemId) })
      fake.seed.space({ DomainId: domainId, SpaceName: 'other', ...mounting('fs-11111111') })
      const buckets = { CustomFileSystems: [{ S3FileSystem: { S3Uri: 's3://b/' } }] }
      fake.seed.space({ DomainId: domainId, SpaceName: 'bucket', SpaceSettings: buckets })
      fake.seed.space({ DomainId: domainId, SpaceName: 'bare' })
      if (Status !== undefined) fake.seed.app({ DomainId: domainId, SpaceName, Status })
      const listing = { domainId, spaceName: SpaceName, ownerUserProfileName: 'alice', setting: 'SpaceSettings' }
      return { ...made, listing }
    }

    test.each([{}, { dryRun: true }])('the call names the space and changes nothing, with %o', async (input) => {
      for (const deleteData of [false, true]) {
        const { remove, destroy, world, listing } = await withSpaces()
        const before = world()
        const error = assertErr(
          await remove(deleteData ? { ...destroy, ...input } : input),
          'FileSystemStillListedError',
        )
        expect(error.listedBy).toEqual([{ ...listing, hasRunningApp: false }])
        expect(error.message).toContain(`space ${domainId}/Lab of alice`)
        expect(error.hint).not.toContain('DeleteApp')
        expect(world()).toEqual(before)
      }
    })

    test.each(['InService', 'Pending', 'Deleting', 'Deleted', 'Failed', undefined] as const)(
      'with an app that is %s keeps the data, also with whileListed set to remove',
      async (status) => {
        const { remove, destroy, world, listing } = await withSpaces(status)
        const before = world()
        const hasRunningApp = status !== 'Deleted' && status !== 'Failed' && status !== undefined
        for (const whileListed of ['refuse', 'remove'] as const)
          for (const dryRun of [true, false]) {
            const refused = await remove({ ...destroy, whileListed, dryRun })
            const error = assertErr(refused, 'FileSystemStillListedError')
            expect(error.listedBy).toEqual([{ ...listing, hasRunningApp }])
            expect(error.hint?.includes('DeleteApp')).toBe(hasRunningApp)
            expect(error.hint).toContain('detachFromSpaces')
          }
        expect(world()).toEqual(before)
      },
    )

    test('gives the data free once the file system is off its list', async () => {
      const { fake, remove, destroy, world, fileSystemId } = await withSpaces('InService')
      assertOk(await operationsOn(fake).detachFromSpaces({ fileSystemId, running: 'stop' }).summary())
      assertOk(await remove(destroy))
      expect(world().fileSystems).toEqual([])
    })

    test('that is running is no reason to keep the mount targets with whileListed set to remove', async () => {
      const { remove, world } = await withSpaces('InService')
      assertOk(await remove({ whileListed: 'remove' }))
      expect(world()).toMatchObject({ mountTargets: [], fileSystems: [{ state: 'available' }] })
    })

    test('that is deleted while the Region is read lists nothing', async () => {
      const { fake, remove, destroy } = await withSpaces()
      const fault = { kind: 'third-party', change: () => fake.state.sagemaker.spaces.clear() } as const
      fake.inject({ service: 'sagemaker', operation: 'DescribeSpace', when: 'next', fault })
      assertOk(await remove(destroy))
    })

    test.each(['ListSpaces', 'DescribeSpace', 'ListApps'])(
      'a role without %s deletes nothing, and hears of it',
      async (operation) => {
        const { fake, remove, destroy, world } = await withSpaces('InService')
        const before = world()
        const message = `The role is not authorized to perform: sagemaker:${operation} on resource: *`
        const fault = { kind: 'error', code: 'AccessDeniedException', message } as const
        fake.inject({ service: 'sagemaker', operation, when: () => true, fault })
        for (const whileListed of ['refuse', 'remove'] as const) {
          const error = assertErr(await remove({ ...destroy, whileListed }), 'AccessDeniedError')
          expect(error.hint).toContain(`sagemaker:${operation}`)
        }
        expect(world()).toEqual(before)
      },
    )

    test('hundreds are read a few at a time, whatever SageMaker throttles', async () => {
      const { fake, remove } = await withSpaces()
      for (let at = 0; at < 250; at += 1) fake.seed.space({ DomainId: domainId, SpaceName: `space-${at}` })
      let asked = 0
      fake.inject({
        service: 'sagemaker',
        operation: 'DescribeSpace',
        when: () => {
          asked += 1
          return asked % 3 === 0
        },
        fault: { kind: 'throttle' },
      })
      assertErr(await remove(), 'FileSystemStillListedError')
      expect(asked).toBeGreaterThanOrEqual(254)
    })
  })

  test('with whileListed set to remove it goes, and the Region is not read', async () => {
    const { fake, remove, fileSystemId, world } = await finishedDomain()
    fake.seed.domain({ DomainId: 'd-a', DefaultUserSettings: { CustomFileSystemConfigs: listing(fileSystemId) } })
    const calls = fake.calls.length
    assertOk(await remove({ whileListed: 'remove' }))
    expect(world().mountTargets).toEqual([])
    expect(fake.calls.slice(calls).filter(({ service }) => service === 'sagemaker')).toEqual([])
  })

  test('a profile that is deleted while the Region is read lists nothing', async () => {
    const { fake, remove } = await finishedDomain()
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
    const change = () => fake.state.sagemaker.userProfiles.clear()
    const fault = { kind: 'third-party', change } as const
    fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', fault })
    assertOk(await remove())
  })

  test('an error ends the reading of the Region', async () => {
    const { fake, remove } = await finishedDomain()
    for (let at = 0; at < 50; at += 1) fake.seed.userProfile({ DomainId: domainId, UserProfileName: `user-${at}` })
    const message = 'The role is not authorized to perform: sagemaker:DescribeUserProfile on resource: *'
    const fault = { kind: 'error', code: 'AccessDeniedException', message } as const
    fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', times: 99, fault })
    expect(assertErr(await remove(), 'AccessDeniedError').hint).toContain('sagemaker:DescribeUserProfile')
    const asked = fake.calls.filter(({ operation }) => operation === 'DescribeUserProfile')
    expect(asked.length).toBeLessThanOrEqual(5)
  })
})

describe('a part of a replication', () => {
  test.each(['source', 'destination'] as const)(
    'as the %s is refused before anything is deleted, and so is its dry run',
    async (part) => {
      const { fake, remove, destroy, world, fileSystemId } = await finishedDomain()
      const other = 'fs-0aaaaaaaaaaaaaaaa'
      const [SourceFileSystemId, DestinationFileSystemId] =
        part === 'source' ? [fileSystemId, other] : [other, fileSystemId]
      fake.seed.replication({ SourceFileSystemId, DestinationFileSystemId, DestinationRegion: 'eu-central-1' })
      const before = world()
      for (const dryRun of [true, false]) {
        const error = assertErr(await remove({ ...destroy, dryRun }), 'ReplicatedFileSystemError')
        expect(error.message).toContain(
          `from ${SourceFileSystemId} to ${DestinationFileSystemId} in eu-central-1 (ENABLED)`,
        )
        expect(error.replications).toHaveLength(1)
      }
      expect(world()).toEqual(before)
    },
  )

  test('loses its mount targets without deleteData', async () => {
    const { fake, remove, world, fileSystemId } = await finishedDomain()
    fake.seed.replication({ SourceFileSystemId: fileSystemId, DestinationFileSystemId: 'fs-0aaaaaaaaaaaaaaaa' })
    assertOk(await remove())
    expect(world().mountTargets).toEqual([])
  })

  test('of which the role may not know is not deleted', async () => {
    const { fake, remove, destroy, world } = await finishedDomain()
    const before = world()
    const fault = { kind: 'error', code: 'AccessDeniedException' } as const
    fake.inject({ service: 'efs', operation: 'DescribeReplicationConfigurations', when: 'next', fault })
    assertErr(await remove(destroy), 'AccessDeniedError')
    expect(world()).toEqual(before)
  })
})

describe('resources of other makers', () => {
  test("SageMaker's groups stay", async () => {
    const { fake, remove, destroy } = await finishedDomain()
    assertOk(await remove(destroy))
    expect(groupNamed(fake, inboundName)).toBeDefined()
    expect(groupNamed(fake, `security-group-for-outbound-nfs-${domainId}`)).toBeDefined()
  })

  test('a home file system is refused, whatever the options', async () => {
    const { fake, remove } = await finishedDomain()
    const home = fake.state.sagemaker.domains.get(domainId)?.HomeEfsFileSystemId ?? ''
    const input = { fileSystemId: home, deleteData: true, confirmFileSystemId: home, whileListed: 'remove' } as const
    expect(assertErr(await remove(input), 'ManagedFileSystemError').managedFor).toContain(domainId)
  })

  test('a group of this package stays while another network interface carries it', async () => {
    const { fake, remove, subnetIds } = await finishedDomain('own')
    const SecurityGroups = [groupNamed(fake, ownName)?.GroupId ?? '']
    const { FileSystemId } = fake.seed.fileSystem()
    fake.seed.mountTarget({ FileSystemId, SubnetId: subnetIds[0] ?? '', SecurityGroups })
    const { kept } = assertOk(await remove())
    expect(kept).toContainEqual({ kind: 'security-group', id: SecurityGroups[0], name: ownName, reason: 'in-use' })
    expect(groupNamed(fake, ownName)).toBeDefined()
  })

  test('a group of this package that another group refers to stays after two minutes, and that is no error', async () => {
    const { fake, remove, destroy, vpcId } = await finishedDomain('own')
    const GroupId = groupNamed(fake, ownName)?.GroupId ?? ''
    const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }]
    fake.seed.securityGroup({ VpcId: vpcId, IpPermissions })
    const { kept, changes } = assertOk(await remove(destroy))
    expect(kept).toEqual([{ kind: 'security-group', id: GroupId, name: ownName, reason: 'in-use' }])
    expect(changes.at(-1)).toMatchObject({ kind: 'file-system' })
  })
})

describe('a dry run', () => {
  test.each([false, true])('lists what would go (deleteData: %s), and nothing goes', async (deleteData) => {
    const { fake, remove, destroy } = await finishedDomain('own')
    const input = deleteData ? destroy : {}
    const calls = fake.calls.length
    const planned = assertOk(await remove({ ...input, dryRun: true }))
    expect(writesIn(fake.calls.slice(calls))).toEqual([])
    const done = assertOk(await remove(input))
    expect(done).toEqual(planned)
  })
})

test('progress is reported step by step', async () => {
  const { remove } = await finishedDomain()
  const steps: FileSystemProgress<never>[] = []
  const { changes } = assertOk(await remove({ onProgress: (progress) => steps.push(progress as never) }))
  expect(steps.filter(({ step }) => step === 'changed')).toHaveLength(changes.length)
  expect(steps.map(({ step }) => step)).toContain('waiting')
})

test('only a file system with the tags is touched', async () => {
  const { remove, world, fileSystemId } = await finishedDomain()
  const before = world()
  const confirmed = { deleteData: true, confirmFileSystemId: fileSystemId }
  const { changes, kept } = assertOk(await remove({ ...confirmed, onlyWithTags: { project: 'other' } }))
  expect([changes, kept]).toEqual([
    [],
    [{ kind: 'file-system', id: fileSystemId, name: 'sagemaker-studio-science', reason: 'foreign' }],
  ])
  expect(world()).toEqual(before)
})

import { assertOk, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, fileSystems, inboundName, ourFileSystems } from '../../test/file-systems.js'
import type { EnsureFileSystemChange } from '../model/changes/infrastructure-change.js'
import type { FileSystemProgress } from './progress.js'

describe('a first run', () => {
  test('makes an encrypted file system with backups, named and tagged for the domain', async () => {
    const { ensure, world } = fileSystems()
    assertOk(await ensure({ tags: { team: 'science' } }))
    expect(world().fileSystems).toEqual([
      {
        state: 'available',
        token: `studio-efs-${domainId}`,
        encrypted: true,
        throughput: 'elastic',
        backup: 'ENABLED',
        lifecycle: [],
        tags: [
          { Key: 'Name', Value: 'sagemaker-studio-science' },
          { Key: 'studio-efs:owner', Value: 'studio-efs' },
          { Key: 'studio-efs:domain-id', Value: domainId },
          { Key: 'team', Value: 'science' },
        ],
      },
    ])
  })

  test("makes a mount target in every zone, available, with the domain's group", async () => {
    const { ensure, world, subnetIds } = fileSystems()
    assertOk(await ensure())
    expect(world().mountTargets).toEqual(
      subnetIds.map((subnet, at) => ({ state: 'available', zone: `euw1-az${at + 1}`, subnet, groups: [inboundName] })),
    )
  })

  test('makes an access point that acts as root on the whole file system', async () => {
    const { ensure, world } = fileSystems()
    assertOk(await ensure())
    expect(world().accessPoints).toMatchObject([{ state: 'available', user: { Uid: 0, Gid: 0 }, path: '/' }])
  })

  test('puts the key and the lifecycle policies that are asked for', async () => {
    const { fake, ensure } = fileSystems()
    const lifecyclePolicies = { transitionToIA: 'AFTER_30_DAYS', transitionToArchive: 'AFTER_90_DAYS' }
    assertOk(await ensure({ kmsKeyId: 'alias/data', name: 'Data of science', lifecyclePolicies }))
    expect(ourFileSystems(fake)).toMatchObject([
      {
        KmsKeyId: expect.stringContaining('alias/data'),
        lifecyclePolicies: [{ TransitionToIA: 'AFTER_30_DAYS' }, { TransitionToArchive: 'AFTER_90_DAYS' }],
        Tags: expect.arrayContaining([{ Key: 'Name', Value: 'Data of science' }]),
      },
    ])
  })

  test('reports ids, ARNs, zones, and what a Lambda needs', async () => {
    const { ensure, fake, subnetIds, vpcId, groupNamed } = fileSystems()
    const output = assertOk(await ensure())
    const outbound = groupNamed(`security-group-for-outbound-nfs-${domainId}`)?.GroupId
    expect(output).toMatchObject({
      domainId,
      vpcId,
      fileSystem: {
        fileSystemId: ourFileSystems(fake)[0]?.FileSystemId,
        fileSystemArn: ourFileSystems(fake)[0]?.FileSystemArn,
        lifeCycleState: 'available',
      },
      mountTargets: [{ zoneId: 'euw1-az1' }, { zoneId: 'euw1-az2' }, { zoneId: 'euw1-az3' }],
      accessPoint: { accessPointArn: expect.stringMatching(/access-point\/fsap-/), lifeCycleState: 'available' },
      nfsSecurityGroups: { mountTargetGroupId: groupNamed(inboundName)?.GroupId, spaceGroupId: outbound },
      lambda: { subnetIds, securityGroupIds: [outbound] },
      findings: [],
    })
    expect(output.mountTargets.map(({ securityGroupIds }) => securityGroupIds)).toEqual(
      subnetIds.map(() => [groupNamed(inboundName)?.GroupId]),
    )
  })

  test('reports its progress step by step', async () => {
    const { ensure } = fileSystems()
    const steps: FileSystemProgress<EnsureFileSystemChange>[] = []
    const { changes, fileSystem } = assertOk(await ensure({ onProgress: (progress) => steps.push(progress) }))
    const named = steps.map(({ step }) => step)
    expect(named.slice(0, 2)).toEqual(['reading', 'planned'])
    expect(named.filter((step) => step === 'changed')).toHaveLength(changes.length)
    const [creation] = changes
    expect(creation?.kind).toBe('file-system')
    expect(steps).toContainEqual({ step: 'changed', change: creation, fileSystemId: fileSystem?.fileSystemId })
    expect(steps.filter((step) => 'fileSystemId' in step)).toHaveLength(1)
    expect(steps).toContainEqual({
      step: 'waiting',
      resource: expect.stringContaining('the mount targets of fs-'),
      status: '0 of 3 available',
    })
  })

  test('goes on when the callback throws', async () => {
    const { ensure } = fileSystems()
    const onProgress = () => {
      throw new Error('no')
    }
    expect((await ensure({ onProgress })).isOk()).toBe(true)
  })
})

describe('a dry run', () => {
  test.each([
    ['on nothing', {}],
    [
      'where our own group is made',
      { missingSecurityGroup: 'create', lifecyclePolicies: { transitionToIA: 'AFTER_7_DAYS' } },
    ],
  ] as const)('gives the same changes as the real one, %s, and writes nothing', async (_, input) => {
    const { fake, ensure } = fileSystems(
      'missingSecurityGroup' in input ? { undocumented: { nfsSecurityGroups: 'never' } } : {},
    )
    const planned = assertOk(await ensure({ ...input, dryRun: true }))
    expect(writesIn(fake.calls)).toEqual([])
    expect(planned.fileSystem).toBeUndefined()
    expect(planned.lambda.subnetIds).toHaveLength(3)
    expect(assertOk(await ensure(input)).changes).toEqual(planned.changes)
  })
})

describe('a second run', () => {
  test.each([1, 3, 6])('on a finished domain in %i zones makes 7 calls and no write', async (zones) => {
    const { fake, ensure } = fileSystems({ zones })
    const first = assertOk(await ensure())
    const calls = fake.calls.length
    const second = assertOk(await ensure())
    expect(second).toEqual({ ...first, changes: [] })
    expect(
      fake.calls
        .slice(calls)
        .map(({ operation }) => operation)
        .sort(),
    ).toEqual([
      'DescribeAccessPoints',
      'DescribeDomain',
      'DescribeFileSystems',
      'DescribeMountTargets',
      'DescribeNetworkInterfaces',
      'DescribeSecurityGroups',
      'DescribeSubnets',
    ])
  })

  test('finds what is at the end of a long list, and reads no further', async () => {
    const { fake, ensure } = fileSystems({ callLimit: 1_000_000 })
    for (let at = 0; at < 250; at += 1) fake.seed.fileSystem({ FileSystemId: `fs-0000${String(at).padStart(4, '0')}` })
    const { fileSystem } = assertOk(await ensure())
    for (let at = 0; at < 150; at += 1) fake.seed.accessPoint({ FileSystemId: fileSystem?.fileSystemId ?? '' })
    const calls = fake.calls.length
    expect(assertOk(await ensure()).changes).toEqual([])
    expect(writesIn(fake.calls.slice(calls))).toEqual([])
  })

  test('brings back what was deleted by hand, and only that', async () => {
    const { fake, ensure, world } = fileSystems()
    assertOk(await ensure())
    const before = world()
    const [first] = fake.state.efs.accessPoints.keys()
    fake.state.efs.accessPoints.delete(first ?? '')
    const target = [...fake.state.efs.mountTargets.values()].at(-1)
    fake.state.efs.mountTargets.delete(target?.MountTargetId ?? '')
    const { changes } = assertOk(await ensure())
    expect(changes.map(({ kind, action }) => `${action} ${kind}`)).toEqual([
      'create mount-target',
      'create access-point',
    ])
    expect(world()).toEqual(before)
  })
})

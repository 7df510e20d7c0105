import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { delayCalls } from '../../test/crash.js'
import { fileSystems, groupNamed, inboundName, operationsOn, ourFileSystems } from '../../test/file-systems.js'

const seeds = Array.from({ length: process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? 12 : 4 }, (_, at) => at + 1)
const tally = (changes: readonly { readonly kind: string }[]) =>
  Object.fromEntries(
    [...new Set(changes.map(({ kind }) => kind))]
      .sort()
      .map((kind) => [kind, changes.filter((change) => change.kind === kind).length]),
  )

describe('two runs at the same time', () => {
  test.each(seeds)('end with one of everything, and report each change once (%i)', async (seed) => {
    const { fake, ensure, world } = fileSystems({ seed })
    delayCalls(fake)
    const outputs = (await Promise.all([ensure(), ensure()])).map(assertOk)
    expect(ourFileSystems(fake)).toHaveLength(1)
    expect(world().mountTargets.map(({ zone, state, groups }) => [zone, state, ...groups])).toEqual(
      [1, 2, 3].map((zone) => [`euw1-az${zone}`, 'available', inboundName]),
    )
    expect(world().accessPoints).toHaveLength(1)
    expect(tally(outputs.flatMap(({ changes }) => changes))).toEqual({
      'access-point': 1,
      'file-system': 1,
      'mount-target': 3,
    })
    const [one, two] = outputs.map(({ changes, ...rest }) => rest)
    expect(one).toEqual(two)
  })

  test.each(seeds)('make one group with one set of rules (%i)', async (seed) => {
    const { fake, ensure, world } = fileSystems({ seed, undocumented: { nfsSecurityGroups: 'never' } })
    delayCalls(fake)
    const input = { missingSecurityGroup: 'create', securityGroupWaitMs: 2_000 } as const
    const outputs = (await Promise.all([ensure(input), ensure(input)])).map(assertOk)
    expect(world().groups).toHaveLength(1)
    expect(world().groups[0]?.rules.flatMap(({ IpRanges = [] }) => IpRanges)).toHaveLength(3)
    expect(tally(outputs.flatMap(({ changes }) => changes))).toMatchObject({
      'security-group': 1,
      'security-group-rules': 1,
    })
  })

  test('for two domains on one file system leave both groups on every mount target', async () => {
    for (const seed of seeds) {
      const { fake, ensure, subnetIds, vpcId } = fileSystems({ seed })
      fake.seed.domain({ DomainId: 'd-other', VpcId: vpcId, SubnetIds: subnetIds })
      const fileSystemId = assertOk(await ensure()).fileSystem?.fileSystemId ?? ''
      for (const target of fake.state.efs.mountTargets.values())
        if (target.FileSystemId === fileSystemId) target.SecurityGroups = []
      delayCalls(fake)
      const other = operationsOn(fake).ensureFileSystemForDomain({ domainId: 'd-other', fileSystemId })
      const both = await Promise.all([ensure({ fileSystemId }), other])
      both.map(assertOk)
      const wanted = [inboundName, 'security-group-for-inbound-nfs-d-other'].map(
        (name) => groupNamed(fake, name)?.GroupId,
      )
      for (const target of fake.state.efs.mountTargets.values())
        if (target.FileSystemId === fileSystemId) expect([...target.SecurityGroups].sort()).toEqual([...wanted].sort())
    }
  })
})

describe('another process that is faster', () => {
  const faster = (studio: ReturnType<typeof fileSystems>, subnet: number, SecurityGroups: readonly string[]) => {
    const { fake, subnetIds } = studio
    const change = () => {
      const FileSystemId = ourFileSystems(fake)[0]?.FileSystemId ?? ''
      fake.seed.mountTarget({
        FileSystemId,
        SubnetId: subnetIds[subnet] ?? '',
        SecurityGroups,
        LifeCycleState: 'creating',
      })
    }
    const when = ({ SubnetId }: Readonly<Record<string, unknown>>) => SubnetId === subnetIds[subnet]
    fake.inject({
      service: 'efs',
      operation: 'CreateMountTarget',
      when,
      times: 1,
      fault: { kind: 'third-party', change },
    })
  }

  test('with a mount target has it used, given the group and waited for', async () => {
    const studio = fileSystems()
    const { fake, ensure, vpcId, world } = studio
    const theirs = fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'theirs' }).GroupId
    faster(studio, 1, [theirs])
    const running = ensure()
    await fake.clock.sleep(40_000)
    for (const target of fake.state.efs.mountTargets.values())
      if (target.SecurityGroups.includes(theirs)) target.LifeCycleState = 'available'
    const { changes } = assertOk(await running)
    expect(tally(changes)).toEqual({
      'access-point': 1,
      'file-system': 1,
      'mount-target': 2,
      'mount-target-security-groups': 1,
    })
    expect(world().mountTargets[1]).toMatchObject({ state: 'available', groups: [inboundName, 'theirs'] })
  })

  test('with a mount target in another VPC is an error', async () => {
    const studio = fileSystems()
    const { fake, ensure } = studio
    const other = fake.seed.vpc()
    const change = () => {
      const FileSystemId = ourFileSystems(fake)[0]?.FileSystemId ?? ''
      fake.seed.mountTarget({ FileSystemId, SubnetId: other.subnets[0]?.SubnetId ?? '' })
    }
    fake.inject({
      service: 'efs',
      operation: 'CreateMountTarget',
      when: 'next',
      fault: { kind: 'third-party', change },
    })
    assertErr(await ensure(), 'FileSystemInOtherVpcError')
  })

  test('with our access point has it used', async () => {
    const { fake, ensure } = fileSystems()
    const change = () => {
      const FileSystemId = ourFileSystems(fake)[0]?.FileSystemId ?? ''
      const ClientToken = `studio-efs-root-${FileSystemId}`
      fake.seed.accessPoint({ FileSystemId, ClientToken, PosixUser: { Uid: 0, Gid: 0 } })
    }
    fake.inject({
      service: 'efs',
      operation: 'CreateAccessPoint',
      when: 'next',
      fault: { kind: 'third-party', change },
    })
    const { changes } = assertOk(await ensure())
    expect(tally(changes)).toEqual({ 'file-system': 1, 'mount-target': 3 })
    expect(writesIn(fake.calls).filter(({ operation }) => operation === 'CreateAccessPoint')).toHaveLength(1)
  })

  test('with our client token on something else is an error', async () => {
    const { fake, ensure } = fileSystems()
    const change = () => {
      const FileSystemId = ourFileSystems(fake)[0]?.FileSystemId ?? ''
      fake.seed.accessPoint({ FileSystemId, ClientToken: `studio-efs-root-${FileSystemId}` })
    }
    fake.inject({
      service: 'efs',
      operation: 'CreateAccessPoint',
      when: 'next',
      fault: { kind: 'third-party', change },
    })
    assertErr(await ensure(), 'AccessPointTokenTakenError')
  })
})

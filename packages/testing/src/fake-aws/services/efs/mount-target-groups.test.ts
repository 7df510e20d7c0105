import {
  DeleteMountTargetCommand,
  DescribeMountTargetSecurityGroupsCommand,
  ModifyMountTargetSecurityGroupsCommand,
} from '@aws-sdk/client-efs'
import { describe, expect, it } from 'vitest'
import { setUpEfsWithFileSystem } from '../../../../test/efs-fixture.js'
import type { FakeAwsOptions } from '../../settings/options.js'

describe("mount targets' security groups", () => {
  async function withGroups(count: number, options: FakeAwsOptions = {}) {
    const world = await setUpEfsWithFileSystem(options)
    const groups = Array.from(
      { length: count },
      (_, n) => world.fake.seed.securityGroup({ GroupName: `g${n}` }).GroupId,
    )
    const read = async (MountTargetId: string) =>
      (await world.client.send(new DescribeMountTargetSecurityGroupsCommand({ MountTargetId }))).SecurityGroups
    const modify = (MountTargetId: string, SecurityGroups: string[]) =>
      world.client.send(new ModifyMountTargetSecurityGroupsCommand({ MountTargetId, SecurityGroups }))
    return { ...world, groups, read, modify }
  }

  it("are the VPC's default group when none is given", async () => {
    const { create, read } = await withGroups(0)
    const { MountTargetId = '' } = await create()
    expect(await read(MountTargetId)).toEqual(['sg-0de5a017000000000'])
  })

  it('are replaced as a whole', async () => {
    const { create, read, modify, groups } = await withGroups(3)
    const { MountTargetId = '' } = await create({ SecurityGroups: groups.slice(0, 2) })
    expect(await modify(MountTargetId, groups.slice(2))).toMatchObject({ $metadata: { httpStatusCode: 204 } })
    expect(await read(MountTargetId)).toEqual(groups.slice(2))
  })

  it('are different ones, or by choice each is taken once', async () => {
    for (const repeatedSecurityGroups of ['refuse', 'once'] as const) {
      const { create, read, modify, groups } = await withGroups(2, { undocumented: { repeatedSecurityGroups } })
      const { MountTargetId = '' } = await create({ SecurityGroups: groups })
      const twice = modify(MountTargetId, [groups[0] ?? '', ...groups])
      if (repeatedSecurityGroups === 'refuse') await expect(twice).rejects.toMatchObject({ name: 'BadRequest' })
      await twice.catch(() => {})
      expect(await read(MountTargetId)).toEqual(groups)
    }
  })

  it('are five at most, or as many as set', async () => {
    const { create, modify, groups } = await withGroups(6)
    const refused = { name: 'SecurityGroupLimitExceeded', $metadata: { httpStatusCode: 400 } }
    await expect(create({ SecurityGroups: groups })).rejects.toMatchObject(refused)
    const { MountTargetId = '' } = await create({ SecurityGroups: groups.slice(1) })
    await expect(modify(MountTargetId, groups)).rejects.toMatchObject(refused)
    const wider = await withGroups(6, { undocumented: { mountTargetSecurityGroupLimit: 6 } })
    await wider.create({ SecurityGroups: wider.groups })
  })

  it("are the VPC's own", async () => {
    const { fake, create } = await withGroups(0)
    const { VpcId } = fake.seed.vpc().vpc
    const foreign = fake.seed.securityGroup({ VpcId })
    for (const id of ['sg-00000000', foreign.GroupId]) {
      await expect(create({ SecurityGroups: [id] })).rejects.toMatchObject({ name: 'SecurityGroupNotFound' })
    }
  })

  it('cannot be read or changed while the mount target is being deleted', async () => {
    const { client, create, read, modify } = await withGroups(0)
    const { MountTargetId = '' } = await create()
    await client.send(new DeleteMountTargetCommand({ MountTargetId }))
    const refused = { name: 'IncorrectMountTargetState', $metadata: { httpStatusCode: 409 } }
    await expect(read(MountTargetId)).rejects.toMatchObject(refused)
    await expect(modify(MountTargetId, [])).rejects.toMatchObject(refused)
  })
})

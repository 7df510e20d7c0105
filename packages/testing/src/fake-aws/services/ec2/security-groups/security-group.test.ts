import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  type CreateSecurityGroupCommandInput,
  DeleteSecurityGroupCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'
import { DEFAULT_VPC_ID } from '../../../state/ec2.js'

function setUp() {
  const fake = createFakeAws()
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (more: Partial<CreateSecurityGroupCommandInput> = {}) =>
    client.send(new CreateSecurityGroupCommand({ GroupName: 'nfs', Description: 'NFS', ...more }))
  const remove = (GroupId: string) => client.send(new DeleteSecurityGroupCommand({ GroupId }))
  return { fake, client, create, remove }
}

describe('CreateSecurityGroup', () => {
  it('makes a group in the default VPC that lets everything out and nothing in', async () => {
    const { fake, create } = setUp()
    const Tags = [{ Key: 'owner', Value: 'us' }]
    const { GroupId = '' } = await create({ TagSpecifications: [{ ResourceType: 'security-group', Tags }] })
    expect(GroupId).toMatch(/^sg-[0-9a-f]{17}$/)
    expect(fake.state.ec2.securityGroups.get(GroupId)).toMatchObject({
      GroupName: 'nfs',
      Description: 'NFS',
      VpcId: DEFAULT_VPC_ID,
      IpPermissions: [],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      Tags,
    })
  })

  it('replies with the tags only when it has some, and refuses a key twice', async () => {
    const { create } = setUp()
    const { $metadata, ...reply } = await create()
    expect(Object.keys(reply).sort()).toEqual(['GroupId', 'SecurityGroupArn'])
    const tags = (...keys: string[]) => ({
      GroupName: 'tagged',
      TagSpecifications: [{ ResourceType: 'security-group' as const, Tags: keys.map((Key) => ({ Key, Value: 'x' })) }],
    })
    await expect(create(tags('a', 'a'))).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    await expect(create(tags('aws:a'))).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    expect((await create(tags('a', 'b'))).Tags).toHaveLength(2)
  })

  it.each([{ Description: '' }, { GroupName: '' }])('misses a parameter that is empty: %o', async (empty) => {
    await expect(setUp().create(empty)).rejects.toMatchObject({ name: 'MissingParameter' })
  })

  it('refuses a name that the VPC has, however it is spelled, and takes it in another VPC', async () => {
    const { fake, create } = setUp()
    await create()
    await expect(create({ GroupName: 'NFS' })).rejects.toMatchObject({
      name: 'InvalidGroup.Duplicate',
      message: `The security group 'NFS' already exists for VPC '${DEFAULT_VPC_ID}'`,
    })
    await create({ VpcId: fake.seed.vpc().vpc.VpcId })
  })

  const refusals: readonly (readonly [string, Partial<CreateSecurityGroupCommandInput>, string])[] = [
    ['a VPC that is not there', { VpcId: 'vpc-00000000' }, 'InvalidVpcID.NotFound'],
    ['the reserved name', { GroupName: 'default', VpcId: DEFAULT_VPC_ID }, 'InvalidGroup.Reserved'],
    ['a name like an id', { GroupName: 'sg-mine' }, 'InvalidParameterValue'],
    ['other characters', { Description: 'café' }, 'InvalidParameterValue'],
    ['no name', { GroupName: undefined }, 'MissingParameter'],
    ['a dry run', { DryRun: true }, 'DryRunOperation'],
    ['tags of something else', { TagSpecifications: [{ ResourceType: 'vpc', Tags: [] }] }, 'InvalidParameter'],
    ['an empty list of tags', { TagSpecifications: [{ ResourceType: 'security-group' }] }, 'InvalidParameter'],
    ['tags of nothing', { TagSpecifications: [{ Tags: [{ Key: 'a', Value: 'b' }] }] }, 'InvalidParameter'],
  ]
  it.each(refusals)('refuses %s', async (_, input, name) => {
    const { fake, create } = setUp()
    await expect(create(input as CreateSecurityGroupCommandInput)).rejects.toMatchObject({ name })
    expect(fake.state.ec2.securityGroups.size).toBe(1)
  })
})

describe('DeleteSecurityGroup', () => {
  it('refuses while a network interface has the group or a rule of another group names it', async () => {
    const { fake, create, remove } = setUp()
    const { GroupId = '' } = await create()
    const { FileSystemId } = fake.seed.fileSystem()
    const [SubnetId = ''] = fake.state.ec2.subnets.keys()
    const target = fake.seed.mountTarget({ FileSystemId, SubnetId, SecurityGroups: [GroupId] })
    const dependency = { name: 'DependencyViolation', message: `resource ${GroupId} has a dependent object` }
    await expect(remove(GroupId)).rejects.toMatchObject(dependency)
    target.SecurityGroups = []
    const other = fake.seed.securityGroup({
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }],
    })
    await expect(remove(GroupId)).rejects.toMatchObject(dependency)
    other.IpPermissions = []
    await remove(GroupId)
    await expect(remove(GroupId)).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' })
  })

  it('goes through when only its own rules name it', async () => {
    const { client, create, remove } = setUp()
    const { GroupId = '' } = await create()
    const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }]
    await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    await remove(GroupId)
  })

  it("leaves the VPC's default group", async () => {
    const { fake, remove } = setUp()
    const [id = ''] = fake.state.ec2.securityGroups.keys()
    await expect(remove(id)).rejects.toMatchObject({ name: 'CannotDelete' })
  })
})

import {
  CreateNetworkInterfaceCommand,
  type CreateNetworkInterfaceCommandInput,
  DeleteNetworkInterfaceCommand,
  DescribeNetworkInterfacesCommand,
  EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
} from '@aws-sdk/client-ec2'
import { expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'

function setUp() {
  const fake = createFakeAws()
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const { vpc, subnets } = fake.seed.vpc({ CidrBlock: '10.0.0.0/16', zones: 1 })
  const SubnetId = subnets[0]?.SubnetId ?? ''
  const create = async (input: Partial<CreateNetworkInterfaceCommandInput> = {}) =>
    (await client.send(new CreateNetworkInterfaceCommand({ SubnetId, ...input }))).NetworkInterface ?? {}
  return { fake, client, create, VpcId: vpc.VpcId, SubnetId }
}

it('an interface takes an address of its subnet and gives it back', async () => {
  const { fake, client, create, SubnetId } = setUp()
  const free = () => fake.state.ec2.subnets.get(SubnetId)?.AvailableIpAddressCount
  const before = free() ?? 0
  const { NetworkInterfaceId = '', Status, PrivateIpAddress, Groups } = await create({ Description: 'probe' })
  expect([Status, PrivateIpAddress, Groups?.map(({ GroupName }) => GroupName)]).toEqual([
    'pending',
    '10.0.0.4',
    ['default'],
  ])
  expect(free()).toBe(before - 1)
  const ids = { NetworkInterfaceIds: [NetworkInterfaceId] }
  const { NetworkInterfaces } = await client.send(new DescribeNetworkInterfacesCommand(ids))
  expect(NetworkInterfaces).toMatchObject([
    { Status: 'available', RequesterManaged: false, RequesterId: '111122223333', Description: 'probe' },
  ])
  await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))
  expect(free()).toBe(before)
  const again = client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))
  await expect(again).rejects.toMatchObject({ name: 'InvalidNetworkInterfaceID.NotFound' })
})

it('groups and description are replaced, one in a call', async () => {
  const { fake, client, create, VpcId } = setUp()
  const { GroupId } = fake.seed.securityGroup({ VpcId })
  const { NetworkInterfaceId = '' } = await create({ PrivateIpAddress: '10.0.0.9' })
  const modify = (change: object) =>
    client.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, ...change }))
  await modify({ Groups: [GroupId] })
  await modify({ Description: { Value: 'renamed' } })
  const record = fake.state.ec2.networkInterfaces.get(NetworkInterfaceId)
  expect(record).toMatchObject({ SecurityGroups: [GroupId], Description: 'renamed', PrivateIpAddress: '10.0.0.9' })
  const both = modify({ Groups: [GroupId], Description: { Value: 'x' } })
  await expect(both).rejects.toMatchObject({ name: 'InvalidParameterCombination' })
})

const REFUSED: readonly (readonly [Partial<CreateNetworkInterfaceCommandInput>, string, string])[] = [
  [{ PrivateIpAddress: '54.0.0.1' }, 'InvalidParameterValue', "subnet's address range"],
  [{ PrivateIpAddress: '10.0.0.2' }, 'InvalidParameterValue', 'reserved address range'],
  [{ PrivateIpAddress: '10.0.0.4' }, 'InvalidIPAddress.InUse', '10.0.0.4'],
  [{ SubnetId: 'subnet-00000000' }, 'InvalidSubnetID.NotFound', 'subnet-00000000'],
  [{ Groups: ['sg-00000000'] }, 'InvalidGroup.NotFound', 'sg-00000000'],
  [{ Groups: ['another-vpc'] }, 'InvalidGroup.NotFound', 'different networks'],
  [{ Ipv6AddressCount: 1 }, 'UnsupportedOperation', 'Ipv6AddressCount'],
  [{ PrivateIpAddresses: [{ Primary: true }, { Primary: false }] }, 'UnsupportedOperation', 'secondary addresses'],
]
it.each(REFUSED)('refuses %o', async (input, name, text) => {
  const { fake, create } = setUp()
  await create({ PrivateIpAddress: '10.0.0.4' })
  const Groups = input.Groups?.map((id) => (id === 'another-vpc' ? fake.seed.securityGroup().GroupId : id))
  const wanted = { ...input, ...(Groups && { Groups }) }
  await expect(create(wanted)).rejects.toMatchObject({ name, message: expect.stringContaining(text) })
  expect(fake.state.ec2.networkInterfaces.size).toBe(1)
})

it('refuses an interface in a subnet without free addresses', async () => {
  const { fake, create, SubnetId } = setUp()
  const subnet = fake.state.ec2.subnets.get(SubnetId)
  if (subnet !== undefined) subnet.AvailableIpAddressCount = 0
  await expect(create()).rejects.toMatchObject({ name: 'InsufficientFreeAddressesInSubnet' })
})

it("the interface of a mount target is EFS's to change", async () => {
  const { fake, client, SubnetId } = setUp()
  const { FileSystemId } = fake.seed.fileSystem()
  const { NetworkInterfaceId } = fake.seed.mountTarget({ FileSystemId, SubnetId })
  const refused = client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))
  await expect(refused).rejects.toMatchObject({ name: 'OperationNotPermitted' })
  expect(fake.state.ec2.networkInterfaces.size).toBe(1)
})

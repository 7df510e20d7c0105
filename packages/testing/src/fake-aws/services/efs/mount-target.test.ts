import { DeleteMountTargetCommand, DescribeMountTargetsCommand } from '@aws-sdk/client-efs'
import { describe, expect, it } from 'vitest'
import { setUpEfsWithFileSystem } from '../../../../test/efs-fixture.js'

describe('mount targets', () => {
  it('have a network interface with an address of the subnet at once, and become available', async () => {
    const { fake, create, first, subnets } = await setUpEfsWithFileSystem()
    const before = subnets[0]?.AvailableIpAddressCount ?? 0
    const target = await create()
    expect(target).toMatchObject({
      $metadata: { httpStatusCode: 200 },
      MountTargetId: expect.stringMatching(/^fsmt-[0-9a-f]{17}$/),
      SubnetId: first,
      LifeCycleState: 'creating',
      IpAddress: '172.31.0.4',
      AvailabilityZoneId: 'euw1-az1',
      AvailabilityZoneName: 'eu-west-1a',
    })
    expect(target).not.toHaveProperty('SecurityGroups')
    expect(subnets[0]?.AvailableIpAddressCount).toBe(before - 1)
    expect(fake.state.ec2.networkInterfaces.get(target.NetworkInterfaceId ?? '')).toMatchObject({
      PrivateIpAddress: '172.31.0.4',
      Description: `EFS mount target for ${target.FileSystemId} (${target.MountTargetId})`,
    })
    await fake.clock.advance(90_000)
    expect(fake.state.efs.mountTargets.get(target.MountTargetId ?? '')?.LifeCycleState).toBe('available')
  })

  it('need a file system that is available', async () => {
    const { fake, create, FileSystemId } = await setUpEfsWithFileSystem()
    const fileSystem = fake.state.efs.fileSystems.get(FileSystemId)
    if (fileSystem) fileSystem.LifeCycleState = 'creating'
    await expect(create()).rejects.toMatchObject({
      name: 'IncorrectFileSystemLifeCycleState',
      $metadata: { httpStatusCode: 409 },
    })
    await expect(create({ FileSystemId: 'fs-00000000' })).rejects.toMatchObject({ name: 'FileSystemNotFound' })
  })

  it('are one to an Availability Zone, in one VPC', async () => {
    const { fake, create, first, second } = await setUpEfsWithFileSystem()
    const sameZone = fake.seed.subnet({ AvailabilityZone: 'eu-west-1a' })
    const elsewhere = fake.seed.vpc({ zones: 3 }).subnets[2]
    await create()
    const conflict = { name: 'MountTargetConflict', $metadata: { httpStatusCode: 409 } }
    await expect(create({ SubnetId: sameZone.SubnetId })).rejects.toMatchObject({
      ...conflict,
      message: 'mount target already exists in this AZ',
    })
    await expect(create({ SubnetId: first })).rejects.toMatchObject(conflict)
    await expect(create({ SubnetId: elsewhere?.SubnetId })).rejects.toMatchObject(conflict)
    await create({ SubnetId: second })
  })

  it('are the existing one for the same subnet when so set', async () => {
    const { create } = await setUpEfsWithFileSystem({ undocumented: { repeatedMountTarget: 'existing' } })
    const { MountTargetId } = await create()
    expect(await create()).toMatchObject({ MountTargetId })
  })

  it('of a One Zone file system are in its zone', async () => {
    const { fake, create, first, second } = await setUpEfsWithFileSystem()
    const { FileSystemId } = fake.seed.fileSystem({ AvailabilityZoneName: 'eu-west-1b' })
    const mismatch = { name: 'AvailabilityZonesMismatch', $metadata: { httpStatusCode: 400 } }
    await expect(create({ FileSystemId, SubnetId: first })).rejects.toMatchObject(mismatch)
    await create({ FileSystemId, SubnetId: second })
  })

  it('refuse a subnet that is not there or has no free address', async () => {
    const { create, subnets } = await setUpEfsWithFileSystem()
    await expect(create({ SubnetId: 'subnet-00000000' })).rejects.toMatchObject({ name: 'SubnetNotFound' })
    const [subnet] = subnets
    if (subnet) subnet.AvailableIpAddressCount = 0
    await expect(create()).rejects.toMatchObject({
      name: 'NoFreeAddressesInSubnet',
      $metadata: { httpStatusCode: 409 },
    })
  })

  it('take the address that is asked for, once', async () => {
    const { fake, create } = await setUpEfsWithFileSystem()
    const IpAddress = '172.31.0.77'
    expect(await create({ IpAddress })).toMatchObject({ IpAddress })
    const { FileSystemId } = fake.seed.fileSystem()
    await expect(create({ FileSystemId, IpAddress })).rejects.toMatchObject({ name: 'IpAddressInUse' })
    await expect(create({ FileSystemId, IpAddress: '10.0.0.1' })).rejects.toMatchObject({ name: 'BadRequest' })
  })

  it('take none of the addresses that AWS keeps of a subnet', async () => {
    const { create } = await setUpEfsWithFileSystem()
    for (const IpAddress of ['172.31.0.0', '172.31.0.3', '172.31.15.255']) {
      await expect(create({ IpAddress })).rejects.toMatchObject({ name: 'BadRequest' })
    }
    await create({ IpAddress: '172.31.15.254' })
  })

  it('are listed ten to a page, whatever MaxItems is', async () => {
    const { fake, client, FileSystemId } = await setUpEfsWithFileSystem()
    const { subnets } = fake.seed.vpc({ zones: 12 })
    for (const { SubnetId } of subnets) fake.seed.mountTarget({ FileSystemId, SubnetId })
    const first = await client.send(new DescribeMountTargetsCommand({ FileSystemId, MaxItems: 100 }))
    expect(first.MountTargets).toHaveLength(10)
    const rest = await client.send(new DescribeMountTargetsCommand({ FileSystemId, Marker: first.NextMarker }))
    expect(rest.MountTargets).toHaveLength(2)
    expect(rest).not.toHaveProperty('NextMarker')
  })

  it('are described by exactly one id', async () => {
    const { fake, client, create, FileSystemId } = await setUpEfsWithFileSystem()
    const { MountTargetId = '' } = await create()
    const { AccessPointId } = fake.seed.accessPoint({ FileSystemId })
    for (const input of [{ FileSystemId }, { MountTargetId }, { AccessPointId }]) {
      const { MountTargets } = await client.send(new DescribeMountTargetsCommand(input))
      expect(MountTargets).toMatchObject([{ MountTargetId }])
    }
    for (const input of [{}, { FileSystemId, MountTargetId }]) {
      await expect(client.send(new DescribeMountTargetsCommand(input))).rejects.toMatchObject({ name: 'BadRequest' })
    }
    const unknown = client.send(new DescribeMountTargetsCommand({ MountTargetId: 'fsmt-00000000' }))
    await expect(unknown).rejects.toMatchObject({ name: 'MountTargetNotFound', $metadata: { httpStatusCode: 404 } })
  })

  it('are gone some time after their deletion, and give their address back', async () => {
    const { fake, client, create, FileSystemId, subnets } = await setUpEfsWithFileSystem()
    const before = subnets[0]?.AvailableIpAddressCount
    const { MountTargetId = '' } = await create()
    const remove = () => client.send(new DeleteMountTargetCommand({ MountTargetId }))
    expect(await remove()).toMatchObject({ $metadata: { httpStatusCode: 204 } })
    expect(fake.state.efs.mountTargets.get(MountTargetId)?.LifeCycleState).toBe('deleting')
    await fake.clock.advance(90_000)
    const { MountTargets } = await client.send(new DescribeMountTargetsCommand({ FileSystemId }))
    expect(MountTargets).toEqual([])
    expect(subnets[0]?.AvailableIpAddressCount).toBe(before)
    expect(fake.state.ec2.networkInterfaces.size).toBe(0)
    await expect(remove()).rejects.toMatchObject({ name: 'MountTargetNotFound' })
  })

  it('end in error when a fault says so', async () => {
    const { fake, client, createMountTarget, FileSystemId } = await setUpEfsWithFileSystem()
    fake.inject({ service: 'efs', when: 'next', fault: { kind: 'ends-in', status: 'error' } })
    const MountTargetId = await createMountTarget(FileSystemId)
    const { MountTargets } = await client.send(new DescribeMountTargetsCommand({ MountTargetId }))
    expect(MountTargets).toMatchObject([{ LifeCycleState: 'error' }])
  })
})

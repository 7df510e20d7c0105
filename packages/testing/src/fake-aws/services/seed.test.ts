import {
  DescribeDomainCommand,
  ListTagsCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateDomainCommand,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import { DEFAULT_VPC_ID } from '../state/ec2.js'

const DomainId = 'd-abc'
const alice = { DomainId, UserProfileName: 'alice' }
const Tags = [{ Key: 'team', Value: 'science' }]

function setUp() {
  const fake = createFakeAws()
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  return { fake, client, seed: fake.seed, state: fake.state }
}

describe('a seeded resource', () => {
  it('has its tags, and has them nowhere else', async () => {
    const { client, seed } = setUp()
    const domain = seed.domain({ DomainId, Tags })
    const profile = seed.userProfile({ ...alice, Tags })
    const space = seed.space({ DomainId, SpaceName: 'lab', Tags })
    const app = seed.app({ ...alice, Tags })
    const bare = seed.app({ ...alice, AppName: 'other' })
    const tagsOf = async (ResourceArn: string) => (await client.send(new ListTagsCommand({ ResourceArn }))).Tags
    for (const arn of [domain.DomainArn, profile.UserProfileArn, space.SpaceArn, app.AppArn]) {
      expect(await tagsOf(arn)).toEqual(Tags)
    }
    expect(await tagsOf(bare.AppArn)).toEqual([])
    for (const record of [domain, profile, space, app]) expect(record).not.toHaveProperty('Tags')
  })

  it('has the times that it was given as Dates', async () => {
    const { client, seed } = setUp()
    const CreationTime = new Date('2025-03-04T05:06:07.000Z')
    seed.domain({ DomainId, CreationTime })
    seed.userProfile({ ...alice, CreationTime })
    const listed = await client.send(new ListUserProfilesCommand({}))
    expect(listed.UserProfiles).toMatchObject([{ UserProfileName: 'alice', CreationTime }])
    expect(await client.send(new DescribeDomainCommand({ DomainId }))).toMatchObject({ CreationTime })
  })

  it('belongs to an existing resource', () => {
    const { seed } = setUp()
    expect(() => seed.userProfile(alice)).toThrow('does not exist')
    expect(() => seed.space({ DomainId, SpaceName: 'lab' })).toThrow('does not exist')
    seed.domain({ DomainId })
    expect(() => seed.app(alice)).toThrow('user-profile/d-abc/alice] does not exist')
    expect(() => seed.app({ DomainId, SpaceName: 'lab' })).toThrow('space/d-abc/lab] does not exist')
    expect(() => seed.accessPoint({ FileSystemId: 'fs-11111111' })).toThrow("'fs-11111111' does not exist")
  })

  it('replaces a resource of the same name, with its home file system', () => {
    const { seed, state } = setUp()
    const first = seed.domain({ DomainId })
    const second = seed.domain({ DomainId })
    expect([...state.efs.fileSystems.keys()]).toEqual([second.HomeEfsFileSystemId])
    expect(second.HomeEfsFileSystemId).not.toBe(first.HomeEfsFileSystemId)
    expect(state.efs.mountTargets.size).toBe(3)
    expect(state.ec2.networkInterfaces.size).toBe(3)
    expect(state.ec2.securityGroups.size).toBe(3)
  })
})

describe('a domain without a VPC', () => {
  it('has neither subnets nor security groups nor a home file system', async () => {
    const { client, seed, state } = setUp()
    seed.domain({ DomainId, VpcId: null })
    const domain = await client.send(new DescribeDomainCommand({ DomainId }))
    expect(domain).toMatchObject({ Status: 'InService', HomeEfsFileSystemCreation: 'Disabled' })
    for (const member of ['VpcId', 'SubnetIds', 'HomeEfsFileSystemId']) expect(domain).not.toHaveProperty(member)
    expect([state.efs.fileSystems.size, state.ec2.securityGroups.size]).toEqual([0, 1])
  })

  it('can be given one', async () => {
    const { client, fake, seed } = setUp()
    seed.domain({ DomainId, VpcId: null })
    const SubnetIds = [...fake.state.ec2.subnets.keys()]
    const update = (change: object) => client.send(new UpdateDomainCommand({ DomainId, ...change }))
    await expect(update({ AppNetworkAccessType: 'VpcOnly', SubnetIds })).rejects.toThrow('VpcId and Subnet IDs are')
    await expect(update({ SubnetIds })).rejects.toThrow('VpcId')
    const network = { VpcId: DEFAULT_VPC_ID, SubnetIds, AppNetworkAccessType: 'VpcOnly' }
    await update(network)
    await fake.clock.advance(3_000)
    expect(await client.send(new DescribeDomainCommand({ DomainId }))).toMatchObject({
      Status: 'InService',
      ...network,
    })
    expect(fake.state.ec2.securityGroups.size).toBe(3)
  })
})

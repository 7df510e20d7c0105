import {
  CreateDomainCommand,
  type CreateDomainCommandInput,
  DeleteDomainCommand,
  DescribeDomainCommand,
  ListDomainsCommand,
  SageMakerClient,
  UpdateDomainCommand,
  type UpdateDomainCommandInput,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { efsEntry } from '../../../studio/custom-file-systems.js'
import { createFakeAws } from '../../create-fake-aws.js'
import type { FakeAwsOptions } from '../../settings/options.js'
import { DEFAULT_VPC_ID } from '../../state/ec2.js'

const ExecutionRole = 'arn:aws:iam::111122223333:role/Studio'
const OtherRole = 'arn:aws:iam::111122223333:role/Other'
const refused = { name: 'ValidationException' }

function setUp(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const SubnetIds = [...fake.state.ec2.subnets.keys()]
  const create = (more: Partial<CreateDomainCommandInput> = {}) =>
    client.send(
      new CreateDomainCommand({
        DomainName: 'team',
        AuthMode: 'IAM',
        VpcId: DEFAULT_VPC_ID,
        SubnetIds,
        DefaultUserSettings: { ExecutionRole },
        ...more,
      }),
    )
  const read = (DomainId: string) => client.send(new DescribeDomainCommand({ DomainId }))
  const update = (input: UpdateDomainCommandInput) => client.send(new UpdateDomainCommand(input))
  return { fake, client, create, read, update, SubnetIds }
}

describe('domains', () => {
  it('become InService, with a home file system and two NFS security groups', async () => {
    const { fake, create, read, SubnetIds } = setUp()
    const { DomainId = '', DomainArn = '' } = await create()
    expect(DomainId).toMatch(/^d-[a-z0-9]{12}$/)
    await expect(read(DomainId)).rejects.toMatchObject({ name: 'ResourceNotFound' })
    await fake.clock.advance(500)
    expect((await read(DomainId)).Status).toBe('Pending')
    await fake.clock.advance(114_500)
    const domain = await read(DomainId)
    expect(domain).toMatchObject({ Status: 'InService', VpcId: DEFAULT_VPC_ID, SubnetIds })
    const targets = [...fake.state.efs.mountTargets.values()]
    expect(targets.map(({ FileSystemId }) => FileSystemId)).toEqual(SubnetIds.map(() => domain.HomeEfsFileSystemId))
    const groups = [...fake.state.ec2.securityGroups.values()]
    const inbound = groups.find(({ GroupName }) => GroupName === `security-group-for-inbound-nfs-${DomainId}`)
    const outbound = groups.find(({ GroupName }) => GroupName === `security-group-for-outbound-nfs-${DomainId}`)
    expect(inbound?.Tags).toEqual([{ Key: 'ManagedByAmazonSageMakerResource', Value: DomainArn }])
    expect(inbound?.IpPermissionsEgress).toEqual([])
    expect(inbound?.IpPermissions.at(-1)).toMatchObject({
      FromPort: 2049,
      ToPort: 2049,
      UserIdGroupPairs: [{ GroupId: outbound?.GroupId }],
    })
    expect(targets[0]?.SecurityGroups).toEqual([inbound?.GroupId])
  })

  it('have no home file system when it is disabled, until it is enabled', async () => {
    const { fake, create, read, update } = setUp({ transitions: 'immediate' })
    const { DomainId = '' } = await create({ HomeEfsFileSystemCreation: 'Disabled' })
    expect(await read(DomainId)).toMatchObject({ HomeEfsFileSystemCreation: 'Disabled', Status: 'InService' })
    expect(fake.state.efs.fileSystems.size).toBe(0)
    await update({ DomainId, HomeEfsFileSystemCreation: 'Enabled' })
    expect((await read(DomainId)).HomeEfsFileSystemId).toMatch(/^fs-/)
    await expect(update({ DomainId, HomeEfsFileSystemCreation: 'Disabled' })).rejects.toMatchObject(refused)
    expect([...fake.state.ec2.securityGroups.values()].filter(({ GroupName }) => GroupName !== 'default')).toHaveLength(
      2,
    )
  })

  it('need a VPC and subnets that exist', async () => {
    const { create } = setUp()
    await expect(create({ VpcId: undefined })).rejects.toMatchObject(refused)
    await expect(create({ VpcId: 'vpc-1' })).rejects.toMatchObject(refused)
    await expect(create({ SubnetIds: ['subnet-1'] })).rejects.toMatchObject(refused)
  })

  it('are listed without their VPC', async () => {
    const { fake, client } = setUp()
    const { DomainId } = fake.seed.domain()
    const { Domains } = await client.send(new ListDomainsCommand({}))
    expect(Domains).toMatchObject([{ DomainId, Status: 'InService' }])
    expect(Domains?.[0]).not.toHaveProperty('VpcId')
  })

  it('go only when their profiles and spaces are gone, and leave the home file system by default', async () => {
    const { fake, client } = setUp()
    const { DomainId, DomainArn } = fake.seed.domain()
    const other = fake.seed.domain()
    fake.seed.userProfile({ DomainId, UserProfileName: 'alice' })
    const remove = new DeleteDomainCommand({ DomainId })
    const message = `Unable to delete Domain [${DomainArn}] because UserProfile(s) are associated with it.`
    await expect(client.send(remove)).rejects.toMatchObject({ name: 'ResourceInUse', message })
    fake.state.sagemaker.userProfiles.clear()
    await client.send(remove)
    const RetentionPolicy = { HomeEfsFileSystem: 'Delete' as const }
    await client.send(new DeleteDomainCommand({ DomainId: other.DomainId, RetentionPolicy }))
    await fake.clock.advance(3_000)
    expect(fake.state.sagemaker.domains.size).toBe(0)
    expect(fake.state.efs.fileSystems.size).toBe(1)
    expect(fake.state.ec2.securityGroups.size).toBe(5)
  })
})

describe('UpdateDomain', () => {
  function withDomain(options: FakeAwsOptions = {}) {
    const { fake, ...rest } = setUp({ delays: { updateDomain: 0 }, ...options })
    const { DomainId } = fake.seed.domain({ DefaultUserSettings: { ExecutionRole } })
    return { fake, ...rest, DomainId }
  }

  it('returns the ARN alone and keeps omitted settings', async () => {
    const { fake, DomainId, update } = withDomain()
    const CustomFileSystemConfigs = [efsEntry('fs-11111111')]
    const { $metadata, ...output } = await update({ DomainId, DefaultUserSettings: { CustomFileSystemConfigs } })
    expect(Object.keys(output)).toEqual(['DomainArn'])
    expect(fake.state.sagemaker.domains.get(DomainId)?.DefaultUserSettings).toEqual({
      ExecutionRole,
      CustomFileSystemConfigs,
    })
  })

  it('refuses DefaultSpaceSettings without ExecutionRole', async () => {
    const { DomainId, update } = withDomain()
    await expect(update({ DomainId, DefaultSpaceSettings: { CustomFileSystemConfigs: [] } })).rejects.toMatchObject(
      refused,
    )
    await expect(update({ DomainId, DefaultSpaceSettings: { ExecutionRole: '' } })).rejects.toThrow(
      "at 'defaultSpaceSettings.executionRole' failed to satisfy constraint: Member must have length greater than or equal to 20",
    )
    await update({ DomainId, DefaultSpaceSettings: { ExecutionRole } })
  })

  it('takes a POSIX identity only while the domain has no profiles', async () => {
    const { fake, DomainId, update } = withDomain()
    const DefaultUserSettings = { CustomPosixUserConfig: { Uid: 200_010, Gid: 1001 } }
    await update({ DomainId, DefaultUserSettings })
    fake.seed.userProfile({ DomainId, UserProfileName: 'alice' })
    await expect(update({ DomainId, DefaultUserSettings })).rejects.toMatchObject(refused)
  })

  it('refuses the members that echoing the description back would send', async () => {
    const { DomainId, update } = withDomain()
    await expect(update({ DomainId, AppNetworkAccessType: 'VpcOnly' })).rejects.toThrow(
      'VpcId and Subnet IDs are required',
    )
    await expect(update({ DomainId, AppSecurityGroupManagement: 'Service' })).rejects.toThrow('Rstudio enabled domains')
    await expect(update({ DomainId, VpcId: DEFAULT_VPC_ID })).rejects.toMatchObject(refused)
  })

  it('refuses another role while apps run, and by choice the same one', async () => {
    const { fake, DomainId, update } = withDomain()
    const running = { DomainId, UserProfileName: 'alice' }
    fake.seed.userProfile(running)
    fake.seed.app(running)
    const other = update({ DomainId, DefaultUserSettings: { ExecutionRole: OtherRole } })
    await expect(other).rejects.toThrow('with InService App. Delete all InService apps')
    await update({ DomainId, DefaultUserSettings: { ExecutionRole } })
    const strict = withDomain({ undocumented: { resentExecutionRole: 'change' } })
    strict.fake.seed.userProfile({ ...running, DomainId: strict.DomainId })
    strict.fake.seed.app({ ...running, DomainId: strict.DomainId })
    const same = strict.update({ DomainId: strict.DomainId, DefaultUserSettings: { ExecutionRole } })
    await expect(same).rejects.toMatchObject(refused)
  })

  it('refuses a second update while the first is under way, and drops one that failed', async () => {
    const { fake, DomainId, update, read } = withDomain({ delays: { updateDomain: 3_000 } })
    fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'ends-in', status: 'Update_Failed' } })
    await update({ DomainId, DefaultUserSettings: { ExecutionRole: OtherRole } })
    await expect(update({ DomainId })).rejects.toMatchObject({ name: 'ResourceInUse' })
    await fake.clock.advance(3_000)
    expect(await read(DomainId)).toMatchObject({ Status: 'Update_Failed', DefaultUserSettings: { ExecutionRole } })
  })

  it('replaces or merges nested settings, as chosen', async () => {
    const SharingSettings = { NotebookOutputOption: 'Allowed' as const, S3OutputPath: 's3://bucket/path' }
    for (const nestedSettings of ['replace', 'merge'] as const) {
      const { DomainId, update, read } = withDomain({ undocumented: { nestedSettings } })
      await update({ DomainId, DefaultUserSettings: { SharingSettings } })
      await update({ DomainId, DefaultUserSettings: { SharingSettings: { NotebookOutputOption: 'Disabled' } } })
      const stored = (await read(DomainId)).DefaultUserSettings?.SharingSettings
      const kept = nestedSettings === 'merge' ? { S3OutputPath: 's3://bucket/path' } : {}
      expect(stored).toEqual({ NotebookOutputOption: 'Disabled', ...kept })
    }
  })
})

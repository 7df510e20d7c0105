import { CloudFormationClient, ListExportsCommand } from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeDhcpOptionsCommand,
  DescribeNetworkAclsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'

const fake = createFakeAws()
const ec2 = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })

it('STS names the account, and the caller of CloudTrail’s records', async () => {
  const identity = await new STSClient(fake.clientConfig()).send(new GetCallerIdentityCommand())
  expect(identity).toMatchObject({
    Account: '111122223333',
    Arn: 'arn:aws:sts::111122223333:assumed-role/Admin/admin',
    UserId: 'AROAEXAMPLEADMIN00000:admin',
  })
})

describe('IAM', () => {
  const iam = new IAMClient({ ...fake.clientConfig(), maxAttempts: 1 })

  it('describes a role with its trust policy, percent-encoded', async () => {
    fake.seed.role({ RoleName: 'Studio', Path: '/service-role/', Tags: [{ Key: 'a', Value: 'b' }] })
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'Studio' }))
    expect(Role).toMatchObject({
      Arn: 'arn:aws:iam::111122223333:role/service-role/Studio',
      Tags: [{ Key: 'a', Value: 'b' }],
      CreateDate: new Date(Date.UTC(2026, 0, 1)),
    })
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
      Statement: [
        { Principal: { Service: 'sagemaker.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] },
      ],
    })
  })

  it('says that a role is missing', async () => {
    await expect(iam.send(new GetRoleCommand({ RoleName: 'None' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      $metadata: { httpStatusCode: 404 },
    })
  })
})

it('CloudFormation lists the exports of stacks, 100 a page', async () => {
  const cloudFormation = new CloudFormationClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const outputs = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`Output${n}`, `value ${n}`]))
  fake.seed.stackExports({ StackName: 'studio', outputs })
  fake.seed.stackExports({ StackName: 'other', outputs: { FileSystemId: 'fs-01234567' } })
  const first = await cloudFormation.send(new ListExportsCommand({}))
  const second = await cloudFormation.send(new ListExportsCommand({ NextToken: first.NextToken }))
  expect([first.Exports?.length, second.Exports?.length, second.NextToken]).toEqual([100, 1, undefined])
  expect(first.Exports?.[0]).toEqual({
    ExportingStackId: expect.stringMatching(/^arn:aws:cloudformation:[-a-z0-9]+:111122223333:stack\/other\/\w+$/),
    Name: 'other-FileSystemId',
    Value: 'fs-01234567',
  })
  await expect(cloudFormation.send(new ListExportsCommand({ NextToken: 'x' }))).rejects.toMatchObject({
    name: 'ValidationError',
  })
})

describe('KMS', () => {
  const kms = new KMSClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const describeKey = async (KeyId: string) => (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata

  it('describes a key by id, ARN and alias', async () => {
    const { KeyId, Arn } = fake.seed.kmsKey({ alias: 'alias/studio', KeyState: 'PendingDeletion' })
    for (const id of [KeyId, Arn, 'alias/studio', Arn.replace(/key\/.*/, 'alias/studio')]) {
      expect(await describeKey(id)).toMatchObject({
        KeyId,
        Enabled: false,
        KeyState: 'PendingDeletion',
        DeletionDate: new Date(Date.UTC(2026, 0, 31)),
      })
    }
  })

  it('has the key of EFS, with which file systems are encrypted by default', async () => {
    const { KmsKeyId = '' } = fake.seed.fileSystem({ Encrypted: true })
    expect(await describeKey(KmsKeyId)).toMatchObject({ Arn: KmsKeyId, KeyManager: 'AWS', Enabled: true })
    expect(await describeKey('alias/aws/elasticfilesystem')).toMatchObject({ Arn: KmsKeyId })
  })

  it.each(['0000', 'alias/none', 'arn:aws:kms:us-east-1:111122223333:key/0000'])('does not find %s', async (id) => {
    await expect(describeKey(id)).rejects.toMatchObject({ name: 'NotFoundException' })
  })
})

describe('CloudWatch Logs', () => {
  const logs = new CloudWatchLogsClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const logGroupName = '/aws/sagemaker/studio'

  it('lists streams by prefix and by time, in pages', async () => {
    for (const name of ['d-abc/b/JupyterLab/default', 'd-abc/a/JupyterLab/default', 'd-xyz/a/CodeEditor/default']) {
      fake.seed.logStream({ logStreamName: name })
      await fake.clock.advance(1_000)
    }
    const names = async (input: object) => {
      const { logStreams = [] } = await logs.send(new DescribeLogStreamsCommand({ logGroupName, ...input }))
      return logStreams.map(({ logStreamName }) => logStreamName?.slice(0, 7))
    }
    expect(await names({ logStreamNamePrefix: 'd-abc/' })).toEqual(['d-abc/a', 'd-abc/b'])
    expect(await names({ orderBy: 'LastEventTime', descending: true })).toEqual(['d-xyz/a', 'd-abc/a', 'd-abc/b'])
    const first = await logs.send(new DescribeLogStreamsCommand({ logGroupName, limit: 2 }))
    expect(await names({ nextToken: first.nextToken })).toEqual(['d-xyz/a'])
    await expect(names({ orderBy: 'LastEventTime', logStreamNamePrefix: 'd' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })

  it('says that a log group is missing', async () => {
    const missing = logs.send(new DescribeLogStreamsCommand({ logGroupName: '/none' }))
    await expect(missing).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    })
  })
})

describe('CloudWatch', () => {
  const cloudwatch = new CloudWatchClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const Dimensions = [{ Name: 'FileSystemId', Value: 'fs-11111111' }]

  function query(Stat: string, MetricName = 'PercentIOLimit') {
    const Metric = { Namespace: 'AWS/EFS', MetricName, Dimensions }
    const EndTime = new Date(fake.clock.now())
    const StartTime = new Date(fake.clock.now() - 600_000)
    const MetricDataQueries = [{ Id: 'm1', MetricStat: { Metric, Period: 300, Stat } }]
    return cloudwatch.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries }))
  }

  it('aggregates datapoints by period', async () => {
    fake.seed.metric({ MetricName: 'PercentIOLimit', Dimensions: { FileSystemId: 'fs-11111111' }, value: 97.5 })
    const { MetricDataResults: [maximum] = [] } = await query('Maximum')
    expect(maximum).toMatchObject({ Id: 'm1', Label: 'PercentIOLimit', StatusCode: 'Complete' })
    expect(maximum?.Values?.every((value) => value === 97.5)).toBe(true)
    expect(maximum?.Timestamps?.[0]).toBeInstanceOf(Date)
    const counted = (await query('SampleCount')).MetricDataResults?.[0]?.Values ?? []
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(10)
  })

  it('answers without values for a metric that nothing wrote, and refuses what it does not implement', async () => {
    expect((await query('Sum', 'BurstCreditBalance')).MetricDataResults).toMatchObject([{ Id: 'm1', Values: [] }])
    await expect(query('p99')).rejects.toMatchObject({ message: expect.stringContaining('the statistic p99') })
  })
})

describe('EC2', () => {
  it('tells one attribute of a VPC at a time', async () => {
    const { vpc } = fake.seed.vpc({ enableDnsHostnames: false })
    const attribute = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
      ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpc.VpcId, Attribute }))
    expect(await attribute('enableDnsHostnames')).toMatchObject({
      VpcId: vpc.VpcId,
      EnableDnsHostnames: { Value: false },
    })
    expect(await attribute('enableDnsSupport')).toMatchObject({ EnableDnsSupport: { Value: true } })
  })

  it('has a default network ACL that allows everything, until a subnet gets another one', async () => {
    const { vpc, subnets } = fake.seed.vpc({ zones: 2 })
    const [first, second] = subnets
    const aclOf = async (id: string | undefined) => {
      const Filters = [{ Name: 'association.subnet-id', Values: [id ?? ''] }]
      return (await ec2.send(new DescribeNetworkAclsCommand({ Filters }))).NetworkAcls
    }
    const [byDefault] = (await aclOf(first?.SubnetId)) ?? []
    expect(byDefault).toMatchObject({ IsDefault: true, VpcId: vpc.VpcId })
    expect(byDefault?.Associations?.map(({ SubnetId }) => SubnetId)).toEqual(subnets.map(({ SubnetId }) => SubnetId))
    expect(byDefault?.Entries?.map(({ RuleAction }) => RuleAction)).toEqual(['allow', 'allow', 'deny', 'deny'])

    const entry = { RuleNumber: 90, Protocol: '6', RuleAction: 'deny', Egress: true, CidrBlock: '0.0.0.0/0' } as const
    const Entries = [{ ...entry, PortRange: { From: 2049, To: 2049 } }]
    const acl = fake.seed.networkAcl({ VpcId: vpc.VpcId, SubnetIds: [first?.SubnetId ?? ''], Entries })
    expect(await aclOf(first?.SubnetId)).toMatchObject([
      { NetworkAclId: acl.NetworkAclId, Entries: [{ PortRange: { From: 2049, To: 2049 } }, {}, {}] },
    ])
    expect(await aclOf(second?.SubnetId)).toMatchObject([
      { IsDefault: true, Associations: [{ SubnetId: second?.SubnetId }] },
    ])
  })

  it('has DHCP options with AWS’s DNS server, and others for a VPC with a server of its own', async () => {
    const { vpc } = fake.seed.vpc()
    const { DhcpOptionsId } = fake.seed.dhcpOptions({ options: { 'domain-name-servers': ['10.0.0.2', '10.0.0.3'] } })
    vpc.DhcpOptionsId = DhcpOptionsId
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpc.VpcId] }))
    expect(Vpcs).toMatchObject([{ DhcpOptionsId }])
    const { DhcpOptions } = await ec2.send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [DhcpOptionsId] }))
    expect(DhcpOptions?.[0]?.DhcpConfigurations).toEqual([
      { Key: 'domain-name-servers', Values: [{ Value: '10.0.0.2' }, { Value: '10.0.0.3' }] },
    ])
    const all = await ec2.send(new DescribeDhcpOptionsCommand({ Filters: [{ Name: 'value', Values: ['Amazon*'] }] }))
    expect(all.DhcpOptions).toHaveLength(1)
    const missing = ec2.send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: ['dopt-00000000'] }))
    await expect(missing).rejects.toMatchObject({ name: 'InvalidDhcpOptionID.NotFound' })
  })
})

import { readFileSync } from 'node:fs'
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  DescribeDhcpOptionsCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import {
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  DescribeReplicationConfigurationsCommand,
  EFSClient,
} from '@aws-sdk/client-efs'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import {
  DescribeAppCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import type { FileSystemPath } from '@studio-efs/core/directories'
import { expect, it } from 'vitest'
import { stage } from '../src/studio/stage/stage.js'
import { type WorkingStudio, workingStudio } from '../src/studio/working-studio.js'

const page = readFileSync(new URL('../../../docs/test-kit.md', import.meta.url), 'utf8')
const rows = [...page.matchAll(/^\| `stage\.(\w+)` \| [^|]+ \| S\d \| ([^|]+) \|$/gm)].map(
  ([, name = '', seenIn = '']) => ({ name, seenIn: seenIn.split(',').map((one) => one.trim().replaceAll('`', '')) }),
)

/** Everything that a diagnosis reads, by operation: the reply, or the name of the error. */
async function readAll(studio: WorkingStudio): Promise<Readonly<Record<string, unknown>>> {
  const { fake, domainId: DomainId, fileSystemId: FileSystemId, vpcId, directories, roleName: RoleName } = studio
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const [sagemaker, efs, ec2] = [new SageMakerClient(config), new EFSClient(config), new EC2Client(config)]
  const inVpc = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }
  const name = { DomainId, SpaceName: 'alice-lab' }
  const targets = (await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))).MountTargets ?? []
  const { KmsKeyId } = (await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))).FileSystems?.[0] ?? {}
  const Dimensions = [{ Name: 'FileSystemId', Value: FileSystemId }]
  const metric = (MetricName: string) => ({
    Id: MetricName === 'PercentIOLimit' ? 'limit' : 'credits',
    MetricStat: { Metric: { Namespace: 'AWS/EFS', MetricName, Dimensions }, Period: 300, Stat: 'Minimum' },
  })
  const span = { StartTime: new Date(fake.clock.now() - 600_000), EndTime: new Date(fake.clock.now()) }
  const MetricDataQueries = ['PercentIOLimit', 'BurstCreditBalance'].map(metric)
  const attribute = (Attribute: 'enableDnsSupport' | 'enableDnsHostnames') =>
    ec2.send(new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute }))
  const paths = ['/alice', '/team'] as FileSystemPath[]
  const reads: Readonly<Record<string, () => Promise<unknown>>> = {
    DescribeDomain: () => sagemaker.send(new DescribeDomainCommand({ DomainId })),
    DescribeUserProfile: () => sagemaker.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' })),
    DescribeSpace: () => sagemaker.send(new DescribeSpaceCommand(name)),
    DescribeApp: () => sagemaker.send(new DescribeAppCommand({ ...name, AppType: 'JupyterLab', AppName: 'default' })),
    DescribeFileSystems: () => efs.send(new DescribeFileSystemsCommand({ FileSystemId })),
    DescribeMountTargets: async () => targets,
    DescribeMountTargetSecurityGroups: () =>
      Promise.all(
        targets.map(async ({ MountTargetId }) =>
          efs.send(new DescribeMountTargetSecurityGroupsCommand({ MountTargetId })),
        ),
      ),
    DescribeFileSystemPolicy: () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId })),
    DescribeReplicationConfigurations: () => efs.send(new DescribeReplicationConfigurationsCommand({ FileSystemId })),
    DescribeSecurityGroups: () => ec2.send(new DescribeSecurityGroupsCommand(inVpc)),
    DescribeNetworkAcls: () => ec2.send(new DescribeNetworkAclsCommand(inVpc)),
    DescribeVpcAttribute: () => Promise.all([attribute('enableDnsSupport'), attribute('enableDnsHostnames')]),
    DescribeDhcpOptions: async () => {
      const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] }))
      return ec2.send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [Vpcs?.[0]?.DhcpOptionsId ?? ''] }))
    },
    DescribeKey: () => new KMSClient(config).send(new DescribeKeyCommand({ KeyId: KmsKeyId })),
    GetRole: () => new IAMClient(config).send(new GetRoleCommand({ RoleName })),
    DescribeLogStreams: () =>
      new CloudWatchLogsClient(config).send(new DescribeLogStreamsCommand({ logGroupName: '/aws/sagemaker/studio' })),
    GetMetricData: () => new CloudWatchClient(config).send(new GetMetricDataCommand({ ...span, MetricDataQueries })),
    inspectDirectories: () => directories.inspectDirectories(paths),
  }
  const entries = Object.entries(reads).map(async ([operation, read]) => [operation, await outcomeOf(read)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function outcomeOf(read: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await read(), (key, value) => (key === '$metadata' ? undefined : value))
  } catch (error) {
    return (error as Error).name
  }
}

it('the page lists every stage', () => {
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(stage))
})

it('in a working studio, everything that a diagnosis reads is there', async () => {
  const read = await readAll(workingStudio())
  const refused = Object.entries(read).filter(
    ([, outcome]) => !String(outcome).startsWith('[') && !String(outcome).startsWith('{'),
  )
  // EFS answers so for a file system without a policy or a replication.
  expect(refused).toEqual([
    ['DescribeFileSystemPolicy', 'PolicyNotFound'],
    ['DescribeReplicationConfigurations', 'ReplicationNotFound'],
  ])
  expect(read['inspectDirectories']).toContain('"uid":200001')
})

const working = readAll(workingStudio())

it.each(rows)('stage.$name is seen in $seenIn, and nowhere else', async ({ name, seenIn }) => {
  const studio = workingStudio()
  stage[name as keyof typeof stage](studio)
  const [before, after] = [await working, await readAll(studio)]
  const changed = Object.keys(after).filter((operation) => after[operation] !== before[operation])
  expect(changed.sort()).toEqual(seenIn.toSorted())
})

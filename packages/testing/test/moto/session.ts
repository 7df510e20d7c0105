import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createNormalizer, type Flat } from './normalize.js'

/** What a call came to, normalized: by path, each value as JSON. */
export interface Outcome {
  readonly step: string
  readonly values: Flat
}

/** One run of the script against one server. */
export interface Session {
  readonly efs: EFSClient
  readonly ec2: EC2Client
  readonly sagemaker: SageMakerClient
  readonly vpcId: string
  readonly defaultGroupId: string
  /** Of the default VPC, by zone. */
  readonly subnetIds: readonly string[]
  readonly outcomes: readonly Outcome[]
  /** Makes the call and keeps its outcome under that name; resolves to the output, `undefined` after an error. */
  record<T extends object>(step: string, call: Promise<T>): Promise<T | undefined>
  /** Waits until whatever is under way has come to its end. */
  settle(): Promise<void>
}

export async function openSession(url: string, settle: () => Promise<void>): Promise<Session> {
  const config = {
    region: 'eu-west-1',
    endpoint: url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  }
  const ec2 = new EC2Client(config)
  const { vpcId, subnetIds, defaultGroupId } = await findDefaults(ec2)
  const outcomes: Outcome[] = []
  const normalize = createNormalizer([vpcId, defaultGroupId, ...subnetIds])

  async function record<T extends object>(step: string, call: Promise<T>): Promise<T | undefined> {
    try {
      const output = await call
      outcomes.push({ step, values: normalize(output) })
      return output
    } catch (error) {
      const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
      outcomes.push({ step, values: normalize({ error: name, $metadata }) })
      return undefined
    }
  }

  const efs = new EFSClient(config)
  const sagemaker = new SageMakerClient(config)
  return { efs, ec2, sagemaker, vpcId, subnetIds, defaultGroupId, outcomes, record, settle }
}

async function findDefaults(ec2: EC2Client) {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
  const byZone = Subnets.sort((a, b) => ((a.AvailabilityZone ?? '') < (b.AvailabilityZone ?? '') ? -1 : 1))
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({}))
  return {
    vpcId: byZone[0]?.VpcId ?? '',
    subnetIds: byZone.map(({ SubnetId = '' }) => SubnetId),
    defaultGroupId: SecurityGroups[0]?.GroupId ?? '',
  }
}

import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { S3Client } from '@aws-sdk/client-s3'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createNormalizer, type Flat } from './normalize.js'

/** The normalized outcome of a call: values as JSON, by path. */
export interface Outcome {
  readonly step: string
  readonly values: Flat
}

/** A server that the script runs against. */
export interface Server {
  readonly url: string
  /** Waits until no change is under way. */
  waitUntilReady(): Promise<void>
  /** Creates a bucket with these objects. */
  fill(bucket: string, objects: Readonly<Record<string, string>>): Promise<void>
}

/** One run of the script against one server. */
export interface Session extends Pick<Server, 'waitUntilReady' | 'fill'> {
  readonly efs: EFSClient
  readonly ec2: EC2Client
  readonly sagemaker: SageMakerClient
  readonly s3: S3Client
  readonly vpcId: string
  readonly defaultGroupId: string
  /** Subnets of the default VPC, in the order of the zones. */
  readonly subnetIds: readonly string[]
  readonly outcomes: readonly Outcome[]
  /** Records the outcome of the call as `step`. Resolves to the output, `undefined` after an error. */
  record<T extends object>(step: string, call: Promise<T>): Promise<T | undefined>
}

export async function openSession({ url, waitUntilReady, fill }: Server): Promise<Session> {
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
  const s3 = new S3Client({ ...config, forcePathStyle: true })
  return { fill, efs, ec2, sagemaker, s3, vpcId, subnetIds, defaultGroupId, outcomes, record, waitUntilReady }
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

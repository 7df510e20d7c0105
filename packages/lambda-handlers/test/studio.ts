import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DomainId, FileSystemId } from '@studio-efs/core'
import { DEFAULT_LAYOUT } from '@studio-efs/core/directories'
import { createFakeAws, type FakeAwsOptions, memoryDirectoryDriver, profileFileSystems } from '@studio-efs/testing'
import { jsonLogger } from '../src/handler/json-logger.js'

export const domainId = 'd-science' as DomainId
export const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
export const role = 'arn:aws:iam::111122223333:role/SharedSpaces'

/** A fake AWS with one domain, a context for handlers, and the log records that they wrote. */
export function studio({
  zones = [0, 1, 2],
  ...options
}: FakeAwsOptions & { readonly zones?: readonly number[] } = {}) {
  const fake = createFakeAws(options)
  const { vpc, subnets } = fake.seed.vpc({ zones: 3 })
  const subnetIn = (zone: number) => subnets[zone]?.SubnetId ?? ''
  const place = { VpcId: vpc.VpcId, SubnetIds: zones.map(subnetIn) }
  const DefaultSpaceSettings = { ExecutionRole: role }
  fake.seed.domain({ DomainId: domainId, DomainName: 'science', ...place, DefaultSpaceSettings })
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const records: Record<string, unknown>[] = []
  return {
    fake,
    vpc,
    directories,
    /** Another domain of the VPC. */
    neighbour: (DomainId: string, inZones = zones) =>
      fake.seed.domain({ DomainId, VpcId: vpc.VpcId, SubnetIds: inZones.map(subnetIn), DefaultSpaceSettings }),
    records,
    context: {
      sagemaker: new SageMakerClient(config),
      efs: new EFSClient(config),
      ec2: new EC2Client(config),
      directories,
      clock: fake.clock,
      logger: jsonLogger((line) => records.push(JSON.parse(line))),
    },
    configuration: { fileSystemId, domainIds: [domainId], layout: DEFAULT_LAYOUT },
    profile: (UserProfileName: string) => fake.seed.userProfile({ DomainId: domainId, UserProfileName }),
    pathsOf: () => directories.entries().map(({ path }) => path),
    listOf: (userProfileName: string) => profileFileSystems(fake, { domainId, userProfileName }),
  }
}

/** The same, with the configured file system in the domain's VPC. */
export function studioWithFileSystem(options: Parameters<typeof studio>[0] = {}) {
  const world = studio(options)
  const { fake } = world
  fake.seed.fileSystem({ FileSystemId: fileSystemId })
  const [SubnetId = ''] = fake.state.sagemaker.domains.get(domainId)?.SubnetIds ?? []
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId })
  return world
}

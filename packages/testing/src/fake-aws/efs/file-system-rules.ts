import { FakeAwsError } from '../fake-aws-error.js'
import type { World } from '../world.js'
import type { NewFileSystem } from './file-system-record.js'
import { badRequest } from './refusals.js'
import type { FileSystemRecord } from './state.js'
import { checkTags } from './tag-rules.js'

/** Refuses what the API reference excludes. */
export function checkNewFileSystem(world: World, wanted: NewFileSystem): void {
  const { AvailabilityZoneName: zone, KmsKeyId, Encrypted, Tags } = wanted
  checkTags(Tags ?? [])
  if (KmsKeyId !== undefined && Encrypted !== true) throw badRequest('KmsKeyId is for encrypted file systems only.')
  if (zone !== undefined && !hasZone(world, zone)) {
    throw new FakeAwsError('UnsupportedAvailabilityZone', `The Availability Zone ${zone} is not supported.`)
  }
  if (wanted.PerformanceMode === 'maxIO' && (zone !== undefined || wanted.ThroughputMode === 'elastic')) {
    throw badRequest('The performance mode maxIO is neither for One Zone file systems nor for elastic throughput.')
  }
  checkThroughput(wanted.ThroughputMode, wanted.ProvisionedThroughputInMibps)
  const { fileSystems: limit } = world.settings.quotas
  if (limit !== undefined && world.state.efs.fileSystems.size >= limit) {
    throw new FakeAwsError('FileSystemLimitExceeded', `You have already the maximum of ${limit} file systems.`)
  }
}

/** Provisioned throughput needs an amount, and nothing else takes one. */
export function checkThroughput(
  mode: FileSystemRecord['ThroughputMode'] | undefined,
  amount: number | undefined,
): void {
  if ((mode === 'provisioned') === (amount !== undefined)) return
  throw badRequest('ProvisionedThroughputInMibps goes with the throughput mode provisioned, and must then be given.')
}

function hasZone({ state }: World, zone: string): boolean {
  return [...state.ec2.subnets.values()].some(({ AvailabilityZone }) => AvailabilityZone === zone)
}

import { timestamp } from '../state/record.js'
import type { BucketRecord } from '../state/s3.js'
import type { World } from '../world/world.js'
import { type BackupSeed, createBackupSeed } from './backup/seed.js'
import { type CloudFormationSeed, createCloudFormationSeed } from './cloudformation/seed.js'
import { type CloudWatchSeed, createCloudWatchSeed } from './cloudwatch/seed.js'
import { createEc2Seed, type Ec2Seed } from './ec2/seed.js'
import { createEfsSeed, type EfsSeed } from './efs/seed.js'
import { createIamSeed, type IamSeed } from './iam/seed.js'
import { createKmsSeed, type KmsSeed } from './kms/seed.js'
import { createLogsSeed, type LogsSeed } from './logs/seed.js'
import { type ObjectContents, putObjects } from './s3/buckets.js'
import { createSageMakerSeed, type SageMakerSeed } from './sagemaker/seed.js'

/**
 * Adds resources to the state as if they had existed for long: `InService` or `available` unless the seed says
 * otherwise, without validation, without a call and without a CloudTrail record. Times are Dates. Throws when the resource
 * that they belong to does not exist; replaces a resource of the same name.
 */
export interface Seed
  extends SageMakerSeed,
    Ec2Seed,
    EfsSeed,
    IamSeed,
    KmsSeed,
    LogsSeed,
    CloudWatchSeed,
    CloudFormationSeed,
    BackupSeed {
  /** Adds objects to an S3 bucket, and creates the bucket when missing. */
  bucket(name: string, objects?: ObjectContents): BucketRecord
}

export function createSeed(world: World): Seed {
  return withDates({
    ...createSageMakerSeed(world),
    ...createEc2Seed(world),
    ...createEfsSeed(world),
    ...createIamSeed(world),
    ...createKmsSeed(world),
    ...createLogsSeed(world),
    ...createCloudWatchSeed(world),
    ...createCloudFormationSeed(world),
    ...createBackupSeed(world),
    bucket: (name, objects = {}) => putObjects(world, name, objects),
  })
}

/** Takes Dates for times, which each protocol writes in its own format. */
function withDates(seed: Seed): Seed {
  const adders = Object.entries(seed).map(([name, add]: [string, (...args: unknown[]) => unknown]) => {
    return [name, (...args: unknown[]) => add(...args.map(datesAsTimestamps))]
  })
  return Object.fromEntries(adders)
}

function datesAsTimestamps(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.values(value).every((each) => !(each instanceof Date)))
    return value
  const members = Object.entries(value).map(([name, each]) => {
    return [name, each instanceof Date ? timestamp(each.getTime()) : each]
  })
  return Object.fromEntries(members)
}

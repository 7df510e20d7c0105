import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  createFakeAws,
  efsEntry,
  type FakeAwsOptions,
  memoryDirectoryDriver,
  profileFileSystems,
  type StudioSettings,
  type TestClock,
  writesIn,
} from '@studio-efs/testing'
import { createDomainCache, createStudioEfs } from '../src/index.js'

export const fileSystemId = 'fs-0123456789abcdef0'
export const domainId = 'd-science'
export const alice = { domainId, userProfileName: 'alice', fileSystemId }
export const datasets = efsEntry('fs-0bbbbbbbbbbbbbbbb', '/datasets')
export const lustre = { FSxLustreFileSystemConfig: { FileSystemId: 'fs-0cccccccccccccccc', FileSystemPath: '/' } }
export const models = { S3FileSystemConfig: { S3Uri: 's3://science/models', MountPath: '/models' } }

export interface StudioOptions extends FakeAwsOptions<TestClock> {
  readonly domainSettings?: StudioSettings
  /** Attempts of the SDK client. Default 1, so that only the operations retry. */
  readonly maxAttempts?: number
}

/** A fake AWS with one domain, operations bound to it, and directories in memory. */
export function studio({ domainSettings, maxAttempts = 1, ...options }: StudioOptions = {}) {
  const fake = createFakeAws<TestClock>(options)
  fake.seed.domain({ DomainId: domainId, ...(domainSettings && { DefaultUserSettings: domainSettings }) })
  const directories = memoryDirectoryDriver()
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts })
  const context = { sagemaker, directories, clock: fake.clock, domainCache: createDomainCache() }
  return {
    fake,
    directories,
    context,
    studioEfs: createStudioEfs(context),
    profile: (UserProfileName: string, UserSettings?: StudioSettings) =>
      fake.seed.userProfile({ DomainId: domainId, UserProfileName, ...(UserSettings && { UserSettings }) }),
    listOf: (userProfileName: string) => profileFileSystems(fake, { domainId, userProfileName }),
    calls: () => fake.calls.map(({ operation }) => operation),
    writes: () => writesIn(fake.calls),
  }
}

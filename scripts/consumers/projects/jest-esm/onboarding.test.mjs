import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { expect, test } from '@jest/globals'
import { onboardProfile } from '@studio-efs/core'
import { efsEntry, memoryDirectoryDriver, profileFileSystems, readyStudio } from '@studio-efs/testing'

test('a profile is onboarded on the fake AWS', async () => {
  const { fake, domainId, fileSystemId, userProfiles } = readyStudio()
  const directories = memoryDirectoryDriver()
  const context = { sagemaker: new SageMakerClient(fake.clientConfig()), directories, clock: fake.clock }
  const result = await onboardProfile(context, { domainId, userProfileName: 'alice', fileSystemId })
  expect(result.isOk()).toBe(true)
  expect(profileFileSystems(fake, userProfiles[0])).toEqual([efsEntry(fileSystemId, '/alice')])
})

const { SageMakerClient } = require('@aws-sdk/client-sagemaker')
const { onboardProfile } = require('@studio-efs/core')
const { efsEntry, memoryDirectoryDriver, profileFileSystems, readyStudio } = require('@studio-efs/testing')

test('a profile is onboarded on the fake AWS', async () => {
  const { fake, domainId, fileSystemId, userProfiles } = readyStudio()
  const directories = memoryDirectoryDriver()
  const context = { sagemaker: new SageMakerClient(fake.clientConfig()), directories, clock: fake.clock }
  const result = await onboardProfile(context, { domainId, userProfileName: 'alice', fileSystemId })
  expect(result.isOk()).toBe(true)
  expect(profileFileSystems(fake, userProfiles[0])).toEqual([efsEntry(fileSystemId, '/alice')])
})

// Loads the packages with `require`, which Node can since 20.19, and onboards a profile on the fake AWS.
const assert = require('node:assert/strict')
const { SageMakerClient } = require('@aws-sdk/client-sagemaker')
const { onboardProfile } = require('@studio-efs/core')
const { memoryDirectoryDriver, readyStudio } = require('@studio-efs/testing')

const { exports: coreExports } = require('@studio-efs/core/package.json')
const { exports: handlerExports } = require('@studio-efs/lambda-handlers/package.json')
for (const entry of Object.keys(coreExports)) assert(require(entry.replace(/^\./, '@studio-efs/core')))
for (const entry of Object.keys(handlerExports)) assert(require(entry.replace(/^\./, '@studio-efs/lambda-handlers')))

const { fake, domainId, fileSystemId } = readyStudio()
const context = {
  sagemaker: new SageMakerClient(fake.clientConfig()),
  directories: memoryDirectoryDriver(),
  clock: fake.clock,
}
onboardProfile(context, { domainId, userProfileName: 'alice', fileSystemId }).then((result) => {
  if (result.isErr()) throw result.error
  assert.equal(result.value.changes.length, 2)
})

// Uses every client of the peer range once, on the fake AWS, as an application would.
import assert from 'node:assert/strict'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { S3Client } from '@aws-sdk/client-s3'
import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createStudioEfs } from '@studio-efs/core'
import { logFilesSource, lookupEventsSource } from '@studio-efs/core/cloudtrail'
import { lambdaDirectoryDriver } from '@studio-efs/core/lambda'
import { createProvisionDirectories } from '@studio-efs/lambda-handlers/provision-directories'
import { assertOk, createFakeAws, memoryDirectoryDriver } from '@studio-efs/testing'

const fake = createFakeAws()
const config = fake.clientConfig()
const { DomainId: domainId, VpcId: vpcId } = fake.seed.domain({ DomainId: 'd-studio' })
const memory = memoryDirectoryDriver()
const logger = { debug() {}, info() {}, warn() {}, error() {} }
fake.functions.register('directories', createProvisionDirectories({ context: { directories: memory, logger } }))

const sagemaker = new SageMakerClient(config)
const studioEfs = createStudioEfs({
  sagemaker,
  efs: new EFSClient(config),
  ec2: new EC2Client(config),
  directories: lambdaDirectoryDriver({ lambda: new LambdaClient(config), functionName: 'directories' }),
  clock: fake.clock,
})

// EFS and EC2: the file system, its mount targets, access point and security groups.
const { fileSystem } = assertOk(await studioEfs.ensureFileSystemForDomain({ domainId }))
assert(fileSystem !== undefined, 'without dryRun there is a file system')
const { fileSystemId } = fileSystem
assert.deepEqual(assertOk(await studioEfs.ensureFileSystemForDomain({ domainId })).changes, [])

// SageMaker and Lambda: one profile, a shared directory, all domains of the VPC.
await sagemaker.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName: 'alice' }))
assertOk(await studioEfs.onboardProfile({ domainId, userProfileName: 'alice', fileSystemId }))
assertOk(
  await studioEfs.setDomainDefault({
    domainId,
    fileSystemId,
    fileSystemPath: '/_shared',
    scope: 'private',
    directory: 'provision',
  }),
)
if (vpcId !== undefined) {
  assertOk(await studioEfs.shareAcrossVpcDomains({ vpcId, fileSystemId, fileSystemPath: '/_shared', scope: 'private' }))
}
const made = memory.entries().map(({ path }) => path)
assert.deepEqual(made.sort(), ['/_shared', '/alice'])

// CloudTrail and S3: the profile's event, from the event history and from a trail's log files. Reading files takes real
// time, so these runs have the real clock.
const catchUp = createStudioEfs({ sagemaker, directories: memory })
const events = lookupEventsSource({ cloudTrail: new CloudTrailClient(config), clock: fake.clock }, {})
await fake.writeCloudTrailLogs({ bucket: 'trail' })
const files = logFilesSource({ s3: new S3Client(config) }, { location: 's3://trail' })
for (const source of [events, files]) {
  const { result, unchanged } = assertOk(await catchUp.replayCloudTrail({ source, fileSystemId }).summary())
  assert.equal(result, 'complete')
  assert.equal(unchanged, 1)
}
console.log('the tour is over')

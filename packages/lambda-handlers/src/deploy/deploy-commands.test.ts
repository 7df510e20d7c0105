import { expect, test } from 'vitest'
import { deployCommands } from './deploy-commands.js'

const options = {
  domainId: 'd-abcdefghijkl',
  bucket: 'my-artifacts',
  stackName: 'studio-efs',
  templateFile: 'node_modules/@studio-efs/lambda-handlers/cloudformation/studio-efs.yaml',
  parameters: [],
}

test('these are the commands', () => {
  expect(deployCommands(options)).toBe(`aws cloudformation package \\
  --template-file node_modules/@studio-efs/lambda-handlers/cloudformation/studio-efs.yaml \\
  --s3-bucket my-artifacts \\
  --output-template-file studio-efs.packaged.yaml

aws cloudformation deploy \\
  --template-file studio-efs.packaged.yaml \\
  --stack-name studio-efs \\
  --s3-bucket my-artifacts \\
  --capabilities CAPABILITY_IAM \\
  --parameter-overrides SageMakerDomainId=d-abcdefghijkl`)
})

test('what a shell would take apart is quoted', () => {
  const parameters = ['Layout=/{domainId}/{userProfileName}', "Name=it's"]
  expect(deployCommands({ ...options, parameters })).toContain(
    `SageMakerDomainId=d-abcdefghijkl 'Layout=/{domainId}/{userProfileName}' 'Name=it'\\''s'`,
  )
})

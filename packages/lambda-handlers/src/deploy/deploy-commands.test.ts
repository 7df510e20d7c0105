import { expect, test } from 'vitest'
import { deployCommands, fanOutCommands } from './deploy-commands.js'

const options = {
  domainId: 'd-abcdefghijkl',
  bucket: 'my-artifacts',
  stackName: 'studio-efs',
  templateFile: 'node_modules/@studio-efs/lambda-handlers/cloudformation/studio-efs.yaml',
  parameters: [],
}

test('these are the commands', () => {
  expect(deployCommands(options).join('\n\n')).toBe(`aws cloudformation package \\
  --template-file node_modules/@studio-efs/lambda-handlers/cloudformation/studio-efs.yaml \\
  --s3-bucket my-artifacts \\
  --output-template-file studio-efs.packaged.yaml

aws cloudformation deploy \\
  --template-file studio-efs.packaged.yaml \\
  --stack-name studio-efs \\
  --s3-bucket my-artifacts \\
  --capabilities CAPABILITY_IAM \\
  --parameter-overrides SageMakerDomainId=d-abcdefghijkl

aws stepfunctions start-execution \\
  --state-machine-arn "$(aws cloudformation describe-stacks --stack-name studio-efs --query "Stacks[0].Outputs[?OutputKey=='BackfillRunArn'].OutputValue" --output text)"`)
})

test('what a shell would take apart is quoted', () => {
  const parameters = ['Layout=/{domainId}/{userProfileName}', "Name=it's"]
  expect(deployCommands({ ...options, parameters }).join()).toContain(
    `SageMakerDomainId=d-abcdefghijkl 'Layout=/{domainId}/{userProfileName}' 'Name=it'\\''s'`,
  )
})

test('a shared directory is set by its function', () => {
  const commands = deployCommands({ ...options, parameters: ['Scenario=DomainShared'] }).join()
  expect(commands).toContain('aws lambda invoke')
  expect(commands).toContain("OutputKey=='SharingFunction'")
})

test('the fan-out takes the outputs of the stack for its parameters', () => {
  const { domainId: _, ...stack } = options
  expect(
    fanOutCommands({ ...stack, templateFile: 'studio-efs-fanout.yaml', listBucket: 'my-lists' }).join('\n\n'),
  ).toBe(`aws cloudformation package \\
  --template-file studio-efs-fanout.yaml \\
  --s3-bucket my-artifacts \\
  --output-template-file studio-efs-fanout.packaged.yaml

aws cloudformation deploy \\
  --template-file studio-efs-fanout.packaged.yaml \\
  --stack-name studio-efs-fanout \\
  --s3-bucket my-artifacts \\
  --capabilities CAPABILITY_IAM \\
  --parameter-overrides ListBucket=my-lists Metrics=studio-efs $(aws cloudformation describe-stacks --stack-name studio-efs --query "Stacks[0].Outputs[?contains(['SageMakerDomainId', 'FileSystemId', 'Layout', 'SharedPath', 'ForeignDirectories', 'DirectoryFunction'], OutputKey)].join('=', [OutputKey, OutputValue])" --output text)

aws stepfunctions start-execution \\
  --state-machine-arn "$(aws cloudformation describe-stacks --stack-name studio-efs-fanout --query "Stacks[0].Outputs[?OutputKey=='RunArn'].OutputValue" --output text)"`)
})

test('tags go to the stack and to what its custom resource makes, and named roles take their capability', () => {
  const rules = ['RoleNamePrefix=team', 'Monitoring=off', 'SharedPath=/x']
  const given = { ...options, parameters: rules, tags: ['CostCenter=42', 'Owner=Data Science'] }
  const commands = deployCommands(given).join()
  expect(commands).toContain("'Tags=CostCenter=42,Owner=Data Science' \\\n  --tags CostCenter=42 'Owner=Data Science'")
  expect(commands).toContain('--capabilities CAPABILITY_NAMED_IAM')
  const fanOut = fanOutCommands({ ...given, listBucket: 'my-lists' }).join()
  expect(fanOut).toContain('--parameter-overrides ListBucket=my-lists RoleNamePrefix=team $(')
  expect(fanOut).toContain('--capabilities CAPABILITY_NAMED_IAM')
})

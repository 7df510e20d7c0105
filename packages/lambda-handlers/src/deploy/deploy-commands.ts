import { FROM_OUTPUTS, forFanOut, forStack } from './parameter-names.js'

export interface DeployOptions {
  readonly domainId: string
  /** S3 bucket that the AWS CLI uploads the functions and the template to. */
  readonly bucket: string
  readonly stackName: string
  /** Path of the template. */
  readonly templateFile: string
  /** Parameters besides the domain, each as `Name=value`, those of the fan-out among them. */
  readonly parameters: readonly string[]
  /** Tags of the stack and of what its custom resource makes, each as `Key=value`. Default: none. */
  readonly tags?: readonly string[]
}

export interface FanOutOptions extends Omit<DeployOptions, 'domainId'> {
  /** S3 bucket of the list. */
  readonly listBucket: string
}

/** Three AWS CLI commands: two deploy the template, the third starts the first run, which a new stack may also do itself. */
export function deployCommands({ domainId, parameters, tags = [], ...stack }: DeployOptions): readonly string[] {
  const inside = tags.length === 0 ? [] : [`Tags=${tags.join(',')}`]
  const overrides = [`SageMakerDomainId=${domainId}`, ...forStack(parameters), ...inside].map(quoted)
  const isPrivate = parameters.every((one) => !one.startsWith('Scenario=') || one === 'Scenario=PrivateDirectories')
  const output = outputOf(stack.stackName, isPrivate ? 'BackfillRunArn' : 'SharingFunction')
  return printed([...deploying({ ...stack, tags }, overrides), isPrivate ? starting(output) : invoking(output)])
}

/** The same for the fan-out, which takes outputs of the first stack as parameters. Run the command again after a change. */
export function fanOutCommands({ listBucket, stackName, parameters, ...template }: FanOutOptions): readonly string[] {
  const wanted = `[${FROM_OUTPUTS.map((name) => `'${name}'`).join(', ')}]`
  const pairs = `Stacks[0].Outputs[?contains(${wanted}, OutputKey)].join('=', [OutputKey, OutputValue])`
  const fanOut = { ...template, stackName: `${stackName}-fanout` }
  const given = forFanOut(parameters)
  const isMeasured = !parameters.includes('Monitoring=off') && given.every((one) => !one.startsWith('Metrics='))
  const own = [`ListBucket=${listBucket}`, ...(isMeasured ? [`Metrics=${stackName}`] : []), ...given]
  return printed([
    ...deploying(fanOut, [...own.map(quoted), `$(${describing(stackName, pairs)})`]),
    starting(outputOf(fanOut.stackName, 'RunArn')),
  ])
}

type Command = readonly string[]

function deploying(
  { bucket, stackName, templateFile, tags = [] }: Pick<DeployOptions, 'bucket' | 'stackName' | 'templateFile' | 'tags'>,
  overrides: readonly string[],
): readonly Command[] {
  const packaged = `${stackName}.packaged.yaml`
  const named = overrides.some((one) => /^'?RoleNamePrefix=[^']/.test(one))
  return [
    [
      'aws cloudformation package',
      `--template-file ${quoted(templateFile)}`,
      `--s3-bucket ${quoted(bucket)}`,
      `--output-template-file ${quoted(packaged)}`,
    ],
    [
      'aws cloudformation deploy',
      `--template-file ${quoted(packaged)}`,
      `--stack-name ${quoted(stackName)}`,
      `--s3-bucket ${quoted(bucket)}`,
      `--capabilities ${named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'}`,
      `--parameter-overrides ${overrides.join(' ')}`,
      ...(tags.length === 0 ? [] : [`--tags ${tags.map(quoted).join(' ')}`]),
    ],
  ]
}

function starting(stateMachineArn: string): Command {
  return ['aws stepfunctions start-execution', `--state-machine-arn ${stateMachineArn}`]
}

function invoking(functionName: string): Command {
  return ['aws lambda invoke', '--invocation-type Event', `--function-name ${functionName}`, '/dev/stdout']
}

/** Lets the shell insert the value of a stack's output. */
function outputOf(stackName: string, key: string): string {
  return `"$(${describing(stackName, `Stacks[0].Outputs[?OutputKey=='${key}'].OutputValue`)})"`
}

function describing(stackName: string, query: string): string {
  return `aws cloudformation describe-stacks --stack-name ${quoted(stackName)} --query "${query}" --output text`
}

function printed(commands: readonly Command[]): readonly string[] {
  return commands.map((words) => words.join(' \\\n  '))
}

/** Quotes a word for a POSIX shell, if need be. */
function quoted(text: string): string {
  return /^[-\w./=:,@%+]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

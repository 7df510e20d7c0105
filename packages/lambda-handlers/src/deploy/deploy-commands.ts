export interface DeployOptions {
  readonly domainId: string
  /** S3 bucket that the AWS CLI uploads the functions and the template to. */
  readonly bucket: string
  readonly stackName: string
  /** Of the template, as it is installed here. */
  readonly templateFile: string
  /** Besides the domain, each as `Name=value`. */
  readonly parameters: readonly string[]
}

/** The two commands that deploy the template. They are what the AWS CLI takes, and nothing else is needed. */
export function deployCommands({ domainId, bucket, stackName, templateFile, parameters }: DeployOptions): string {
  const packaged = `${stackName}.packaged.yaml`
  const overrides = [`SageMakerDomainId=${domainId}`, ...parameters]
  const commands = [
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
      '--capabilities CAPABILITY_IAM',
      `--parameter-overrides ${overrides.map(quoted).join(' ')}`,
    ],
  ]
  return commands.map((words) => words.join(' \\\n  ')).join('\n\n')
}

/** For a shell: what is not plain is quoted. */
function quoted(text: string): string {
  return /^[-\w./=:,@%+]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

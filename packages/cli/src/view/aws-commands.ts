/** Prefixes of IAM actions that differ from the AWS CLI's name of the service. */
const SERVICES: Readonly<Record<string, string>> = { elasticfilesystem: 'efs' }

/** Command of the AWS CLI for an IAM action of a request: `aws efs put-file-system-policy`. */
export function awsCommandOf(action: string): string {
  const [service = '', operation = ''] = action.split(':')
  const words = operation.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
  return `aws ${SERVICES[service] ?? service} ${words}`
}

/** Requests that core's sentences advise, none of which a command of this package sends. */
const ACTIONS: Readonly<Record<string, string>> = {
  DeleteApp: 'sagemaker:DeleteApp',
  DeleteMountTarget: 'elasticfilesystem:DeleteMountTarget',
  DeleteReplicationConfiguration: 'elasticfilesystem:DeleteReplicationConfiguration',
}

/** A name that stands alone: no part of an IAM action, a path or a longer name. */
const NAME = new RegExp(String.raw`(?<![\w./:-])(${Object.keys(ACTIONS).join('|')})\b(?![\w/-])`, 'g')

/** Core's names of AWS requests as commands of the AWS CLI. */
export function withAwsCommands(text: string): string {
  return text.replaceAll(NAME, (name) => awsCommandOf(ACTIONS[name] ?? name))
}

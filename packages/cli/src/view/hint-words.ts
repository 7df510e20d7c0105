const SIGN_IN = 'sign in again, such as with aws sso login.'
const MOUNTED_THERE = 'Mount the file system there, or name the path where it is mounted.'

/** Advice of core that speaks of clients, drivers and other programs' settings, and what it is on a command line. */
export const HINTS: readonly (readonly [core: string, here: string])[] = [
  [
    "Set AWS_REGION, or give the client its Region: { region: 'eu-west-1' }.",
    'Set AWS_REGION, or add --region, such as --region eu-west-1.',
  ],
  ['sign in again, or give the client a provider that renews its credentials.', SIGN_IN],
  ["Mount the file system there; for a local directory, say mountPoint: 'not-required'.", MOUNTED_THERE],
  [
    'Mount the file system there, or set the mount path to where it is mounted; a Lambda function mounts it by its file-system configuration.',
    MOUNTED_THERE,
  ],
  [
    'Run it in a Lambda function, a Linux container or WSL; tests can use memoryDirectoryDriver of @studio-efs/testing.',
    'Add --directory-function in place of --mount-path, or run it on Linux.',
  ],
  [
    'give it more time: timeoutMs of the call, or the timeout of the Lambda function that makes it.',
    'give it more time with --timeout.',
  ],
  ['the mount maps users: see AttributesNotKeptError.', 'the mount maps users: mount it without user mapping.'],
  ['Looked at with deep: true only.', 'Looked at with --deep only.'],
  [
    'The context has no directories: a directory driver, such as lambdaDirectoryDriver.',
    'Add --directory-function or --mount-path.',
  ],
  ['a date: a Date, or a string such as', 'a date such as'],
  ['Pass uid and gid, such as a gid', 'Add --uid and --gid, such as a gid'],
  ["or pass directory: 'as-is'.", 'or leave out --make-directory.'],
  ['Correct fileSystemId, or the Region of the EFS client.', 'Correct --file-system, or the Region.'],
  ['IAM Identity Center with person.', 'IAM Identity Center with --person.'],
  ['A policy can close it.', 'studio-efs diagnose --closing-policy shows a policy that closes it.'],
  ['Put the closing policy of this report.', 'Put the policy that --closing-policy shows.'],
  ['which is not visible yet', 'which SageMaker does not show; for a new one that takes seconds, a minute at most'],
  ['not visible yet', 'not shown by SageMaker yet'],
  [
    'Check the id, the name, the Region and the account; it may have been deleted in the meantime.',
    'Check the id and the name, and that it was not deleted; if it is in another Region or account, add --region or --profile.',
  ],
  [
    'Automatic backups of EFS are switched on with PutBackupPolicy.',
    'To switch automatic backups on: aws efs put-backup-policy --file-system-id <id> --backup-policy Status=ENABLED; or edit the file system in the EFS console.',
  ],
  [
    'DeleteDomain with RetentionPolicy.HomeEfsFileSystem set to Delete.',
    'aws sagemaker delete-domain --retention-policy HomeEfsFileSystem=Delete --domain-id <id>.',
  ],
  ['kms:CancelKeyDeletion', 'aws kms cancel-key-deletion'],
  [
    'Check its name, the account and the Region.',
    'Check its name; if it is in another Region or account, add --region or --profile.',
  ],
  ['UpdateDomain SubnetIds', 'aws sagemaker update-domain with --subnet-ids'],
]

const CREDENTIALS = 'Check the credentials and the Region that the AWS SDK finds in this environment.'

/** A message with the advice that a user of a terminal can follow. */
export function withTerminalWords(message: string, profile: string | undefined): string {
  const source = profile === undefined ? 'in this environment' : `for profile ${profile}`
  const credentials = `Check the credentials and the Region that the AWS SDK finds ${source}, or name others with --profile and --region.`
  return HINTS.reduce(
    (text, [core, here]) => text.replace(core, here),
    message.replace(CREDENTIALS, () => credentials),
  )
}

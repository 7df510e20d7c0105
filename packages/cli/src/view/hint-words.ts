const SIGN_IN = 'sign in again, such as with aws sso login.'

/** Advice of core that speaks of clients and drivers, and what it is on a command line. */
const HINTS: readonly (readonly [core: string, here: string])[] = [
  [
    "Set AWS_REGION, or give the client its Region: { region: 'eu-west-1' }.",
    'Set AWS_REGION, or add --region, such as --region eu-west-1.',
  ],
  ['sign in again, or give the client a provider that renews its credentials.', SIGN_IN],
  [
    "Mount the file system there; for a local directory, say mountPoint: 'not-required'.",
    'Mount the file system there, or name the path where it is mounted.',
  ],
  [
    'Give the function a file-system configuration with this local mount path, or set the mount path to the one it has.',
    'Mount the file system there, or name the path where it is mounted.',
  ],
  [
    'Run it in a Lambda function, a Linux container or WSL; tests can use memoryDirectoryDriver of @studio-efs/testing.',
    'Add --directory-function in place of --mount-path, or run it on Linux.',
  ],
  [
    'give it more time: timeoutMs of the call, or the timeout of the Lambda function that makes it.',
    'give it more time with --timeout.',
  ],
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

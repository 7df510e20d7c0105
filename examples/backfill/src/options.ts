import { Command, InvalidArgumentError, Option } from 'commander'

/** Parsed command line. */
export interface Options {
  readonly command: 'plan' | 'apply'
  readonly fileSystem: string
  readonly domain?: string[]
  readonly mountPath?: string
  readonly directoryFunction?: string
  readonly layout?: string
  readonly region?: string
  readonly concurrency?: number
  readonly timeout?: number
  readonly resume?: string
  readonly report: string
  readonly rows: number
  readonly fake?: number
}

export const FAKE_FILE_SYSTEM = 'fs-0123456789abcdef0'
/** Default report per command, so that a plan does not overwrite the report that `apply --resume` reads. */
const REPORTS = { plan: 'backfill-plan.json', apply: 'backfill-report.json' } as const

/** Throws a CommanderError, which commander has printed already, on a wrong command line and after help or version. */
export function readCommandLine(argv: readonly string[]): Options {
  let chosen: Options | undefined
  const program = new Command('backfill')
    .description('Gives every existing SageMaker Studio user profile a private directory on a custom EFS file system.')
    .exitOverride()
  for (const [command, description] of [
    ['plan', 'show what would change, and write nothing'],
    ['apply', 'onboard the profiles'],
  ] as const)
    withOptions(program.command(command).description(description)).action((given) => {
      chosen = { fileSystem: FAKE_FILE_SYSTEM, report: REPORTS[command], ...given, command }
    })
  program.parse(argv)
  if (chosen === undefined) throw program.error('error: missing command: plan or apply')
  return chosen
}

function withOptions(command: Command): Command {
  const where = ['Pass --mount-path or --directory-function, or --fake to try it out.']
  return command
    .exitOverride()
    .option('-f, --file-system <id>', 'the EFS file system, fs-…')
    .option('-d, --domain <ids...>', 'one domain or several (default: all of the Region)')
    .option('-m, --mount-path <path>', 'where this computer mounts the file system')
    .addOption(new Option('--directory-function <name>', 'the Lambda function that mounts it').conflicts('mountPath'))
    .option('-l, --layout <template>', 'path of a directory, such as /{domainId}/{userProfileName}')
    .option('--region <name>', 'default: the Region that the AWS SDK finds')
    .option('--concurrency <calls>', 'calls to AWS at once', wholeNumber)
    .option('--timeout <seconds>', 'end before that time', wholeNumber)
    .option('--resume <report>', 'continue the run that wrote this report')
    .option(
      '--report <file>',
      `outcome of each profile, as JSON; - is standard output (default: ${REPORTS[command.name() as 'plan']})`,
    )
    .option('--rows <count>', 'rows of the plan to show', wholeNumber, 40)
    .option('--fake [profiles]', 'a fake AWS in this process, with that many profiles', wholeNumber)
    .hook('preAction', (_, action) => {
      const { fake, fileSystem, mountPath, directoryFunction } = action.opts()
      if (fake !== undefined) return
      if (fileSystem === undefined) action.error("error: required option '-f, --file-system <id>' not specified")
      if (mountPath === undefined && directoryFunction === undefined) action.error(`error: ${where.join(' ')}`)
    })
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return number
}

import { type Command, InvalidArgumentError, Option } from 'commander'
import { OUTPUTS, type OutputForm } from '../view/view.js'

/** Options of every command that reaches AWS, and those of the commands that write. */
export interface CommonOptions {
  readonly output: OutputForm
  readonly profile?: string
  readonly region?: string
  readonly endpointUrl?: string
  readonly detailedExitcode: boolean
  readonly verbose: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

export function addAwsOptions(command: Command): Command {
  return command
    .optionsGroup('AWS:')
    .option('--profile <name>', 'profile of the AWS configuration (default: as the AWS SDK finds it)')
    .option('--region <name>', 'Region (default: as the AWS SDK finds it)')
    .option('--endpoint-url <url>', 'address of every AWS service, such as a fake one', parseUrl)
}

export function addOutputOptions(command: Command): Command {
  const form = new Option('-o, --output <form>', 'form of the result').choices(OUTPUTS).default('table')
  return addLogOptions(command.optionsGroup('Output:').addOption(form))
}

export function addLogOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--detailed-exitcode', 'exit with 2 when there are changes, and with 3 when it could not start')
    .option('--verbose', 'log waits, retries and requests that failed')
}

export function addDryRunOption(command: Command): Command {
  return command.option('--dry-run', 'show the changes, and make none')
}

export function addYesOption(command: Command): Command {
  return command.option('-y, --yes', 'make the changes without a question')
}

export function parseCount(text: string): number {
  const count = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count
  throw new InvalidArgumentError('It must be a whole number.')
}

/** Seconds, as core's milliseconds. */
export function parseSeconds(text: string): number {
  return parseCount(text) * 1000
}

/** Collects `Name=value` pairs. */
export function parsePair(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('It must be Name=value.')
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

function parseUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('It must begin with http:// or https://.')
}

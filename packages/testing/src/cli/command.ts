import { type Command, InvalidArgumentError, Option } from 'commander'
import { FORMATS, type ServeOptions } from './serve.js'

/** Options of the command `serve`. */
export interface CommandOptions extends ServeOptions {
  readonly format: (typeof FORMATS)[number]
  readonly untilStdinCloses?: true
}

/** Adds the command `serve` to the program. */
export function addServe(program: Command, run: (options: CommandOptions) => Promise<void>): Command {
  program
    .description('A fake of Amazon SageMaker Studio and the AWS services around it.')
    .showHelpAfterError('Run with --help for the options.')
    .command('serve')
    .description('Serves the fake AWS over HTTP, and prints the variables with which AWS clients reach it.')
    .option('--port <number>', 'port to listen on; 0: any free one', parsePort, 4566)
    .option('--host <address>', 'address to listen on; 0.0.0.0 opens it to other machines', '127.0.0.1')
    .option('--region <name...>', 'Regions; clients choose one by the Region that they sign for', ['eu-west-1'])
    .option('--account <id...>', 'accounts; clients choose one by their access key id', ['111122223333'])
    .option('--seed <file>', 'studio.json with the resources to begin with')
    .option('--speed <factor>', 'seconds of the fake that pass in one second', parseSpeed, 1)
    .option('--starts-at <time>', 'time of the fake when it starts (default: the time of this machine)', parseTime)
    .addOption(new Option('--format <name>', 'form of the variables').choices(FORMATS).default('shell'))
    .option('--until-stdin-closes', 'end when the standard input closes, as when the parent process ends')
    .allowExcessArguments(false)
    .action(run)
  return program
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function parseTime(text: string): Date {
  const time = new Date(text)
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(time.getTime())) return time
  throw new InvalidArgumentError('A time is one such as 2026-11-24 or 2026-11-24T08:00:00Z.')
}

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (speed > 0 && Number.isFinite(speed)) return speed
  throw new InvalidArgumentError('A speed is a number above 0.')
}

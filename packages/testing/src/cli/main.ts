import { isIP } from 'node:net'
import { Command, InvalidArgumentError, Option } from 'commander'
import type { FakeAwsServer } from '../server/start-server.js'
import { FORMATS, printVariables, type ServeOptions, serve } from './serve.js'

interface CommandOptions extends ServeOptions {
  readonly format: (typeof FORMATS)[number]
  readonly untilStdinCloses?: true
}

const program = new Command('studio-efs-testing')
  .description('A fake of Amazon SageMaker Studio and the AWS services around it.')
  .showHelpAfterError('Run with --help for the options.')

program
  .command('serve')
  .description('Serves the fake AWS over HTTP, and prints the variables with which AWS clients reach it.')
  .option('--port <number>', 'port to listen on; 0: any free one', parsePort, 4566)
  .option('--host <address>', 'address to listen on; 0.0.0.0 opens it to other machines', '127.0.0.1')
  .option('--region <name...>', 'Regions; clients choose one by the Region that they sign for', ['eu-west-1'])
  .option('--account <id...>', 'accounts; clients choose one by their access key id', ['111122223333'])
  .option('--seed <file>', 'studio.json with the resources to begin with')
  .option('--speed <factor>', 'seconds of the fake that pass in one second', parseSpeed, 1)
  .addOption(new Option('--format <name>', 'form of the variables').choices(FORMATS).default('shell'))
  .option('--until-stdin-closes', 'end when the standard input closes, as when the parent process ends')
  .action(run)

async function run({ format, untilStdinCloses, ...options }: CommandOptions): Promise<void> {
  try {
    const server = await serve(options)
    if (!isLoopback(options.host)) process.stderr.write(OPEN_WARNING)
    process.stderr.write(
      `The fake AWS listens on ${server.url}; its control API is ${server.controlUrl}. Ctrl+C ends it.\n`,
    )
    process.stdout.write(`${printVariables(server.variables, format)}\n`)
    closeOnSignal(server)
    if (untilStdinCloses) process.stdin.resume().once('close', () => close(server))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}

const OPEN_WARNING =
  'Warning: other machines can reach this server, read and change everything in it, and make it send events to any ' +
  'address. Leave out --host outside of a container.\n'

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function closeOnSignal(server: FakeAwsServer): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => close(server))
}

async function close(server: FakeAwsServer): Promise<void> {
  await server.close()
  process.stdin.destroy()
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a whole number from 0 to 65535.')
}

function parseSpeed(text: string): number {
  const speed = Number(text)
  if (speed > 0 && Number.isFinite(speed)) return speed
  throw new InvalidArgumentError('A speed is a number above 0.')
}

await program.parseAsync()

import { Command } from 'commander'
import { version } from '../package.json'
import type { Io } from './io/io.js'

/** The command line with all its commands. */
export function createProgram(io: Io): Command {
  return new Command('studio-efs')
    .description('Custom Amazon EFS file systems for the users of Amazon SageMaker Studio.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('Run it with --help for the words and options that it takes.')
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
}

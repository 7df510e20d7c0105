import { Command } from 'commander'
import { version } from '../package.json'
import type { CommandSpec } from './command/command-spec.js'
import { refuseExcessWords } from './command/excess-words.js'
import { helpStyle } from './command/help-style.js'
import type { Session } from './command/session.js'
import { commands } from './commands/commands.js'
import type { Io, OutputStream } from './io/io.js'
import { paletteFor } from './io/palette.js'
import {
  addAwsOptions,
  addDryRunOption,
  addLogOptions,
  addOutputOptions,
  addYesOption,
  type CommonOptions,
} from './options/common-options.js'
import { wrappedText } from './view/wrapped-text.js'

/** Receives a command that was chosen and whose words and options are well-formed. */
export type OnCommand = (spec: CommandSpec, given: GivenCommand) => Promise<void>

export interface GivenCommand extends Pick<Session, 'command' | 'names' | 'options' | 'program'> {
  readonly args: readonly string[]
  readonly ownOptions: object
}

/** The command line with all its commands. */
export function createProgram(io: Io, onCommand: OnCommand): Command {
  const program = new Command('studio-efs')
    .description('Custom Amazon EFS file systems for the users of Amazon SageMaker Studio.')
    .version(version)
    .enablePositionalOptions()
  configure(program, io).addHelpText('after', ({ error }) => programHelp(program, error ? io.stderr : io.stdout))
  for (const spec of commands) addCommand(program, spec, { io, onCommand })
  return program
}

const PROGRAM_HELP =
  'Results go to standard output, progress and errors to standard error. Exit status: 0 done or nothing to do, 1 failed, 2 could not start. Every command that writes takes --dry-run. <command> --help shows the options of a command, with examples.'

function programHelp(program: Command, { columns = WIDE }: OutputStream): string {
  return `\n${program.createHelp().boxWrap(PROGRAM_HELP, columns)}`
}

/** Width of help that goes to no terminal. */
const WIDE = 100

interface Surroundings {
  readonly io: Io
  readonly onCommand: OnCommand
}

function addCommand(program: Command, spec: CommandSpec, { io, onCommand }: Surroundings): void {
  const [path, args] = splitUsage(spec.usage)
  const parent = path.slice(0, -1).reduce((above, word) => groupOf(above, word, io), program)
  const command = configure(parent.command([path.at(-1), ...args].join(' ')), io)
    .summary(spec.summary)
    .description([`${asSentence(spec.summary)}.`, spec.description ?? ''].join(' ').trim())
    .allowExcessArguments(true)
  spec.options(command)
  addCommonOptions(command, spec.writes)
  command.addHelpText('after', `\nExamples:\n${spec.examples.map((line) => `  $ studio-efs ${line}\n`).join('')}`)
  command.action(async () => {
    refuseExcessWords(command)
    const ownOptions = command.opts()
    const options = { ...NO_OPTIONS, ...ownOptions }
    await onCommand(spec, {
      program,
      command: path.join(' '),
      names: namesOf(command),
      options,
      args: command.args,
      ownOptions,
    })
  })
}

const NO_OPTIONS: CommonOptions = {
  output: 'table',
  detailedExitcode: false,
  verbose: false,
  dryRun: false,
  yes: false,
}

function addCommonOptions(command: Command, writes: CommandSpec['writes']): void {
  if (writes === 'another') return
  if (writes === 'infrastructure' || writes === 'profiles' || writes === 'commands') addDryRunOption(command)
  if (writes === 'infrastructure') addYesOption(command)
  if (writes !== 'offline') addAwsOptions(command)
  if (writes === 'page') addLogOptions(command)
  else addOutputOptions(command)
}

/** The command that only holds others, such as `default`. */
function groupOf(above: Command, word: string, io: Io): Command {
  const known = above.commands.find((command) => command.name() === word)
  return (
    known ??
    configure(above.command(word), io)
      .summary(GROUPS[word] ?? '')
      .description(`${asSentence(GROUPS[word] ?? '')}.`)
  )
}

const GROUPS: Readonly<Record<string, string>> = {
  default: "set or clear a domain's default file system",
  spaces: 'make spaces mount the file system, and the way back',
  archives: 'list, restore and purge the directories of users that left',
}

function asSentence(summary: string): string {
  return `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}`
}

function splitUsage(usage: string): readonly [path: readonly string[], args: readonly string[]] {
  const words = usage.split(' ')
  const path = words.filter((word) => /^[a-z]/.test(word))
  return [path, words.slice(path.length)]
}

export function namesOf(command: Command): Session['names'] {
  return {
    arguments: command.registeredArguments.map((each) => each.name()),
    options: command.options.map(({ long }) => (long ?? '').replace(/^--/, '')),
  }
}

/** The sentence of commander as those of this program, with a suggestion of its own where it has none. */
function refusalText(command: Command, io: Io, text: string): string {
  const sentence = text.replace(/^error: /, '').trimEnd()
  const [, name] = /^unknown option '--([\w-]+)/.exec(sentence) ?? []
  const meant = sentence.includes('Did you mean') ? undefined : command.commands.find((one) => one.name() === name)
  const suggestion = meant === undefined ? '' : `\n(Did you mean ${command.name()} ${name}?)`
  return `${wrappedText(`${paletteFor(io, 'stderr').red('Error:')} ${sentence}${suggestion}`, io.stderr.columns)}\n`
}

function configure(command: Command, io: Io): Command {
  return command
    .exitOverride()
    .configureHelp(helpStyle)
    .showHelpAfterError(`Run it with --help for the words and options that it takes.`)
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(refusalText(command, io, text)),
      getOutHelpWidth: () => io.stdout.columns ?? WIDE,
      getErrHelpWidth: () => io.stderr.columns ?? WIDE,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
}

import type { Command, Option } from 'commander'

/** A command, as completion knows it. */
export interface CompletedCommand {
  /** Words after the program's name; empty for the program itself. */
  readonly path: string
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[]
  readonly options: readonly CompletedOption[]
  /** Values of its first argument. */
  readonly choices: readonly string[]
  /** Its first argument is a file of this computer. */
  readonly takesFile: boolean
}

export interface CompletedOption {
  /** `--output`. */
  readonly long: string
  /** `-o`. */
  readonly short: string | undefined
  readonly summary: string
  readonly takesValue: boolean
  /** Its value is a file or folder of this computer. */
  readonly takesFile: boolean
  readonly choices: readonly string[]
}

/** The program and all commands below it. */
export function completedCommands(command: Command, path = ''): readonly CompletedCommand[] {
  const { commands, options } = command
  return [
    {
      path,
      subcommands: commands.map((one) => ({ name: one.name(), summary: one.summary() })),
      options: options.map(completedOption),
      choices: path === 'completion' ? ['bash', 'zsh', 'fish'] : [],
      takesFile: command.registeredArguments[0]?.name() === 'file',
    },
    ...commands.flatMap((one) => completedCommands(one, `${path} ${one.name()}`.trim())),
  ]
}

/** Placeholders of files. The path of --path is one on the file system. */
const FILES = /<(file|files\.\.\.|report|place)>|^-m, /

function completedOption({ flags, long, short, description, required, optional, argChoices }: Option): CompletedOption {
  return {
    long: long ?? '',
    short,
    summary: description,
    takesValue: required || optional,
    takesFile: FILES.test(flags),
    choices: argChoices ?? [],
  }
}

/** Words that may follow the command: its commands or choices, and its options. */
export function wordsAfter({ subcommands, choices, options }: CompletedCommand): string {
  return [...subcommands.map(({ name }) => name), ...choices, ...options.map(({ long }) => long), '--help'].join(' ')
}

/** Branches of a shell's `case` for values: the command and the option before the value. */
export function valueBranches(
  commands: readonly CompletedCommand[],
  write: (pattern: string, words: string) => string,
): string {
  return commands
    .flatMap(({ path, options }) =>
      options
        .filter(({ takesValue }) => takesValue)
        .map(({ long, short, choices }) => {
          const patterns = [long, ...(short === undefined ? [] : [short])].map((name) => `'${path} ${name}'`)
          return write(patterns.join('|'), choices.join(' '))
        }),
    )
    .join('\n')
}

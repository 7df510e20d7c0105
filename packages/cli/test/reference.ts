import type { Command, Option } from 'commander'
import { commands } from '../src/commands/commands.js'
import { createProgram } from '../src/program.js'

const HEAD = `# The commands

<!-- Made from the program: npx vitest run packages/cli/test/docs.test.ts -u -->

Every command of \`npx studio-efs\`, with its arguments, options and defaults. Read it when you know what you want to do; [From a
terminal](start/command-line.md) is the guide, with output forms and exit status.

\`\`\`sh
npx studio-efs --help
npx studio-efs completion bash    # or zsh, fish: prints the script for completion
\`\`\`
`

const COMMON = ['profile', 'region', 'endpoint-url', 'output', 'detailed-exitcode', 'verbose', 'dry-run', 'yes']

/** The page of all commands. */
export function referencePage(): string {
  const program = programOf()
  const sections = commands.map(({ usage, summary, description, examples }) => {
    const words = usage.split(' ').filter((word) => /^[a-z]/.test(word))
    const command = words.reduce(commandNamed, program)
    const own = command.options.filter(({ long }) => !COMMON.includes((long ?? '').slice(2)))
    const text = [`${capital(summary)}.`, description ?? ''].join(' ').trim()
    const shown = examples.map((line) => `npx studio-efs ${line}`).join('\n')
    return [
      `## ${words.join(' ')}`,
      text,
      `\`\`\`sh\n${shown}\n\`\`\``,
      `Usage: \`studio-efs ${usage}\`.${options(own)}`,
    ].join('\n\n')
  })
  const first = commandNamed(program, 'ensure')
  const common = first.options.filter(({ long }) => COMMON.includes((long ?? '').slice(2)))
  const tail = `## Options of all of them\n\nCommands that only print take the last three; \`--dry-run\` and \`--yes\` belong to those that write.${options(common)}`
  return `${[HEAD.trim(), ...sections, tail].join('\n\n')}\n`
}

const sink = { write: () => undefined, columns: undefined }

/** The program, which runs nothing. */
export function programOf(): Command {
  return createProgram(
    { stdout: sink, stderr: sink, env: {}, ask: undefined, onInterrupt: () => () => {} },
    async () => {},
  )
}

/** The command of this name below a command. */
export function commandNamed({ commands: below }: Command, word: string): Command {
  const command = below.find((one) => one.name() === word)
  if (command === undefined) throw new Error(`There is no command ${word}.`)
  return command
}

function options(list: readonly Option[]): string {
  if (list.length === 0) return ''
  const rows = list.map((option) => `| \`${option.flags}\` | ${meaning(option)} |`)
  return `\n\n| option | meaning |\n| --- | --- |\n${rows.join('\n')}`
}

function meaning({ description, argChoices, mandatory, defaultValue }: Option): string {
  const notes = [
    argChoices?.map((choice) => `\`${choice}\``).join(', '),
    mandatory && 'required',
    ['string', 'number'].includes(typeof defaultValue) && `default: ${defaultValue}`,
  ].filter(Boolean)
  return [description, ...notes]
    .join('; ')
    .replaceAll('|', '\\|')
    .replaceAll(/\{(\w+)\}/g, '`{$1}`')
    .replaceAll('/`{', '`/{')
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

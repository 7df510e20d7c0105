import type { Command } from 'commander'

/** Ends with an error on a word that no argument takes. Suggests the option that it may have been meant for. */
export function refuseExcessWords(command: Command): void {
  const { registeredArguments: taken, args } = command
  if (taken.at(-1)?.variadic === true || args.length <= taken.length) return
  const word = args[taken.length] ?? ''
  const suggestion = suggestionFor(command, word)
  command.error(`error: unknown word '${word}'${suggestion === undefined ? '' : `\n(Did you mean ${suggestion}?)`}`, {
    code: 'commander.excessArguments',
  })
}

function suggestionFor({ options }: Command, word: string): string | undefined {
  const option = options.find(({ long }) => long === `--${word.split('=')[0]}`)
  if (option !== undefined) return `--${word}`
  const pairs = options.find(({ flags }) => flags.includes('<Name=value'))
  return /^\w+=/.test(word) && pairs !== undefined ? `${pairs.long} ${word}` : undefined
}

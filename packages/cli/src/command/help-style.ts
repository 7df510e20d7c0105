import { type Command, Help, type HelpConfiguration } from 'commander'

const INDENT = 2
const HANGING = 6

/** Help that fits narrow terminals, too: a description without room beside its term goes below it. */
export const helpStyle: HelpConfiguration = {
  subcommandTerm: (command: Command) =>
    [command.name(), ...command.registeredArguments.map((each) => wordOf(each))].join(' '),
  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? 80
    const besideTerm = width - termWidth - 2 * INDENT
    if (description === '' || besideTerm >= helper.minWidthToWrap)
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper)
    const lines = helper.boxWrap(description, width - HANGING).split('\n')
    return [`${' '.repeat(INDENT)}${term}`, ...lines.map((line) => `${' '.repeat(HANGING)}${line}`)].join('\n')
  },
}

function wordOf(argument: Command['registeredArguments'][number]): string {
  const word = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${word}>` : `[${word}]`
}

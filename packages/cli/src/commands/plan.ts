import type { CommandSpec } from '../command/command-spec.js'
import { CannotStartError } from '../command/ending.js'
import { say } from '../command/session.js'
import { commandLine } from '../command/words.js'
import { savePlan } from '../plans/plan-file.js'
import type { ShownChange } from '../view/change-text.js'

export const plan: CommandSpec<readonly string[], { readonly out: string }> = {
  usage: 'plan <command...>',
  summary: 'save the changes that a command would make, for apply',
  description: 'Takes the commands that make one plan: those over many profiles or spaces have --dry-run and --report.',
  examples: ['plan --out plan.json ensure d-abcdefghijkl', 'apply plan.json'],
  writes: 'another',
  options: (command) => command.requiredOption('--out <file>', 'file for the plan').passThroughOptions(),
  run: async (session, words, { out }) => {
    let isSaved = false
    const onPlan = async (changes: readonly ShownChange[]) => {
      await savePlan(out, words, changes)
      isSaved = true
    }
    const status = await session.runOther(words, { kind: 'plan', onPlan })
    if (!isSaved && status === 0) throw new CannotStartError(`No plan was saved, since ${words[0]} makes none.`)
    if (isSaved) say(session, `The plan is saved. To make its changes:\n  ${commandLine(['apply', out])}`)
    return { kind: 'of-another', status }
  },
}

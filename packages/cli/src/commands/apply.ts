import type { CommandSpec } from '../command/command-spec.js'
import { readPlan } from '../plans/plan-file.js'

export const apply: CommandSpec<readonly [file: string], object> = {
  usage: 'apply <file>',
  summary: 'make the changes of a saved plan',
  description: 'Plans again first, and changes nothing if the plan is not the same any more.',
  examples: ['plan --out plan.json remove fs-0123456789abcdef0', 'apply plan.json'],
  writes: 'another',
  options: (command) => command,
  run: async (session, [file]) => {
    const { words, changes } = await readPlan(file)
    return { kind: 'of-another', status: await session.runOther(words, { kind: 'apply', expected: changes }) }
  },
}

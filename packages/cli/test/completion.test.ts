import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { commands } from '../src/commands/commands.js'
import { terminal } from './terminal.js'

const scriptFor = async (shell: string) => (await terminal(undefined)('completion', shell)).out
const isInstalled = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0

test.each(['bash', 'zsh', 'fish'])('the script for %s knows every command', async (shell) => {
  const script = await scriptFor(shell)
  for (const { usage } of commands) expect(script).toContain(usage.split(' ')[0])
})

const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['commands', ['studio-efs', 'ens'], 'ensure'],
  ['commands of a group', ['studio-efs', 'default', 'cl'], 'clear'],
  ['options', ['studio-efs', 'remove', 'fs-01234567', '--del'], '--delete-data'],
  ['values', ['studio-efs', 'default', 'set', '--output', 'jsonl'], 'jsonl'],
  ['shells', ['studio-efs', 'completion', 'fi'], 'fish'],
]

test.skipIf(!isInstalled('bash')).each(cases)(
  'bash completes %s (skipped without bash)',
  async (_, words, expected) => {
    const typed = words.map((word) => `'${word}'`).join(' ')
    const script = `${await scriptFor('bash')}
COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _studio_efs; echo "\${COMPREPLY[*]}"`
    expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim()).toBe(expected)
  },
)

test.skipIf(!isInstalled('zsh'))('zsh reads its script (skipped without zsh)', async () => {
  expect(spawnSync('zsh', ['-n'], { input: await scriptFor('zsh'), encoding: 'utf8' }).stderr).toBe('')
})

test.skipIf(!isInstalled('fish'))('fish reads its script (skipped without fish)', async () => {
  expect(spawnSync('fish', ['--no-execute'], { input: await scriptFor('fish'), encoding: 'utf8' }).stderr).toBe('')
})

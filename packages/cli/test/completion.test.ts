import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
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

test.skipIf(!isInstalled('zsh')).each(cases)('zsh completes %s (skipped without zsh)', async (_, words, expected) => {
  // Outside of its line editor, zsh has no builtin that takes the matches; this one prints those that fit.
  const script = `compdef() { : }; compadd() { shift; print -r -- \${(M)@:#\${words[CURRENT]}*} }
${await scriptFor('zsh')}
words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length}; _studio_efs`
  expect(spawnSync('zsh', ['-f'], { input: script, encoding: 'utf8' })).toMatchObject({
    stdout: `${expected}\n`,
    stderr: '',
  })
})

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-completion-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const completed = (line: string) => {
  const commands = `source ${join(scratch, 'fish')}; complete -C '${line}'`
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', commands], { encoding: 'utf8', cwd: scratch })
  return { stderr, words: stdout.split('\n').map((each) => each.split('\t')[0]) }
}

test.skipIf(!isInstalled('fish')).each(cases)(
  'fish completes %s (skipped without fish)',
  async (_, words, expected) => {
    writeFileSync(join(scratch, 'fish'), await scriptFor('fish'))
    const { stderr, words: found } = completed(words.join(' '))
    expect([stderr, found]).toEqual(['', expect.arrayContaining([expected])])
  },
)

test.skipIf(!isInstalled('fish'))('fish offers files where one is meant only (skipped without fish)', async () => {
  writeFileSync(join(scratch, 'fish'), await scriptFor('fish'))
  writeFileSync(join(scratch, 'plan.json'), '')
  const offers = ['ensure pl', 'apply pl', 'ensure --region pl', 'plan --out pl', 'ensure --he'].map(
    (line) => completed(`studio-efs ${line}`).words[0],
  )
  expect(offers).toEqual(['', 'plan.json', '', 'plan.json', '--help'])
})

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { npmCommand } from './npm-command.mjs'

test.each(['linux', 'darwin'] as const)('on %s npm is started without a shell', (platform) => {
  const args = ['pack', '/tmp/with space', '$HOME']
  expect(npmCommand('npm', args, platform)).toEqual({ command: 'npm', args, shell: false })
})

test('on Windows a shell starts the .cmd file, with arguments in quotes where it would split or read them', () => {
  const args = [
    'install',
    '--save-exact',
    'C:\\Users\\A B\\core.tgz',
    '@aws-sdk/client-s3@^3.901.0',
    'a&b',
    '--x=1',
    '',
  ]
  expect(npmCommand('npm', args, 'win32')).toEqual({
    command: 'npm.cmd install --save-exact "C:\\Users\\A B\\core.tgz" "@aws-sdk/client-s3@^3.901.0" "a&b" --x=1 ""',
    args: [],
    shell: true,
  })
})

test.each(['100%', 'say "no"', 'two\nlines'])('on Windows the argument %j is refused', (arg) => {
  expect(() => npmCommand('npx', [arg], 'win32')).toThrow('cmd.exe cannot take')
  expect(npmCommand('npx', [arg], 'linux').args).toEqual([arg])
})

test('on this platform the command runs', () => {
  const { command, args, shell } = npmCommand('npm', ['--version'])
  const { stdout, status } = spawnSync(command, args, { shell, encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) })
})

test('the set-up starts npx in this way, and nothing else', () => {
  const setup = readFileSync(new URL('./setup.mjs', import.meta.url), 'utf8')
  expect(setup.match(/(?<=spawnSync\().*?(?=[,)])/g)).toEqual(['command'])
  expect(setup).toMatch(/= npmCommand\('npx', \[\s*'--yes',\s*packageManager,\s*'install',\s*'--frozen-lockfile'/)
})

// Installs the workspace with the pinned pnpm, on a machine that has only Node and npm.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { npmCommand } from './npm-command.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const { packageManager } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`studio-efs needs Node 20.19 or later; this is ${process.versions.node}.`)
  process.exit(1)
}
const options = ['--prefer-offline', '--reporter=append-only']
const { command, args, shell } = npmCommand('npx', [
  '--yes',
  packageManager,
  'install',
  '--frozen-lockfile',
  ...options,
])
console.error('Installing the workspace …')
const install = spawnSync(command, args, {
  shell,
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, npm_config_loglevel: 'error' },
})
if (install.status !== 0) {
  console.error(install.stdout, install.stderr, install.error ?? '')
  console.error('Installing the workspace failed: see above. It needs Node, npm and the npm registry.')
  process.exit(1)
}

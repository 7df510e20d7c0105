import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const program = 'node_modules/studio-efs/dist/studio-efs.mjs'
const run = (...words) => execFileSync(process.execPath, [program, ...words], { encoding: 'utf8' })

if (!run('--help').includes('backfill')) throw new Error('The help does not list the commands.')
const packages = readdirSync('node_modules').filter((name) => !name.startsWith('.'))
if (packages.join() !== 'studio-efs') throw new Error(`The command line brings ${packages}.`)
const commands = run('deploy', 'd-abcdefghijkl', '--bucket', 'my-bucket')
const [, template = ''] = /--template-file (\S+)/.exec(commands) ?? []
if (!existsSync(template)) throw new Error(`There is no template ${template}.`)
if (!existsSync('node_modules/studio-efs/dist/bundles/onboard-batch/onboard-batch.zip'))
  throw new Error('A zip is missing.')

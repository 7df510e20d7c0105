import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateSpaceCommand,
  DeleteSpaceCommand,
  DeleteUserProfileCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { createFakeAws, type FakeAws, memoryDirectoryDriver, profileFileSystems } from '@studio-efs/testing'
import { afterAll, expect, test } from 'vitest'
// Rare verbs are loaded when they are first called; the clock of a test would run to its deadline meanwhile.
import '../../core/src/drivers/lambda/later-methods.js'
import '../../core/src/drivers/lambda/later-verbs.js'
import { referencePage } from './reference.js'
import { terminal } from './terminal.js'

const guide = readFileSync(new URL('../../../docs/start/command-line.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'studio-efs-guide-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the reference is that of the program', async () => {
  await expect(referencePage()).toMatchFileSnapshot('../../../docs/command-line.md')
})

/** Commands of the blocks, in order. */
const lines = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => /^(npx studio-efs|aws sagemaker) /.test(line))

const awsCommands: Readonly<Record<string, new (input: never) => unknown>> = {
  'create-space': CreateSpaceCommand,
  'delete-space': DeleteSpaceCommand,
  'delete-user-profile': DeleteUserProfileCommand,
}

/** Sends what the AWS CLI would: options as members of the request, `Name=value` as a structure. */
async function aws(fake: FakeAws, [operation = '', ...options]: readonly string[]): Promise<void> {
  const pascal = (word: string) => word.replaceAll(/(?:^--|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
  const members = options.flatMap((word, at) => (word.startsWith('--') ? [[pascal(word), options[at + 1] ?? '']] : []))
  const input = members.map(([name, text = '']) => {
    const [key = '', value] = text.split('=')
    return [name, value === undefined ? text : { [key]: value }]
  })
  const Command = awsCommands[operation]
  if (Command === undefined) throw new Error(`The guide has a command that this test does not know: ${operation}.`)
  await new SageMakerClient(fake.clientConfig()).send(new Command(Object.fromEntries(input) as never) as never)
}

const MINUTE_MS = 60_000
const YEAR_MS = 365 * 24 * 60 * MINUTE_MS

test('every command of the guide does its work, one after the other', async () => {
  const fake = createFakeAws()
  const { vpc, subnets } = fake.seed.vpc({ VpcId: 'vpc-0123456789abcdef0', zones: 2 })
  const DomainId = 'd-abcdefghijkl'
  fake.seed.domain({ DomainId, VpcId: vpc.VpcId, SubnetIds: subnets.map(({ SubnetId }) => SubnetId) })
  for (const UserProfileName of ['alice', 'bob']) fake.seed.userProfile({ DomainId, UserProfileName })
  fake.seed.fileSystem({ FileSystemId: 'fs-0123456789abcdef0', Encrypted: true })
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  fake.functions.register('my-directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const run = terminal(fake)
  /** Name of the archive that the guide lists, in place of the one that it prints. */
  let archive = ''

  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) {
    if (line.startsWith('aws ')) await aws(fake, line.split(' ').slice(2))
    else await runLine(line)
    await fake.clock.advance(20 * MINUTE_MS)
  }
  expect(profileFileSystems(fake, { domainId: DomainId, userProfileName: 'bob' })).toEqual([])
  expect(fake.state.efs.fileSystems.has('fs-0123456789abcdef0')).toBe(true)

  async function runLine(line: string) {
    if (line.includes(' purge ') && line.includes('--dry-run')) await fake.clock.advance(YEAR_MS)
    const inFolder = line
      .replaceAll(' plan.json', ` ${join(folder, 'plan.json')}`)
      .replaceAll(/ d-\w+\/carol\/\w+/g, ` ${archive}`)
    const report = / (backfill|detach|adopt|spaces attach) /.test(line) ? ['--report', join(folder, 'report.json')] : []
    const ran = await run(...inFolder.split(' ').slice(2), ...report)
    expect([line, ran.status, ran.err.match(/^Error: .*/m)?.[0]]).toEqual([line, 0, undefined])
    if (line.includes(' onboard ')) {
      expect(directories.entries().map(({ path }) => path)).toEqual(expect.arrayContaining(['/alice', '/bob']))
      expect(profileFileSystems(fake, { domainId: DomainId, userProfileName: 'bob' })).toHaveLength(1)
    }
    if (line.includes(' spaces attach ') && line.includes('carol'))
      expect([...fake.state.sagemaker.spaces.values()][0]?.SpaceSettings?.CustomFileSystems).toHaveLength(1)
    if (line.includes(' usage ')) expect(ran.out).toMatch(/\/carol +│ d-abcdefghijkl\/carol +│ 6\.0 KiB +│ 1 +│ █/)
    if (line.includes(' archives list ')) archive = /d-abcdefghijkl\/carol\/\w+/.exec(ran.out)?.[0] ?? ''
    if (/ (offboard|leavers) /.test(line)) expect(directories.archives()).toHaveLength(1)
    if (line.includes(' archives restore ')) {
      expect([directories.archives(), directories.claims().has('/carol')]).toEqual([[], true])
    }
    if (line.includes(' purge ') && line.includes('--yes')) expect(directories.archives()).toEqual([])
  }
})

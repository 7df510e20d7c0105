import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { createFakeAws, memoryDirectoryDriver, profileFileSystems } from '@studio-efs/testing'
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
  .filter((line) => line.startsWith('npx studio-efs '))

test('every command of the guide does its work, one after the other', async () => {
  const fake = createFakeAws()
  const { vpc, subnets } = fake.seed.vpc({ VpcId: 'vpc-0123456789abcdef0', zones: 2 })
  const DomainId = 'd-abcdefghijkl'
  fake.seed.domain({ DomainId, VpcId: vpc.VpcId, SubnetIds: subnets.map(({ SubnetId }) => SubnetId) })
  for (const UserProfileName of ['alice', 'bob']) fake.seed.userProfile({ DomainId, UserProfileName })
  fake.seed.fileSystem({ FileSystemId: 'fs-0123456789abcdef0', Encrypted: true })
  const directories = memoryDirectoryDriver()
  fake.functions.register('my-directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const run = terminal(fake)

  expect(lines.length).toBeGreaterThan(15)
  for (const line of lines) {
    const inFolder = line.replaceAll(' plan.json', ` ${join(folder, 'plan.json')}`)
    const report = / (backfill|detach) /.test(line) ? ['--report', join(folder, 'report.json')] : []
    const ran = await run(...inFolder.split(' ').slice(2), ...report)
    expect([line, ran.status, ran.err.match(/^Error: .*/m)?.[0]]).toEqual([line, 0, undefined])
    if (line.includes(' onboard ')) {
      expect(directories.entries().map(({ path }) => path)).toEqual(expect.arrayContaining(['/alice', '/bob']))
      expect(profileFileSystems(fake, { domainId: DomainId, userProfileName: 'bob' })).toHaveLength(1)
    }
    await fake.clock.advance(60_000)
  }
  expect(profileFileSystems(fake, { domainId: DomainId, userProfileName: 'bob' })).toEqual([])
  expect(fake.state.efs.fileSystems.has('fs-0123456789abcdef0')).toBe(true)
})

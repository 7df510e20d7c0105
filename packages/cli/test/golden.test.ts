import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { createTestClock, readyStudio, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { commands } from '../src/commands/commands.js'
import { allPlans, fileSystemId, plansWithUsers, wordsOf } from './command-lines.js'
import { meteredDirectories } from './metered-directories.js'
import { studioWithUsers } from './studio-with-users.js'
import { terminal, transcript } from './terminal.js'

const role = 'arn:aws:iam::111122223333:role/SharedSpaces'

/** Profiles of every kind: with an identity of their own, other file systems, a file at the path, and one that goes. */
async function studio() {
  const clock = createTestClock({ seed: 7 })
  const { fake, vpcId, domainId } = readyStudio({
    clock,
    domain: { DefaultSpaceSettings: { ExecutionRole: role } },
    fileSystem: { FileSystemId: fileSystemId },
    userProfileNames: ['alice'],
    mountTargets: 'none',
  })
  const [SubnetId = ''] = fake.state.sagemaker.domains.get(domainId)?.SubnetIds ?? []
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId })
  const other = { EFSFileSystemConfig: { FileSystemId: 'fs-0bbbbbbbbbbbbbbb0', FileSystemPath: '/' } }
  const own = { CustomPosixUserConfig: { Uid: 10_001, Gid: 2001 }, CustomFileSystemConfigs: [other] }
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'bob', UserSettings: own })
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'carol' })
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'dave', Status: 'Deleting' })
  const sagemaker = new SageMakerClient(fake.clientConfig())
  await sagemaker.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName: 'eve' }))
  await clock.advance(20 * 60_000)
  const directories = meteredDirectories()
  directories.plant('/carol', 'file')
  fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  return { fake, vpcId, domainId, directories }
}

const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`)

test('every command has a golden output', () => {
  const offline = commands.filter(({ writes }) => ['offline', 'another', 'page'].includes(writes))
  const wanted = commands.filter((one) => !offline.includes(one)).map(({ usage }) => wordsOf(usage))
  expect(Object.keys(allPlans).sort()).toEqual(wanted.map((words) => words.replaceAll(' ', '-')).sort())
})

describe.each(Object.entries(allPlans))('%s', async (name, template) => {
  const { fake, vpcId, directories } = await (name in plansWithUsers ? studioWithUsers() : studio())
  // A dry run of usage shows no measurement before there is one.
  const isReading =
    name === 'usage' ||
    commands.some(({ usage, writes }) => writes === 'nothing' && template.join(' ').startsWith(wordsOf(usage)))
  const { length: callsBefore } = fake.calls
  const words = [...template.map((word) => (word === 'VPC' ? vpcId : word)), ...(isReading ? [] : ['--dry-run'])]
  const before = directories.entries()

  test.each([120, 80, 60])('fits into %i columns', async (columns) => {
    const shown = await terminal(fake, { columns, env: { NO_COLOR: '1' } })(...words)
    await expect(transcript(words, shown)).toMatchFileSnapshot(`golden/${name}-${columns}.txt`)
    expect(
      Math.max(
        ...shown.out
          .split('\n')
          .filter((line) => /^[│┌└├]/.test(line))
          .map(({ length }) => length),
        0,
      ),
    ).toBeLessThanOrEqual(columns)
  })

  test.each(['table', 'json', 'jsonl', 'csv'])('as %s in a pipe', async (form) => {
    const shown = await terminal(fake)(...words, '--output', form)
    await expect(transcript(words, shown)).toMatchFileSnapshot(`golden/${name}-piped-${form}.txt`)
    expect(shown.out).not.toMatch(colour)
    if (form === 'json') expect(JSON.parse(shown.out)).toMatchObject({ schemaVersion: 1 })
    if (form === 'jsonl')
      for (const line of shown.out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ schemaVersion: 1 })
  })

  test('a dry run writes nothing', () => {
    expect(directories.entries()).toEqual(before)
    expect(writesIn(fake.calls.slice(callsBefore)).filter(({ operation }) => operation !== 'Invoke')).toEqual([])
  })
})

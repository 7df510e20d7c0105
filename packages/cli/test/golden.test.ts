import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { createTestClock, readyStudio, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { commands } from '../src/commands/commands.js'
import { meteredDirectories } from './metered-directories.js'
import { studioWithUsers } from './studio-with-users.js'
import { terminal, transcript } from './terminal.js'

const fileSystemId = 'fs-0123456789abcdef0'
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

const onFileSystem = ['--file-system', fileSystemId]
const atFunction = ['--directory-function', 'directories']
const shared = [...onFileSystem, '--path', '/_shared']
const inStudio = [...onFileSystem, '--domain', 'd-studio']
/** Every command, its plan if it has one; `VPC` stands for the id of the VPC. */
const plans: Readonly<Record<string, readonly string[]>> = {
  status: ['status', ...inStudio, ...atFunction],
  diagnose: ['diagnose', 'd-studio', 'bob', ...onFileSystem],
  ensure: ['ensure', 'd-studio', ...onFileSystem],
  share: ['share', 'VPC', ...shared, '--make-directory', ...atFunction],
  'default-set': ['default', 'set', 'd-studio', ...shared],
  remove: ['remove', fileSystemId],
  onboard: ['onboard', 'd-studio', 'bob', ...onFileSystem, ...atFunction],
  provision: ['provision', 'd-studio', 'bob', ...atFunction],
  attach: ['attach', 'd-studio', 'alice', ...onFileSystem, '--path', '/alice'],
  backfill: ['backfill', ...onFileSystem, '--domain', 'd-studio', ...atFunction],
  deploy: ['deploy', 'd-studio', '--bucket', 'my-bucket', ...atFunction],
  replay: ['replay', ...onFileSystem, '--domain', 'd-studio', ...atFunction],
}
/** Those that need users who came and went, or spaces that mount the file system. */
const plansWithUsers: Readonly<Record<string, readonly string[]>> = {
  usage: ['usage', ...inStudio, ...atFunction, '--path', '/nowhere'],
  identities: ['identities', fileSystemId, ...atFunction],
  'create-user': ['create-user', 'd-studio', 'henry', ...onFileSystem, ...atFunction],
  unshare: ['unshare', 'VPC', ...onFileSystem],
  'default-clear': ['default', 'clear', 'd-studio', ...onFileSystem],
  detach: ['detach', ...onFileSystem, '--domain', 'd-studio'],
  'spaces-attach': ['spaces', 'attach', ...inStudio],
  'spaces-detach': ['spaces', 'detach', ...inStudio],
  adopt: ['adopt', ...inStudio, ...atFunction],
  offboard: ['offboard', 'd-studio', 'dave', ...atFunction],
  leavers: ['leavers', ...atFunction],
  'archives-list': ['archives', 'list', ...atFunction],
  'archives-restore': [
    ...['archives', 'restore', 'd-studio/carol/20260101T000000000Z', '-d', 'd-studio', '-u', 'alice'],
    ...atFunction,
  ],
  'archives-restore-from-backup': [
    'archives',
    'restore-from-backup',
    'd-studio',
    'alice',
    ...onFileSystem,
    ...atFunction,
  ],
  'archives-purge': ['archives', 'purge', '--older-than-days', '365', ...atFunction],
}
const allPlans = { ...plans, ...plansWithUsers }

function wordsOf(usage: string): string {
  return usage.replace(/ [<[].*$/, '')
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

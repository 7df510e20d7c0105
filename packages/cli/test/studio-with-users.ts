import { DeleteUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { createTestClock, memoryDirectoryDriver, type ReadyStudioOptions, readyStudio } from '@studio-efs/testing'
// Rare verbs are loaded when they are first called; the clock of a test would run to its deadline meanwhile.
import '../../core/src/drivers/lambda/later-methods.js'
import '../../core/src/drivers/lambda/later-verbs.js'
import { terminal } from './terminal.js'

const DAY_MS = 86_400_000
const fileSystemId = 'fs-0123456789abcdef0'
const owner = { uid: 200_001, gid: 1001, mode: '0700' }

/**
 * A studio after a year: alice and bob have directories and spaces, carol's directory is in the archive, dave's is still at
 * its path though he left, and profiles that were never onboarded have directories of every kind. All of it is backed up.
 */
export async function studioWithUsers(options: Pick<ReadyStudioOptions, 'rates'> = {}) {
  const clock = createTestClock({ seed: 7 })
  const { fake, vpcId, domainId } = readyStudio({
    ...options,
    clock,
    fileSystem: { FileSystemId: fileSystemId },
    userProfileNames: ['alice', 'bob', 'carol', 'dave'],
  })
  const directories = memoryDirectoryDriver({ clock })
  fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const run = terminal(fake)
  const at = ['--directory-function', 'directories']
  await run('backfill', '-f', fileSystemId, '-d', domainId, ...at, '--report', '/dev/null')
  const sagemaker = new SageMakerClient(fake.clientConfig())
  const leave = async (UserProfileName: string) => {
    await clock.advance(20 * 60_000)
    await sagemaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName }))
    await clock.advance(20 * 60_000)
  }
  await leave('carol')
  await run('offboard', domainId, 'carol', ...at, '--yes')
  await clock.advance(400 * DAY_MS)
  await leave('dave')
  for (let n = 0; n < 40; n += 1) directories.put(`/alice/experiment-${n}`, owner)
  for (let n = 0; n < 12; n += 1) directories.put(`/bob/run-${n}`, owner)

  const profile = (UserProfileName: string) => fake.seed.userProfile({ DomainId: domainId, UserProfileName })
  for (const name of ['erin', 'frank', 'grace']) profile(name)
  directories.put('/erin', owner)
  directories.put('/grace', { uid: 5000, gid: 5000, mode: '0700' })

  const space = (SpaceName: string, settings: Readonly<Record<string, unknown>>, sharing: object) =>
    fake.seed.space({ DomainId: domainId, SpaceName, SpaceSettings: settings, ...sharing })
  const of = (OwnerUserProfileName: string) => ({
    OwnershipSettings: { OwnerUserProfileName },
    SpaceSharingSettings: { SharingType: 'Private' as const },
  })
  const listed = { CustomFileSystems: [{ EFSFileSystem: { FileSystemId: fileSystemId } }] }
  space('alice-lab', { AppType: 'JupyterLab' }, of('alice'))
  space('alice-notes', { AppType: 'CodeEditor', ...listed }, of('alice'))
  space('bob-lab', { AppType: 'JupyterLab' }, of('bob'))
  fake.seed.app({ DomainId: domainId, SpaceName: 'bob-lab' })
  space('erin-lab', { AppType: 'JupyterLab' }, of('erin'))
  fake.seed.recoveryPoint({ FileSystemId: fileSystemId, restore: directories.backUp() })
  return { fake, vpcId, domainId, directories, run, at }
}

import { BackupClient } from '@aws-sdk/client-backup'
import { LambdaClient } from '@aws-sdk/client-lambda'
import {
  assertErr,
  assertOk,
  type FakeAws,
  type Fault,
  type MemoryDirectoryDriver,
  memoryDirectoryDriver,
  type RecoveryPointSeed,
} from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, studio } from '../../../test/studio.js'
import { DirectoryIoError } from '../../errors.js'
import { createStudioEfs, type RestoreFromBackupInput, unwrap } from '../../index.js'
import { answerDirectoryRequest, lambdaDirectoryDriver } from '../../lambda.js'
import { parseFileSystemPath } from '../../model/file-system-path.js'
// Rare verbs are loaded when they are first called; the clock of a test would run to its deadline meanwhile.
import '../../drivers/lambda/later-methods.js'
import '../../drivers/lambda/later-verbs.js'

const DAY_MS = 86_400_000
const alice = { domainId, userProfileName: 'alice' }

interface World {
  /** `remote`: through the directory function. */
  readonly place?: 'here' | 'remote'
  readonly person?: string
  readonly owners?: 'kept' | 'root'
}

function remote(fake: FakeAws, directories: MemoryDirectoryDriver) {
  fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  return lambdaDirectoryDriver({
    lambda: new LambdaClient({ ...fake.clientConfig(), maxAttempts: 1 }),
    ...{ functionName: 'directories', clock: fake.clock },
  })
}

/** Alice has a directory with a file, which is backed up; the next day she deletes the file. */
async function withBackup({ place = 'here', person, owners = 'kept' }: World = {}) {
  const { fake, context } = studio()
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const backup = new BackupClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const studioEfs = createStudioEfs({
    ...context,
    directories: place === 'here' ? directories : remote(fake, directories),
    backup,
  })
  const seed = (value: string | undefined) =>
    fake.seed.userProfile({
      ...{ DomainId: domainId, UserProfileName: 'alice' },
      ...(value !== undefined && { SingleSignOnUserValue: value, SingleSignOnUserIdentifier: 'UserName' }),
    })
  const backUp = (more: Partial<RecoveryPointSeed> = {}) =>
    fake.seed.recoveryPoint({ FileSystemId: fileSystemId, restore: directories.backUp({ owners }), ...more })
  fake.seed.fileSystem({ FileSystemId: fileSystemId, Encrypted: true })
  seed(person)
  await fake.clock.advance(DAY_MS)
  assertOk(await studioEfs.provisionUserDirectory(alice))
  directories.plant('/alice/thesis', 'file')
  const point = backUp()
  await fake.clock.advance(DAY_MS)
  directories.remove('/alice/thesis')
  const restore = (more: Partial<RestoreFromBackupInput> = {}) =>
    studioEfs.restoreFromBackup({ ...alice, fileSystemId, ...more })
  const paths = () => directories.entries().map(({ path }) => path)
  const jobs = () => [...fake.state.backup.restoreJobs.values()]
  /** Alice leaves, and a profile of her name is created again. */
  const again = async (value: string | undefined) => {
    fake.state.sagemaker.userProfiles.clear()
    await fake.clock.advance(DAY_MS)
    seed(value)
    await fake.clock.advance(DAY_MS)
  }
  const fail = (fault: Fault, operation: string, times = 1) =>
    fake.inject({ service: 'backup', operation, when: 'next', times, fault })
  return {
    fake,
    directories,
    context: { ...context, backup },
    studioEfs,
    backUp,
    point,
    restore,
    paths,
    jobs,
    again,
    fail,
    seed,
  }
}

test('a directory comes back as it was in the newest backup, and the recovery folder goes', async () => {
  const { fake, restore, paths, point, jobs } = await withBackup()
  const planned = assertOk(await restore({ dryRun: true }))
  expect([paths(), jobs()]).toEqual([['/alice'], []])
  const done = assertOk(await restore())
  expect(done).toEqual({ ...planned, job: done.job })
  expect(done).toMatchObject({
    ...{ outcome: 'restored', path: '/alice', item: '/alice', entries: 0 },
    recoveryPoint: { recoveryPointArn: point.RecoveryPointArn, backupVaultName: 'aws/efs/automatic-backup-vault' },
    changes: [
      { kind: 'backup', action: 'restore', item: '/alice', path: '/alice', owner: { uid: 200_001, gid: 1001 } },
    ],
  })
  expect(paths()).toEqual(['/alice', '/alice/thesis'])
  expect(jobs()).toMatchObject([
    {
      Status: 'COMPLETED',
      IamRoleArn: 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole',
      metadata: {
        ...{ 'file-system-id': fileSystemId, newFileSystem: 'false', itemsToRestore: '["/alice"]' },
        ...{ Encrypted: 'true', PerformanceMode: 'generalPurpose', KmsKeyId: expect.stringMatching(/^arn:aws:kms:/) },
      },
    },
  ])
  expect(fake.calls.filter(({ service }) => service === 'backup').map(({ operation }) => operation)).toContain(
    'ListRecoveryPointsByResource',
  )
})

test('a directory comes back through the directory function, too', async () => {
  const { directories, restore, paths, backUp } = await withBackup({ place: 'remote' })
  directories.plant('/alice/new', 'file')
  const planned = assertOk(await restore({ dryRun: true }))
  const done = assertOk(await restore())
  expect(done).toEqual({ ...planned, job: done.job })
  expect(paths()).toEqual(['/alice', '/alice/new', done.path, `${done.path}/thesis`])
  directories.put('/alice', { uid: 200_666, gid: 1001, mode: '0700' })
  backUp()
  directories.put('/alice', { uid: 200_001, gid: 1001, mode: '0700' })
  expect(assertErr(await restore())).toMatchObject({ reason: 'other-owner', owner: { uid: 200_666, gid: 1001 } })
})

test('a second run changes nothing and starts no job; another copy goes beside what is there', async () => {
  const { fake, restore, paths, jobs } = await withBackup()
  assertOk(await restore())
  const before = paths()
  for (const dryRun of [true, false])
    expect(assertOk(await restore({ dryRun }))).toMatchObject({ outcome: 'unchanged', path: '/alice', changes: [] })
  expect([paths(), jobs().length]).toEqual([before, 1])
  const copy = assertOk(await restore({ copy: 2 }))
  const beside = `/alice/restored-${new Date(fake.clock.now()).toISOString().slice(0, 10)}`
  expect([copy.outcome, copy.path, jobs().length]).toEqual(['restored', beside, 2])
  expect(paths()).toEqual(['/alice', beside, `${beside}/thesis`, '/alice/thesis'].toSorted())
})

test('the newest backup that was taken by a time is chosen, completed, and of the vault that is named', async () => {
  const { fake, restore, backUp, point } = await withBackup()
  backUp({ createdAt: fake.clock.now(), Status: 'EXPIRED' })
  const second = backUp({ createdAt: fake.clock.now() - 1000, BackupVaultName: 'nightly' })
  const chosen = async (more: Partial<RestoreFromBackupInput>) =>
    assertOk(await restore({ dryRun: true, ...more })).recoveryPoint.recoveryPointArn
  expect(await chosen({})).toBe(second.RecoveryPointArn)
  expect(await chosen({ before: new Date(fake.clock.now() - 1001) })).toBe(point.RecoveryPointArn)
  expect(await chosen({ backupVaultName: 'aws/efs/automatic-backup-vault' })).toBe(point.RecoveryPointArn)
  expect(await chosen({ recoveryPointArn: point.RecoveryPointArn })).toBe(point.RecoveryPointArn)
  const takenAt = new Date(point.CreationDate.ms).toISOString()
  expect(assertErr(await restore({ before: new Date(point.CreationDate.ms - 1) }))).toMatchObject({
    ...{ name: 'RecoveryPointNotFoundError', fileSystemId, oldest: takenAt },
    newest: new Date(second.CreationDate.ms).toISOString(),
  })
  const other = point.RecoveryPointArn.replace(/.$/, 'x')
  expect(assertErr(await restore({ recoveryPointArn: other }))).toMatchObject({ name: 'RecoveryPointNotFoundError' })
})

test('a file system without backups, and many pages of them', async () => {
  const { fake, restore, backUp, point } = await withBackup()
  const { recoveryPoints } = fake.state.backup
  for (let count = 0; count < 1200; count += 1) backUp({ createdAt: point.CreationDate.ms - count, restore: () => {} })
  expect(assertOk(await restore({ dryRun: true })).recoveryPoint.takenAt).toBe(
    new Date(point.CreationDate.ms).toISOString(),
  )
  expect(fake.calls.filter(({ operation }) => operation === 'ListRecoveryPointsByResource')).toHaveLength(2)
  recoveryPoints.clear()
  expect(assertErr(await restore()).message).toContain('AWS Backup has no completed one of it')
})

test('a backup from before this life of the profile goes to nobody, unless the caller says whose it is', async () => {
  const { restore, paths, again, jobs } = await withBackup()
  await again(undefined)
  expect(assertErr(await restore())).toMatchObject({ name: 'UncertainOwnerError', reason: 'before-this-life' })
  expect([paths(), jobs()]).toEqual([['/alice'], []])
  const accepted = assertOk(await restore({ uncertainOwner: 'accept' }))
  expect(accepted.changes).toMatchObject([
    { kind: 'directory', archived: { userProfileName: 'alice' } },
    { kind: 'backup' },
  ])
  expect(paths()).toEqual(['/alice', '/alice/thesis'])
})

test('a backup from after the name changed hands, and before the path did, goes to nobody', async () => {
  const { fake, studioEfs, restore, again, backUp } = await withBackup()
  await again(undefined)
  // The path still is the earlier life's.
  backUp()
  await fake.clock.advance(DAY_MS)
  assertOk(await studioEfs.provisionUserDirectory(alice))
  expect(assertErr(await restore())).toMatchObject({ name: 'UncertainOwnerError', reason: 'path-changed-hands' })
  await fake.clock.advance(DAY_MS)
  backUp()
  expect(assertOk(await restore()).outcome).toBe('restored')
})

test('a backup from when the path was that of the same name in another domain goes to nobody', async () => {
  const { fake, directories, studioEfs, backUp, jobs } = await withBackup()
  const other = { domainId: 'd-other', userProfileName: 'Alice' }
  fake.seed.domain({ DomainId: other.domainId })
  fake.seed.userProfile({ DomainId: other.domainId, UserProfileName: other.userProfileName })
  await fake.clock.advance(DAY_MS)
  directories.plant('/alice/thesis', 'file')
  backUp()
  await fake.clock.advance(DAY_MS)
  fake.state.sagemaker.userProfiles.delete(`${domainId}/alice`)
  expect(assertOk(await studioEfs.offboardProfile(alice)).outcome).toBe('archived')
  assertOk(await studioEfs.provisionUserDirectory({ ...other, nameCase: 'lower' }))
  const restore = () => studioEfs.restoreFromBackup({ ...other, fileSystemId, nameCase: 'lower' })
  expect(assertErr(await restore())).toMatchObject({ name: 'UncertainOwnerError', reason: 'path-changed-hands' })
  expect([directories.entries().map(({ path }) => path), jobs()]).toEqual([['/alice'], []])
  await fake.clock.advance(DAY_MS)
  backUp()
  expect(assertOk(await restore()).outcome).toBe('restored')
})

test('the same person’s earlier life does not count as another one’s', async () => {
  const { fake, studioEfs, restore, again, backUp } = await withBackup({ person: 'alice@example.com' })
  await again('alice@example.com')
  backUp()
  await fake.clock.advance(DAY_MS)
  assertOk(await studioEfs.provisionUserDirectory(alice))
  expect(assertOk(await restore()).outcome).toBe('restored')
})

test('a path that is not the profile’s goes to it only if the caller says that it is the same person’s', async () => {
  const { directories, restore, paths, backUp, jobs } = await withBackup()
  directories.put('/bob', { uid: 200_001, gid: 1001, mode: '0700' })
  directories.plant('/bob/diary', 'file')
  backUp()
  expect(assertErr(await restore({ item: '/bob' }))).toMatchObject({ reason: 'other-path', item: '/bob' })
  expect(jobs()).toEqual([])
  assertOk(await restore({ item: '/bob', uncertainOwner: 'accept' }))
  expect(paths()).toEqual(['/alice', '/alice/diary', '/bob', '/bob/diary'])
})

test('a directory of another user id in the backup is not handed out', async () => {
  const { directories, restore, paths, backUp } = await withBackup()
  directories.put('/alice', { uid: 200_666, gid: 1001, mode: '0700' })
  backUp()
  directories.put('/alice', { uid: 200_001, gid: 1001, mode: '0700' })
  const refused = assertErr(await restore())
  expect(refused).toMatchObject({ reason: 'other-owner', owner: { uid: 200_666, gid: 1001 } })
  expect(paths().some((path) => /^\/aws-backup-restore_.*\/alice$/.test(path))).toBe(true)
  expect(assertOk(await restore({ uncertainOwner: 'accept' }))).toMatchObject({ outcome: 'restored', path: '/alice' })
})

test('a backup whose owners were not kept is repaired to the profile’s identity', async () => {
  const { directories, restore } = await withBackup({ owners: 'root' })
  assertOk(await restore())
  expect(directories.entries()[0]).toMatchObject({ path: '/alice', uid: 200_001, gid: 1001, mode: '0700' })
})

test('the time may be over while AWS Backup is at work: the same call, or the job, goes on', async () => {
  for (const byJob of [false, true]) {
    const { restore, paths, jobs } = await withBackup()
    const heard: unknown[] = []
    const first = assertOk(await restore({ timeoutMs: 20_000, onProgress: (progress) => heard.push(progress) }))
    expect(first).toMatchObject({ outcome: 'pending', changes: [], job: { status: 'RUNNING' } })
    const restoreJobId = first.job?.restoreJobId ?? ''
    expect(heard).toContainEqual({ step: 'restoring-backup', restoreJobId, status: 'RUNNING', percentDone: 0 })
    expect(paths()).toEqual(['/alice'])
    const second = assertOk(await restore(byJob ? { restoreJobId } : {}))
    expect([second.outcome, second.job?.restoreJobId, jobs().length]).toEqual(['restored', restoreJobId, 1])
    expect(paths()).toEqual(['/alice', '/alice/thesis'])
  }
})

test('a signal stops the wait, and the job goes on', async () => {
  const { fake, restore, jobs } = await withBackup()
  const controller = new AbortController()
  fake.later(10_000, () => controller.abort())
  expect(assertOk(await restore({ signal: controller.signal }))).toMatchObject({ outcome: 'pending' })
  expect(assertOk(await restore()).outcome).toBe('restored')
  expect(jobs()).toHaveLength(1)
})

test('a job that fails says why, and a run a minute later starts another one', async () => {
  const { fake, restore, jobs, paths, fail } = await withBackup()
  fail({ kind: 'ends-in', status: 'FAILED', reason: 'The role cannot be assumed.' }, 'StartRestoreJob')
  const failed = assertErr(await restore())
  expect(failed).toMatchObject({
    ...{ name: 'RestoreJobFailedError', status: 'FAILED', statusMessage: 'The role cannot be assumed.' },
    retryable: false,
  })
  expect(assertErr(await restore()).name).toBe('RestoreJobFailedError')
  expect([jobs().length, paths()]).toEqual([1, ['/alice']])
  await fake.clock.advance(61_000)
  expect(assertOk(await restore()).outcome).toBe('restored')
  expect(jobs()).toHaveLength(2)
})

test('a job that somebody aborts is an error, and an unknown status is waited for', async () => {
  const { fake, restore, jobs } = await withBackup()
  fake.later(20_000, ({ backup }) => {
    for (const job of backup.restoreJobs.values()) Object.assign(job, { Status: 'VALIDATING' })
  })
  fake.later(50_000, ({ backup }) => {
    for (const job of backup.restoreJobs.values()) Object.assign(job, { Status: 'ABORTED' })
  })
  expect(assertErr(await restore())).toMatchObject({ name: 'RestoreJobFailedError', status: 'ABORTED' })
  expect(jobs()).toHaveLength(1)
})

test('a backup that lacks the directory is a failed job', async () => {
  const { restore } = await withBackup()
  expect(assertErr(await restore({ item: '/Alice', uncertainOwner: 'accept' }))).toMatchObject({
    name: 'RestoreJobFailedError',
    item: '/Alice',
  })
})

test('a lost reply of StartRestoreJob starts no second job', async () => {
  const { restore, jobs, fail } = await withBackup()
  fail({ kind: 'connection-reset', change: 'applied' }, 'StartRestoreJob')
  expect(assertOk(await restore()).outcome).toBe('restored')
  expect(jobs()).toHaveLength(1)
})

test('throttled and failing calls are repeated', async () => {
  const { restore, fail } = await withBackup()
  for (const operation of [
    'ListRecoveryPointsByResource',
    'GetRecoveryPointRestoreMetadata',
    'StartRestoreJob',
    'DescribeRestoreJob',
  ])
    fail({ kind: 'throttle' }, operation, 2)
  expect(assertOk(await restore()).outcome).toBe('restored')
})

test.each(['ListRecoveryPointsByResource', 'GetRecoveryPointRestoreMetadata', 'StartRestoreJob', 'DescribeRestoreJob'])(
  'a denied %s is an error, and nothing moves',
  async (operation) => {
    const { restore, paths, fail } = await withBackup()
    fail({ kind: 'error', code: 'AccessDeniedException', message: 'no' }, operation, 99)
    expect(assertErr(await restore())).toMatchObject({ name: 'AccessDeniedError', operation })
    expect(paths()).toEqual(['/alice'])
  },
)

test('a recovery folder of another time is not taken, until it is named', async () => {
  const { fake, directories, restore, paths, backUp } = await withBackup()
  directories.plant('/alice/thesis', 'file')
  const put = directories.backUp()
  directories.remove('/alice/thesis')
  backUp({ restore: () => undefined })
  const missing = assertErr(await restore())
  expect(missing).toMatchObject({ name: 'RecoveryFolderError', retryable: true, folders: [] })
  await fake.clock.advance(DAY_MS)
  const recoveryFolder = 'aws-backup-restore_2026-11-26T10-15-30-123Z'
  put({ items: ['/alice'], folder: `/${recoveryFolder}` })
  expect(assertErr(await restore()).name).toBe('RecoveryFolderError')
  expect(assertOk(await restore({ recoveryFolder }))).toMatchObject({ outcome: 'restored', path: '/alice' })
  expect(paths()).toEqual(['/alice', '/alice/thesis'])
})

test('of several recovery folders of that time none is taken, until one is named', async () => {
  const { directories, restore, paths, backUp } = await withBackup()
  directories.plant('/alice/thesis', 'file')
  const put = directories.backUp()
  directories.remove('/alice/thesis')
  backUp({
    restore: ({ items, folder }) => {
      put({ items, folder })
      put({ items, folder: `${folder}1` })
    },
  })
  const several = assertErr(await restore())
  expect(several).toMatchObject({ name: 'RecoveryFolderError', retryable: false })
  const [folder, other] = (several as { folders?: readonly string[] }).folders ?? []
  expect(assertOk(await restore({ recoveryFolder: other ?? '' })).outcome).toBe('restored')
  expect(paths()).toEqual(['/alice', '/alice/thesis', `/${folder}`, `/${folder}/alice`, `/${folder}/alice/thesis`])
})

test('a directory that fails is an error, and the next run takes the files from where they are', async () => {
  const { directories, restore, paths, jobs } = await withBackup()
  assertOk(await restore({ timeoutMs: 20_000 }))
  const broken = new DirectoryIoError({ path: '/alice', operation: 'rename', code: 'EROFS', retryable: false })
  directories.failOn('/alice', broken)
  expect(assertErr(await restore()).name).toBe('DirectoryIoError')
  directories.failOn('/alice', undefined)
  expect(assertOk(await restore()).outcome).toBe('restored')
  expect([paths(), jobs().length]).toEqual([['/alice', '/alice/thesis'], 1])
})

test('a profile that another person gets while AWS Backup is at work gets nothing', async () => {
  const { fake, restore, paths, again, seed } = await withBackup()
  fake.later(30_000, ({ sagemaker }) => {
    sagemaker.userProfiles.clear()
    seed(undefined)
  })
  expect(assertErr(await restore())).toMatchObject({ name: 'RestoreTargetError', from: { userProfileName: 'alice' } })
  expect(paths()).not.toContain('/alice/thesis')
  await again(undefined)
  expect(assertErr(await restore()).name).toBe('UncertainOwnerError')
})

test('a recovery point of another file system is refused, and so is a job of another recovery point', async () => {
  const { restore, point, jobs, backUp, fake } = await withBackup()
  const pending = assertOk(await restore({ timeoutMs: 20_000 }))
  const restoreJobId = pending.job?.restoreJobId ?? ''
  const second = backUp()
  const mixed = { restoreJobId, recoveryPointArn: second.RecoveryPointArn }
  expect(assertErr(await restore(mixed))).toMatchObject({ name: 'InvalidInputError', field: 'recoveryPointArn' })
  point.restoreMetadata = { ...point.restoreMetadata, 'file-system-id': 'fs-0bbbbbbbbbbbbbbbb' }
  expect(assertErr(await restore({ restoreJobId }))).toMatchObject({ name: 'InvalidInputError', field: 'fileSystemId' })
  expect([jobs().length, fake.state.backup.recoveryPoints.size]).toEqual([1, 2])
})

test('a copy that somebody gave to another profile is not reported as restored', async () => {
  const { fake, directories, studioEfs, restore, backUp, context } = await withBackup({ owners: 'root' })
  backUp()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'bob' })
  // Recovered, and interrupted before it left the archive.
  const restoreDirectories: MemoryDirectoryDriver['restoreDirectories'] = (specs) =>
    directories.restoreDirectories(specs.map((spec) => ({ ...spec, path: assertOk(parseFileSystemPath('/nobody')) })))
  const broken = createStudioEfs({ ...context, directories: { ...directories, restoreDirectories } })
  const stopped = await broken.restoreFromBackup({ ...alice, fileSystemId })
  expect(stopped.isErr()).toBe(true)
  const [kept] = assertOk(await studioEfs.listArchives({})).archives
  const given = await studioEfs.restoreDirectory({ archive: kept?.archive ?? '', domainId, userProfileName: 'bob' })
  expect(assertOk(given)).toMatchObject({ outcome: 'restored', path: '/bob' })
  for (const dryRun of [true, false])
    expect(assertErr(await restore({ dryRun }))).toMatchObject({
      name: 'ArchiveNotFoundError',
      restored: { path: '/bob', generation: { userProfileName: 'bob' } },
    })
})

test('metadata of another type than texts by name start no job', async () => {
  const { point, restore, jobs } = await withBackup()
  for (const wrong of ['file-system-id', [fileSystemId], 7]) {
    Object.assign(point, { restoreMetadata: wrong })
    expect(assertErr(await restore())).toMatchObject({ name: 'MalformedReplyError' })
  }
  expect(jobs()).toEqual([])
})

test('a job that turns out to be of another recovery point moves nothing', async () => {
  const { fake, restore, paths, backUp } = await withBackup()
  const { RecoveryPointArn } = backUp({ createdAt: fake.clock.now() - 3 * DAY_MS })
  fake.later(10_000, ({ backup }) => {
    for (const job of backup.restoreJobs.values()) Object.assign(job, { RecoveryPointArn })
  })
  expect(assertErr(await restore())).toMatchObject({ name: 'MalformedReplyError' })
  expect(paths()).not.toContain('/alice/thesis')
})

test.each([
  ['item', '/'],
  ['item', '/.studio-efs/claims'],
  ['item', '/../etc'],
  ['copy', 0],
  ['recoveryFolder', '../alice'],
  ['recoveryPointArn', 'arn'],
  ['restoreRoleArn', 'role'],
  ['backupVaultName', '../x'],
  ['restoreJobId', '../restore-jobs'],
] as const)('%s: %j is refused before anything is read', async (field, value) => {
  const { fake, restore } = await withBackup()
  const before = fake.calls.length
  const refused = assertErr(await restore({ [field]: value } as Partial<RestoreFromBackupInput>))
  expect(refused).toMatchObject({ name: 'InvalidInputError', field })
  expect(fake.calls.length).toBe(before)
})

test('a context without the client says which package it is in', async () => {
  const studioEfs = createStudioEfs(studio().context)
  // @ts-expect-error: the type says that the context lacks it.
  const refused = assertErr(await studioEfs.restoreFromBackup({ ...alice, fileSystemId }))
  expect(refused).toMatchObject({ name: 'InvalidInputError', field: 'context.backup' })
  expect(String(refused)).toContain('npm install @aws-sdk/client-backup')
})

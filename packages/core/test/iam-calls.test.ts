import { BackupClient } from '@aws-sdk/client-backup'
import { EFSClient } from '@aws-sdk/client-efs'
import {
  assertErr,
  assertOk,
  efsEntry,
  type FakeAws,
  memoryDirectoryDriver,
  stage,
  workingStudio,
} from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { type IamNeed, iamActions } from '../src/iam.js'
import { createStudioEfs } from '../src/index.js'
import { diagnoseStudio } from './diagnosis-matrix.js'
import { fileSystems } from './file-systems.js'
import { ours, spacesWorld } from './spaces.js'
import { domainId, fileSystemId, studio } from './studio.js'
import { vpcOfDomains } from './vpc.js'

type Operation = Exclude<
  IamNeed,
  'posixDirectoryDriver' | 'lambdaDirectoryDriver' | 'findDirectoryFunctions' | 'lookupEventsSource' | 'logFilesSource'
>

const prefixes: Readonly<Record<string, string>> = { efs: 'elasticfilesystem' }
const actionsIn = ({ calls }: FakeAws, from = 0) =>
  calls.slice(from).map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`)

const profile = { domainId, userProfileName: 'alice' }
const listed = { ...profile, fileSystemId, fileSystemPath: '/alice' }

/** A domain with one profile, and a file system that is checked. */
function withAlice() {
  const made = studio()
  made.profile('alice')
  made.fake.seed.fileSystem({ FileSystemId: fileSystemId })
  const efs = new EFSClient({ ...made.fake.clientConfig(), maxAttempts: 1 })
  return { ...made, studioEfs: createStudioEfs({ ...made.context, efs }) }
}

/** A space that mounts the file system. */
function seedSpace(fake: FakeAws, { DomainId, FileSystemId }: { DomainId: string; FileSystemId: string }) {
  const SpaceSettings = { CustomFileSystems: [{ EFSFileSystem: { FileSystemId } }] }
  fake.seed.space({ DomainId, SpaceName: 'lab', SpaceSettings })
}

/** A private space of `alice`. */
function seedOwnSpace(fake: FakeAws) {
  const OwnershipSettings = { OwnerUserProfileName: 'alice' }
  fake.seed.space({ DomainId: domainId, SpaceName: 'lab', OwnershipSettings })
}

/** Refuses the next look at a user profile, as for one of a domain that is gone. */
function refuseProfiles(fake: FakeAws) {
  const fault = { kind: 'error', code: 'ValidationException', message: 'no', status: 400 } as const
  fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', fault })
}

/** Each operation, run so that it makes every call that it can make, and the calls that it made. */
const runs: Readonly<Record<Operation, () => Promise<readonly string[]>>> = {
  async provisionUserDirectory() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.provisionUserDirectory(profile))
    return actionsIn(fake)
  },
  async attachToProfile() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.attachToProfile(listed))
    return actionsIn(fake)
  },
  async detachFromProfile() {
    const { fake, studioEfs, profile: seed } = studio()
    seed('alice', { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/alice')] })
    seedOwnSpace(fake)
    assertOk(await studioEfs.detachFromProfile({ ...profile, fileSystemId }))
    return actionsIn(fake)
  },
  async detachProfiles() {
    const { fake, studioEfs, profile: seed } = studio()
    seed('alice', { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/alice')] })
    seedOwnSpace(fake)
    for await (const outcome of studioEfs.detachProfiles({ fileSystemId })) expect(outcome).toBeDefined()
    return actionsIn(fake)
  },
  async offboardProfile() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.provisionUserDirectory(profile))
    fake.state.sagemaker.userProfiles.clear()
    const from = fake.calls.length
    await fake.clock.advance(3_600_000)
    refuseProfiles(fake)
    expect(assertErr(await studioEfs.offboardProfile(profile)).name).toBe('RequestRefusedError')
    assertOk(await studioEfs.offboardProfile(profile))
    return actionsIn(fake, from)
  },
  async archiveLeavers() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.provisionUserDirectory(profile))
    fake.state.sagemaker.userProfiles.clear()
    const from = fake.calls.length
    await fake.clock.advance(3_600_000)
    refuseProfiles(fake)
    expect(assertErr(await studioEfs.archiveLeavers({})).name).toBe('RequestRefusedError')
    return actionsIn(fake, from)
  },
  async listArchives() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.listArchives({}))
    return actionsIn(fake)
  },
  async restoreDirectory() {
    const { fake, studioEfs, profile: seed } = withAlice()
    assertOk(await studioEfs.provisionUserDirectory(profile))
    fake.state.sagemaker.userProfiles.clear()
    await fake.clock.advance(3_600_000)
    assertOk(await studioEfs.offboardProfile(profile))
    seed('alice')
    await fake.clock.advance(3_600_000)
    const [archived] = assertOk(await studioEfs.listArchives({})).archives
    const from = fake.calls.length
    assertOk(await studioEfs.restoreDirectory({ archive: archived?.archive ?? '', ...profile }))
    return actionsIn(fake, from)
  },
  async restoreFromBackup() {
    const { fake, context } = withAlice()
    const directories = memoryDirectoryDriver({ clock: fake.clock })
    const backup = new BackupClient({ ...fake.clientConfig(), maxAttempts: 1 })
    await fake.clock.advance(3_600_000)
    fake.seed.recoveryPoint({
      FileSystemId: fileSystemId,
      restore: ({ folder }) => directories.put(`${folder}/alice`, { uid: 200_001, gid: 1001, mode: '0700' }),
    })
    const studioEfs = createStudioEfs({ ...context, directories, backup })
    assertOk(await studioEfs.restoreFromBackup({ ...profile, fileSystemId }))
    return actionsIn(fake)
  },
  async purgeArchives() {
    const { fake, context } = withAlice()
    const directories = memoryDirectoryDriver({ clock: fake.clock })
    assertOk(await createStudioEfs({ ...context, directories }).purgeArchives({ olderThanDays: 1 }))
    return actionsIn(fake)
  },
  async onboardProfile() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.onboardProfile({ ...profile, fileSystemId }))
    return actionsIn(fake)
  },
  async onboardProfiles() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.onboardProfiles({ domainId, userProfileNames: ['alice'], fileSystemId }))
    return actionsIn(fake)
  },
  async backfillProfiles() {
    const { fake, studioEfs } = withAlice()
    const run = studioEfs.backfillProfiles({ fileSystemId, layout: '/{domainId}/{userProfileName}' })
    for await (const outcome of run) expect(outcome).toBeDefined()
    return actionsIn(fake)
  },
  async replayCloudTrail() {
    const { fake, studioEfs } = withAlice()
    const at = fake.clock.now()
    const event = { kind: 'decoded', what: 'created', profile, eventId: '1', at, region: undefined, account: undefined }
    async function* source() {
      yield event as never
    }
    assertOk(await studioEfs.replayCloudTrail({ source: source(), fileSystemId, domainIds: [domainId] }).summary())
    return actionsIn(fake)
  },
  async adoptDirectories() {
    const { fake, studioEfs } = withAlice()
    const run = studioEfs.adoptDirectories({ fileSystemId, layout: '/{domainId}/{userProfileName}' })
    assertOk(await run.summary())
    return actionsIn(fake)
  },
  async allocateIdentity() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.allocateIdentity({ domainId, userProfileName: 'bob' }))
    return actionsIn(fake)
  },
  async createUserProfile() {
    const { fake, studioEfs } = withAlice()
    const bob = { domainId, userProfileName: 'bob', fileSystemId }
    assertOk(await studioEfs.createUserProfile(bob))
    const made = actionsIn(fake)
    assertOk(await studioEfs.detachFromProfile({ ...bob }))
    const from = fake.calls.length
    assertOk(await studioEfs.createUserProfile(bob))
    return [...made, ...actionsIn(fake, from)]
  },
  async reportIdentities() {
    const { fake, studioEfs } = withAlice()
    assertOk(await studioEfs.reportIdentities({ fileSystemId }))
    return actionsIn(fake)
  },
  async setDomainDefault() {
    const { studioEfs, fake, share, domainIds } = vpcOfDomains()
    const [id = ''] = domainIds
    const CustomFileSystemConfigs = [efsEntry('fs-0bbbbbbbbbbbbbbbb', '/')]
    fake.seed.userProfile({ DomainId: id, UserProfileName: 'alice', UserSettings: { CustomFileSystemConfigs } })
    const { vpcId, ...wish } = share
    assertOk(await studioEfs.setDomainDefault({ ...wish, domainId: id, reachProfiles: true }))
    return actionsIn(fake)
  },
  async clearDomainDefault() {
    const { studioEfs, fake, share, domainIds } = vpcOfDomains()
    const { vpcId, ...wish } = share
    const [id = ''] = domainIds
    assertOk(await studioEfs.setDomainDefault({ ...wish, domainId: id }))
    seedSpace(fake, { DomainId: id, FileSystemId: wish.fileSystemId })
    const from = fake.calls.length
    assertOk(await studioEfs.clearDomainDefault({ domainId: id, fileSystemId: wish.fileSystemId }))
    return actionsIn(fake, from)
  },
  async shareAcrossVpcDomains() {
    const { studioEfs, fake, share, domainIds, subnets } = vpcOfDomains({ domains: 7 })
    const [id = ''] = domainIds
    const CustomFileSystemConfigs = [efsEntry('fs-0bbbbbbbbbbbbbbbb', '/')]
    fake.seed.userProfile({ DomainId: id, UserProfileName: 'alice', UserSettings: { CustomFileSystemConfigs } })
    fake.seed.mountTarget({ FileSystemId: share.fileSystemId, SubnetId: subnets[0]?.SubnetId ?? '' })
    assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, hiddenProfiles: 'report', reachProfiles: true }))
    return actionsIn(fake)
  },
  async unshareAcrossVpcDomains() {
    const { studioEfs, fake, share, vpcId, domainIds } = vpcOfDomains()
    assertOk(await studioEfs.shareAcrossVpcDomains(share))
    seedSpace(fake, { DomainId: domainIds[0] ?? '', FileSystemId: share.fileSystemId })
    const from = fake.calls.length
    assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId: share.fileSystemId }))
    return actionsIn(fake, from)
  },
  async describeSharing() {
    const { studioEfs, fake, share, domainIds } = vpcOfDomains()
    assertOk(await studioEfs.shareAcrossVpcDomains(share))
    fake.seed.userProfile({ DomainId: domainIds[0] ?? '', UserProfileName: 'alice' })
    seedSpace(fake, { DomainId: domainIds[0] ?? '', FileSystemId: share.fileSystemId })
    const from = fake.calls.length
    assertOk(await studioEfs.describeSharing({ fileSystemId: share.fileSystemId }))
    return actionsIn(fake, from)
  },
  async diagnose() {
    const studio = workingStudio()
    stage.lifecycleConfigDeleted(studio)
    await diagnoseStudio(studio)
    await diagnoseStudio(studio, { userProfileName: 'alice' })
    return actionsIn(studio.fake)
  },
  async describeStudio() {
    const { fake, studioEfs } = withAlice()
    seedSpace(fake, { DomainId: domainId, FileSystemId: fileSystemId })
    assertOk(await studioEfs.describeStudio({ fileSystemId }))
    return actionsIn(fake)
  },
  async measureUsage() {
    const { fake, studioEfs } = withAlice()
    fake.seed.domain({ DomainId: 'd-empty' })
    assertOk(await studioEfs.measureUsage({ fileSystemId, domainIds: [domainId, 'd-empty'] }))
    return actionsIn(fake)
  },
  async ensureFileSystemForDomain() {
    const { fake, ensure } = fileSystems({ undocumented: { nfsSecurityGroups: 'never' } })
    const lifecyclePolicies = { transitionToIA: 'AFTER_30_DAYS' }
    const { fileSystem } = assertOk(
      await ensure({ missingSecurityGroup: 'create', lifecyclePolicies, fileSystemPolicy: 'deny-anonymous-root' }),
    )
    for (const target of fake.state.efs.mountTargets.values())
      if (target.FileSystemId === fileSystem?.fileSystemId) target.SecurityGroups = []
    assertOk(await ensure())
    const { FileSystemId: fileSystemId } = fake.seed.fileSystem({ Encrypted: true })
    assertOk(await ensure({ fileSystemId, missingSecurityGroup: 'create', dryRun: true }))
    return actionsIn(fake)
  },
  async removeFileSystem() {
    const { fake, ensure, remove } = fileSystems({ undocumented: { nfsSecurityGroups: 'never' } })
    const output = assertOk(await ensure({ missingSecurityGroup: 'create' }))
    fake.seed.userProfile({ DomainId: output.domainId, UserProfileName: 'alice' })
    const confirmFileSystemId = output.fileSystem?.fileSystemId ?? ''
    seedSpace(fake, { DomainId: output.domainId, FileSystemId: confirmFileSystemId })
    const from = fake.calls.length
    const destroy = { deleteData: true, confirmFileSystemId }
    assertErr(await remove(destroy), 'FileSystemStillListedError')
    fake.state.sagemaker.spaces.clear()
    assertOk(await remove({ ...destroy, whileListed: 'remove' }))
    return actionsIn(fake, from)
  },
  async attachToSpaces() {
    const { fake, studioEfs, space, app } = spacesWorld()
    space('lab')
    app('lab')
    assertOk(await studioEfs.attachToSpaces({ fileSystemId, running: 'restart' }).summary())
    return actionsIn(fake)
  },
  async detachFromSpaces() {
    const { fake, studioEfs, space, app } = spacesWorld()
    space('lab', { settings: { CustomFileSystems: [ours] } })
    app('lab')
    assertOk(await studioEfs.detachFromSpaces({ fileSystemId, running: 'restart' }).summary())
    return actionsIn(fake)
  },
}

test('every operation is in the table of IAM actions', () => {
  expect(Object.keys(runs).sort()).toEqual(Object.keys(createStudioEfs({})).sort())
})

test.each(Object.entries(runs))('%s makes the calls that the table names, and no other', async (name, run) => {
  const named = iamActions[name as Operation].filter(({ neededFor }) => neededFor === undefined)
  const made = new Set(await run())
  expect([...made].sort()).toEqual([...new Set(named.map(({ action }) => action))].sort())
})

import { getEventListeners } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import type { ResultAsync } from 'neverthrow'
import { expect, test, vi } from 'vitest'
import { DirectoryIoError } from '../src/drivers/directory-error.js'
import { alice, studio } from './studio.js'
import { vpcOfDomains } from './vpc.js'

const made = vi.hoisted(() => ({ limits: 0 }))
vi.mock('p-limit', async (original) => {
  const { default: pLimit } = await original<typeof import('p-limit')>()
  return {
    default: (...how: Parameters<typeof pLimit>) => {
      made.limits += 1
      return pLimit(...how)
    },
  }
})

/** A VPC with one domain and one profile, and a signal that outlives every call. */
function world() {
  const vpc = vpcOfDomains({ domains: 1 })
  const [domainId = ''] = vpc.domainIds
  vpc.fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  const { signal } = new AbortController()
  const { vpcId, fileSystemId } = vpc.share
  const ref = { domainId, userProfileName: 'alice' }
  const inputs = {
    ref: { ...ref, signal },
    profile: { ...ref, fileSystemId, signal },
    ofDomain: { domainId, signal },
    fileSystem: { fileSystemId, signal },
    inDomain: { domainId, fileSystemId, signal },
    inVpc: { vpcId, fileSystemId, signal },
  }
  return { ...vpc, signal, ref, inputs }
}

type World = ReturnType<typeof world>
type Call = (studioEfs: World['studioEfs'], inputs: World['inputs']) => ResultAsync<unknown, unknown>

const calls: Readonly<Record<string, Call>> = {
  provisionUserDirectory: (studioEfs, { ref }) => studioEfs.provisionUserDirectory(ref),
  attachToProfile: (studioEfs, { profile }) => studioEfs.attachToProfile({ ...profile, fileSystemPath: '/alice' }),
  onboardProfile: (studioEfs, { profile }) => studioEfs.onboardProfile(profile),
  'onboardProfile with verify': (studioEfs, { profile }) => studioEfs.onboardProfile({ ...profile, verify: true }),
  detachFromProfile: (studioEfs, { profile }) => studioEfs.detachFromProfile(profile),
  setDomainDefault: (studioEfs, { inDomain }) => studioEfs.setDomainDefault({ ...inDomain, fileSystemPath: '/shared' }),
  clearDomainDefault: (studioEfs, { inDomain }) => studioEfs.clearDomainDefault(inDomain),
  shareAcrossVpcDomains: (studioEfs, { inVpc }) =>
    studioEfs.shareAcrossVpcDomains({ ...inVpc, fileSystemPath: '/shared' }),
  unshareAcrossVpcDomains: (studioEfs, { inVpc }) => studioEfs.unshareAcrossVpcDomains(inVpc),
  describeSharing: (studioEfs, { fileSystem }) => studioEfs.describeSharing(fileSystem),
  ensureFileSystemForDomain: (studioEfs, { ofDomain }) => studioEfs.ensureFileSystemForDomain(ofDomain),
  removeFileSystem: (studioEfs, { fileSystem }) => studioEfs.removeFileSystem(fileSystem),
  onboardProfiles: (studioEfs, { inDomain }) => studioEfs.onboardProfiles({ ...inDomain, userProfileNames: ['alice'] }),
  backfillProfiles: (studioEfs, { ref, fileSystem }) =>
    studioEfs.backfillProfiles({ ...fileSystem, domainIds: [ref.domainId] }).summary(),
}

test.each(Object.entries(calls))('%s leaves no timer and no listener behind', async (_, call) => {
  const { studioEfs, inputs, fake, signal } = world()
  expect((await call(studioEfs, inputs)).isOk()).toBe(true)
  expect(fake.clock.sleeping()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('nor does a call that fails', async () => {
  const { studioEfs, inputs, fake, signal } = world()
  const nobody = { ...inputs.profile, userProfileName: 'nobody' }
  assertErr(await studioEfs.onboardProfile(nobody), 'ResourceNotFoundError')
  expect(fake.clock.sleeping()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('the queue of a profile is removed when it is empty', async () => {
  const { studioEfs, profile } = studio()
  profile('alice')
  const queuesMade = async () => {
    const before = made.limits
    assertOk(await studioEfs.onboardProfile(alice))
    await setImmediate()
    return made.limits - before
  }
  await queuesMade()
  const again = [await queuesMade(), await queuesMade()]
  expect(again).toEqual([1, 1])
})

const never = Number.POSITIVE_INFINITY
const busy = new DirectoryIoError({
  path: '/alice',
  operation: 'mkdir',
  code: 'EIO',
  retryable: true,
  cause: undefined,
})
type Studio = ReturnType<typeof studio>

test.each<[string, (there: Studio) => void]>([
  [
    'a profile is not ready',
    ({ fake }) => Object.assign([...fake.state.sagemaker.userProfiles.values()][0] ?? {}, { Status: 'Updating' }),
  ],
  [
    'a read is throttled',
    ({ fake }) => {
      fake.inject({
        service: 'sagemaker',
        operation: 'DescribeUserProfile',
        when: 1,
        times: never,
        fault: { kind: 'throttle' },
      })
    },
  ],
  [
    'an update is throttled',
    ({ fake }) => {
      fake.inject({
        service: 'sagemaker',
        operation: 'UpdateUserProfile',
        when: 1,
        times: never,
        fault: { kind: 'throttle' },
      })
    },
  ],
  [
    'a directory is busy',
    ({ directories }) => {
      directories.failOn('/alice', busy)
    },
  ],
])('an abort ends the wait at once while %s', async (_, trouble) => {
  const there = studio()
  there.profile('alice')
  trouble(there)
  const controller = new AbortController()
  const { clock } = there.fake
  const abortedAt = clock.now() + 90
  void clock.sleep(90).then(() => controller.abort())
  assertErr(await there.studioEfs.onboardProfile({ ...alice, signal: controller.signal }), 'AbortedError')
  expect([clock.now(), clock.sleeping()]).toEqual([abortedAt, 0])
})

test('what three tries at a directory do not mend is not tried again', async () => {
  const { context, directories, studioEfs, profile } = studio()
  profile('alice')
  directories.failOn('/alice', busy)
  const ensure = vi.spyOn(context.directories, 'claimDirectories')
  assertErr(await studioEfs.onboardProfile(alice), 'DirectoryIoError')
  expect(ensure).toHaveBeenCalledTimes(3)
})

test('updates that were refused are tried again later and later', async () => {
  const { fake, studioEfs, profile, listOf } = studio()
  profile('alice')
  fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: 1, times: 5, fault: { kind: 'throttle' } })
  assertOk(await studioEfs.onboardProfile(alice))
  expect(listOf('alice')).toEqual([efsEntry(alice.fileSystemId, '/alice')])
  const at = fake.calls.filter(({ operation }) => operation === 'UpdateUserProfile').map((call) => call.at)
  const waits = at.slice(1).map((time, n) => time - (at[n] ?? 0))
  expect(waits).toHaveLength(5)
  for (const [n, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(100 * 2 ** n)
})

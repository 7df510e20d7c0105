import { EFSClient } from '@aws-sdk/client-efs'
import { assertErr, assertOk } from '@studio-efs/testing'
import { ok } from 'neverthrow'
import { describe, expect, test, vi } from 'vitest'
import { callsTo, outcomesOf } from '../../test/many.js'
import { alice, domainId, fileSystemId, studio } from '../../test/studio.js'
import type { DirectoryDriver } from '../directories.js'
import { createStudioEfs } from '../index.js'

const elsewhere = 'fs-0fffffffffffffff0'
const input = { domainIds: [domainId], fileSystemId }

/** A domain with profiles, and its file system, mounted or not as `source` says. */
function world({ profiles = 5, mounted = undefined as string | undefined } = {}) {
  const base = studio()
  const { fake } = base
  const { vpc, subnets } = fake.seed.vpc({ zones: 1 })
  const { vpc: otherVpc, subnets: others } = fake.seed.vpc({ zones: 1 })
  Object.assign(fake.state.sagemaker.domains.get(domainId) ?? {}, { VpcId: vpc.VpcId })
  const addFileSystem = (FileSystemId: string, SubnetId = subnets[0]?.SubnetId ?? '') => {
    fake.seed.fileSystem({ FileSystemId })
    fake.seed.mountTarget({ FileSystemId, SubnetId })
  }
  const names = Array.from({ length: profiles }, (_, n) => `user-${n}`)
  for (const name of [...names, 'alice']) base.profile(name)
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const mount = mounted && {
    mountedFileSystem: async () => ok({ mountPath: '/mnt/efs', fileSystemId: mounted as never }),
  }
  const directories: DirectoryDriver = { ...base.directories, ...(mount && mount) }
  const efs = new EFSClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const context = { ...base.context, directories, efs, logger }
  return {
    ...{ fake, names, context, logger, vpc, otherVpc, addFileSystem },
    addElsewhere: () => addFileSystem(fileSystemId, others[0]?.SubnetId),
    studioEfs: createStudioEfs(context),
    made: () => [base.writes(), base.directories.entries()],
  }
}

describe('a file system that does not exist', () => {
  test('stops a backfill before the first profile is read', async () => {
    const { studioEfs, made, fake } = world()
    const error = assertErr(await studioEfs.backfillProfiles(input).summary(), 'FileSystemNotFoundError')
    expect(error.message).toContain(fileSystemId)
    expect([made(), callsTo(fake, 'DescribeUserProfile')]).toEqual([[[], []], []])
  })

  test('stops a run over every domain at its first profile, and nothing is made', async () => {
    const { studioEfs, made, fake } = world({ profiles: 300 })
    const run = studioEfs.backfillProfiles({ fileSystemId, layout: '/{domainId}/{userProfileName}' })
    const stopped = assertErr(await run.summary())
    expect((stopped.cause as Error).name).toBe('FileSystemNotFoundError')
    expect([made(), callsTo(fake, 'DescribeMountTargets').length]).toEqual([[[], []], 1])
    expect(callsTo(fake, 'DescribeUserProfile').length).toBeLessThanOrEqual(64)
  })

  test('is an error of every operation that would list it', async () => {
    const { studioEfs, made } = world()
    const path = { fileSystemPath: '/_shared' }
    const results = [
      await studioEfs.onboardProfile(alice),
      await studioEfs.attachToProfile({ ...alice, ...path }),
      await studioEfs.setDomainDefault({ domainId, fileSystemId, ...path }),
      await studioEfs.onboardProfiles({ domainId, userProfileNames: ['alice'], fileSystemId }),
      await studioEfs.replayCloudTrail({ source: (async function* () {})(), ...input }).summary(),
    ]
    expect(results.map((result) => result.isErr() && result.error.name)).toEqual(
      results.map(() => 'FileSystemNotFoundError'),
    )
    expect(made()).toEqual([[], []])
  })

  test("goes through with 'skip'", async () => {
    const { studioEfs, fake } = world()
    const run = studioEfs.backfillProfiles({ ...input, checkFileSystem: 'skip' })
    expect(assertOk(await run.summary())).toMatchObject({ onboarded: 6 })
    expect(callsTo(fake, 'DescribeMountTargets')).toEqual([])
  })

  test('is detached all the same', async () => {
    const { studioEfs } = world()
    await studioEfs.backfillProfiles({ ...input, checkFileSystem: 'skip' }).summary()
    expect(assertOk(await studioEfs.detachProfiles(input).summary())).toMatchObject({ detached: 6 })
  })
})

test('a file system of another VPC is refused, and both VPCs are named', async () => {
  const { studioEfs, addElsewhere, made, vpc, otherVpc } = world()
  addElsewhere()
  const run = studioEfs.backfillProfiles(input)
  const error = assertErr(await run.summary(), 'FileSystemInOtherVpcError')
  expect([error.vpcId, error.fileSystemVpcId]).toEqual([vpc.VpcId, otherVpc.VpcId])
  assertErr(await studioEfs.onboardProfile({ ...alice, dryRun: true }), 'FileSystemInOtherVpcError')
  expect(made()).toEqual([[], []])
})

test('another file system at the mount path is refused, without a call to EFS too', async () => {
  const { context, addFileSystem, made } = world({ mounted: elsewhere })
  addFileSystem(fileSystemId)
  const { efs: _, ...withoutEfs } = context
  for (const each of [context, withoutEfs]) {
    const error = assertErr(await createStudioEfs(each).onboardProfile(alice), 'WrongFileSystemMountedError')
    expect([error.mountPath, error.mountedFileSystemId, error.fileSystemId]).toEqual([
      ...['/mnt/efs', elsewhere],
      fileSystemId,
    ])
  }
  assertErr(await createStudioEfs(context).backfillProfiles(input).summary(), 'WrongFileSystemMountedError')
  expect(made()).toEqual([[], []])
})

describe('a file system that is right', () => {
  test('is read once in a run, whatever the number of profiles', async () => {
    const { studioEfs, addFileSystem, fake, logger } = world({ profiles: 120, mounted: fileSystemId })
    addFileSystem(fileSystemId)
    expect((await outcomesOf(studioEfs.backfillProfiles(input))).length).toBe(121)
    expect(callsTo(fake, 'DescribeMountTargets')).toHaveLength(1)
    expect(logger.debug).toHaveBeenCalledWith('checked the file system', {
      ...{ fileSystemId, domainId },
      ...{ mount: 'right', vpc: 'right' },
    })
    expect(logger.warn).not.toHaveBeenCalled()
  })

  test('is not read again while the domain is in the cache: a warm call makes the calls that it made', async () => {
    const { studioEfs, addFileSystem, fake } = world()
    addFileSystem(fileSystemId)
    assertOk(await studioEfs.onboardProfile({ ...alice, userProfileName: 'user-0' }))
    await fake.clock.advance(10_000)
    const before = fake.calls.length
    assertOk(await studioEfs.onboardProfile(alice))
    assertOk(await studioEfs.onboardProfile({ ...alice, userProfileName: 'user-0' }))
    expect(fake.calls.slice(before).map(({ operation }) => operation)).toEqual([
      ...['DescribeUserProfile', 'UpdateUserProfile'],
      'DescribeUserProfile',
    ])
    await fake.clock.advance(61_000)
    assertOk(await studioEfs.onboardProfile(alice))
    expect(callsTo(fake, 'DescribeMountTargets')).toHaveLength(2)
  })
})

describe('what cannot be told is no error:', () => {
  test('a denied call is a warning, once', async () => {
    const { studioEfs, fake, logger } = world()
    fake.inject({ service: 'efs', when: () => true, fault: { kind: 'error', code: 'AccessDeniedException' } })
    expect(assertOk(await studioEfs.backfillProfiles(input).summary())).toMatchObject({ onboarded: 6 })
    expect(logger.warn.mock.calls).toEqual([
      ['the file system could not be checked', { fileSystemId, cause: expect.stringContaining('AccessDenied') }],
    ])
  })

  test('an EFS API that cannot be reached holds nothing up for longer than five seconds', async () => {
    const { studioEfs, fake } = world()
    fake.inject({ service: 'efs', when: () => true, fault: { kind: 'no-reply' } })
    const startedAt = fake.clock.now()
    assertOk(await studioEfs.onboardProfile(alice))
    expect(fake.clock.now() - startedAt).toBe(5000)
  })

  test('no EFS client in the context, and a file system without a mount target', async () => {
    const { studioEfs, context, fake, logger } = world()
    const { efs: _, ...withoutEfs } = context
    assertOk(await createStudioEfs({ ...withoutEfs, domainCache: undefined as never }).onboardProfile(alice))
    fake.seed.fileSystem({ FileSystemId: fileSystemId })
    assertOk(await studioEfs.onboardProfile({ ...alice, userProfileName: 'user-1' }))
    expect(logger.debug).toHaveBeenLastCalledWith(
      'checked the file system',
      expect.objectContaining({ mount: 'unknown', vpc: 'unknown' }),
    )
    expect(logger.warn).not.toHaveBeenCalled()
  })
})

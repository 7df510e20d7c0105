import { EFSClient } from '@aws-sdk/client-efs'
import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, studio } from '../../test/studio.js'
import { createStudioEfs, type MeasureUsageInput, type UsageProgress } from '../index.js'

/** A domain with profiles that have claimed directories, on the fake's clock. */
async function studioWith(...names: readonly string[]) {
  const made = studio()
  const { fake, context } = made
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  fake.seed.fileSystem({ FileSystemId: fileSystemId })
  const efs = new EFSClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const studioEfs = createStudioEfs({ ...context, directories, efs })
  for (const name of names) {
    made.profile(name)
    assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName: name }))
  }
  const files = (at: string, count: number) => {
    for (let n = 0; n < count; n += 1) directories.plant(`${at}/${n}`, 'file')
  }
  const summary = async (input: MeasureUsageInput = {}) => {
    const { directories: outcomes, remaining, ...more } = assertOk(await studioEfs.measureUsage(input))
    const lines = outcomes.map(({ path, outcome, usage }) => `${path} ${outcome} ${usage?.entries ?? '-'}`)
    return { lines, remaining, outcomes, ...more }
  }
  return { ...made, directories, studioEfs, files, summary }
}

test('measures claimed directories and names whose they are', async () => {
  const { files, summary } = await studioWith('alice', 'bob')
  files('/alice', 3)
  const { lines, outcomes, remaining, findings } = await summary()
  expect(lines).toEqual(['/alice measured 4', '/bob measured 1'])
  expect(outcomes[0]).toMatchObject({
    claim: { kind: 'private', userProfileName: 'alice' },
    usage: { bytes: 4 * 6144 },
  })
  expect([remaining, findings]).toEqual([0, []])
})

test('measures directories of profiles without a claim, and paths that are asked for', async () => {
  const { summary, profile, directories } = await studioWith('alice')
  for (const name of ['bob', 'carol']) profile(name)
  directories.put('/bob', { uid: 1, gid: 1, mode: '0700' })
  directories.put('/_shared/data', { uid: 0, gid: 0, mode: '0755' })
  const { lines } = await summary({ domainIds: [domainId], paths: ['/_shared'] })
  expect(lines).toEqual(['/_shared measured 2', '/alice measured 1', '/bob measured 1', '/carol missing -'])
})

test('ends ahead of its time limit, and goes on where it stopped, the longest unmeasured directory first', async () => {
  const { files, summary, fake } = await studioWith('alice', 'bob', 'carol')
  files('/alice', 700)
  files('/bob', 5)
  const paced = { operationsPerSecond: 10, timeoutMs: 30_000 }
  const begun = fake.clock.now()
  const first = await summary(paced)
  expect(first.lines).toEqual(['/alice unfinished -', '/bob waiting -', '/carol waiting -'])
  expect(fake.clock.now() - begun).toBeLessThan(30_000)
  const second = await summary({ ...paced, since: first.startedAt })
  expect(second.lines).toEqual(['/bob measured 6', '/carol measured 1', '/alice unfinished -'])
  const third = await summary({ ...paced, timeoutMs: 60_000, since: second.startedAt })
  expect(third.lines).toEqual(['/alice measured 701', '/bob measured 6', '/carol measured 1'])
  expect([first.remaining, second.remaining, third.remaining]).toEqual([3, 1, 0])
  expect(third.startedAt).toBe(first.startedAt)
})

test('a dry run says what there is to do and measures nothing', async () => {
  const { files, summary } = await studioWith('alice')
  files('/alice', 9)
  const input = { fileSystemId, dryRun: true, operationsPerSecond: 5 }
  const first = await summary(input)
  expect([first.lines, first.remaining]).toEqual([['/alice waiting -'], 1])
  expect(first.estimate).toMatchObject({ directories: 1, basis: 'file-system-size' })
  expect((await summary(input)).lines).toEqual(first.lines)
  await summary({})
  expect((await summary({ ...input, fileSystemId })).estimate).toEqual({
    ...{ directories: 1, entries: 10, seconds: 2, meteredBytes: 40_960 },
    basis: 'last-measurements',
  })
})

test('the sum is compared with the size that EFS gives, each with its time', async () => {
  const { files, summary } = await studioWith('alice', 'bob')
  files('/bob', 2)
  const { comparison } = await summary({ fileSystemId })
  expect(comparison).toMatchObject({ measuredBytes: 4 * 6144, directories: 2 })
  expect(comparison?.otherBytes).toBe((comparison?.fileSystemBytes ?? 0) - 4 * 6144)
  expect(Date.parse(comparison?.newestMeasuredAt ?? '')).not.toBeNaN()
})

test('a directory above the soft limit is a finding, and nothing is changed', async () => {
  const { files, summary, directories } = await studioWith('alice', 'bob')
  files('/alice', 2)
  const before = directories.entries()
  const { findings } = await summary({ softLimitBytes: 10_000 })
  expect(findings).toMatchObject([{ kind: 'over-soft-limit', path: '/alice', bytes: 18_432, softLimitBytes: 10_000 }])
  expect(directories.entries()).toEqual(before)
})

test('a missing permission is a finding, and the directories are measured', async () => {
  const { fake, summary } = await studioWith('alice')
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no' } as const
  fake.inject({ service: 'sagemaker', operation: 'ListUserProfiles', when: 'next', fault })
  fake.inject({ service: 'efs', operation: 'DescribeFileSystems', when: 'next', fault })
  const { lines, findings } = await summary({ domainIds: [domainId], fileSystemId })
  expect(lines).toEqual(['/alice measured 1'])
  expect(findings).toMatchObject([
    { kind: 'size-not-read', error: { name: 'AccessDeniedError' } },
    { kind: 'profiles-not-listed', domainId, error: { name: 'AccessDeniedError' } },
  ])
})

test('a domain that does not exist is an error that names it, and nothing is measured', async () => {
  const { studioEfs, directories, fake } = await studioWith('alice')
  const before = directories.entries()
  const error = assertErr(await studioEfs.measureUsage({ domainIds: [domainId, 'd-wrong'] }))
  expect([error.name, error.message]).toEqual(['ResourceNotFoundError', expect.stringContaining('domain d-wrong')])
  expect(directories.entries()).toEqual(before)
  expect(assertOk(await studioEfs.measureUsage({ dryRun: true })).directories).toMatchObject([{ outcome: 'waiting' }])
  fake.state.sagemaker.userProfiles.clear()
  expect(assertOk(await studioEfs.measureUsage({ domainIds: [domainId] })).findings).toEqual([])
})

test('an empty domain that may not be described is a finding', async () => {
  const { fake, summary } = await studioWith('alice')
  fake.seed.domain({ DomainId: 'd-empty' })
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no' } as const
  fake.inject({ service: 'sagemaker', operation: 'DescribeDomain', when: 'next', fault })
  const { lines, findings } = await summary({ domainIds: ['d-empty'] })
  expect(lines).toEqual(['/alice measured 1'])
  expect(findings).toMatchObject([
    { kind: 'profiles-not-listed', domainId: 'd-empty', error: { name: 'AccessDeniedError' } },
  ])
})

test('one directory that fails stops no other one', async () => {
  const { summary, directories } = await studioWith('alice', 'bob')
  directories.plant('/alice', 'symbolic link')
  const { lines, outcomes } = await summary()
  expect(lines).toEqual(['/alice failed -', '/bob measured 1'])
  expect(outcomes[0]?.error?.name).toBe('NotADirectoryError')
})

test('progress counts directories and entries', async () => {
  const { files, summary } = await studioWith('alice', 'bob')
  files('/alice', 30)
  const heard: UsageProgress[] = []
  await summary({ onProgress: (progress) => heard.push(progress) })
  expect(heard.at(-1)).toEqual({ step: 'measuring', done: 2, total: 2, entries: 32 })
})

test('an abort ends the call, and what was measured is kept', async () => {
  const { studioEfs, summary, files, directories } = await studioWith('alice', 'bob')
  files('/alice', 900)
  const stop = new AbortController()
  const onProgress = () => stop.abort()
  const aborted = await studioEfs.measureUsage({ operationsPerSecond: 10, signal: stop.signal, onProgress })
  expect(assertErr(aborted).name).toBe('AbortedError')
  const [known] = await directories.listKnownDirectories([{ path: '/' as never, limit: 10 }])
  expect(known && assertOk(known).directories[0]?.partial?.entries).toBe(200)
  expect((await summary({})).lines).toEqual(['/bob measured 1', '/alice measured 901'])
})

test('input that is wrong, and a driver that measures nothing, are refused by name', async () => {
  const { studioEfs, context } = await studioWith()
  for (const input of [
    { operationsPerSecond: 0 },
    { paths: ['/.studio-efs/usage'] },
    { since: 'yesterday' },
    { softLimit: 1 },
  ])
    expect(assertErr(await studioEfs.measureUsage(input as never)).name).toBe('InvalidInputError')
  const { ensureDirectories, inspectDirectories } = memoryDirectoryDriver()
  const plain = createStudioEfs({ ...context, directories: { name: 'own', ensureDirectories, inspectDirectories } })
  expect(assertErr(await plain.measureUsage({}))).toMatchObject({ field: 'context.directories' })
})

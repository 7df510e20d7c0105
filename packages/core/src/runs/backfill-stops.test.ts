import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { err } from 'neverthrow'
import { expect, test, vi } from 'vitest'
import { callsTo, kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId } from '../../test/studio.js'
import { DirectoryIoError } from '../drivers/directory-error.js'
import { createStudioEfs, type OnboardingProgress } from '../index.js'

// Each of these plays minutes of paced calls.
vi.setConfig({ testTimeout: 30_000 })

const slow = { rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 20 }] } as const

test('an abort ends the loop, and the token goes on with exactly what is left', async () => {
  const { studioEfs, names, input, listOf, wanted, fake } = manyProfiles(300, slow)
  const abort = new AbortController()
  const first = studioEfs.backfillProfiles({ ...input, signal: abort.signal })
  const done: string[] = []
  for await (const { profile } of first) if (done.push(profile.userProfileName) === 120) abort.abort()
  const { stopped, resumeToken } = assertOk(await first.summary())
  expect(stopped?.because).toBe('aborted')
  const second = await outcomesOf(studioEfs.backfillProfiles({ ...input, ...(resumeToken && { resumeToken }) }))
  const all = [...done, ...second.map(({ profile }) => profile.userProfileName)]
  expect(all.toSorted()).toEqual([...names].sort())
  for (const name of names) expect(listOf(name)).toEqual(wanted(name))
  const updates = callsTo(fake, 'UpdateUserProfile').filter(({ outcome }) => outcome === 'ok')
  expect(updates).toHaveLength(300)
})

test.each([
  ['an abort', 'aborted'],
  ['the deadline', 'deadline'],
] as const)('%s that comes while a page is listed is no end of the list', async (_, because) => {
  const { studioEfs, names, input, fake } = manyProfiles(250)
  const list = { service: 'sagemaker', operation: 'ListUserProfiles' } as const
  const silence = fake.inject({
    ...list,
    when: ({ NextToken }) => NextToken !== undefined,
    fault: { kind: 'no-reply' },
  })
  const abort = new AbortController()
  const wakes = fake.clock.sleep(5000).then(() => because === 'aborted' && abort.abort())
  const first = studioEfs.backfillProfiles({ ...input, timeoutMs: 20_000, signal: abort.signal })
  const done = await outcomesOf(first)
  await wakes
  const { stopped, resumeToken } = assertOk(await first.summary())
  expect([done.length, stopped?.because]).toEqual([100, because])
  silence.remove()
  const rest = await outcomesOf(studioEfs.backfillProfiles({ ...input, ...(resumeToken && { resumeToken }) }))
  const all = [...done, ...rest].map(({ profile }) => profile.userProfileName)
  expect(all.toSorted()).toEqual([...names].sort())
})

test('an update that is out when the abort comes is waited for and reported', async () => {
  const { studioEfs, input, fake, listOf, wanted } = manyProfiles(1)
  const abort = new AbortController()
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: 'next',
    fault: { kind: 'latency', ms: 2000 },
  })
  const wakes = fake.clock.sleep(1000).then(() => abort.abort())
  const outcomes = await outcomesOf(studioEfs.backfillProfiles({ ...input, signal: abort.signal }))
  await wakes
  expect(kinds(outcomes)).toEqual({ onboarded: 1 })
  expect(listOf('user-0')).toEqual(wanted('user-0'))
})

test('an update that gets no reply is given up five seconds after the abort, and is left to the next run', async () => {
  const { studioEfs, input, fake } = manyProfiles(1)
  const abort = new AbortController()
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: 'next',
    fault: { kind: 'no-reply', change: 'applied' },
  })
  const wakes = fake.clock.sleep(1000).then(() => abort.abort())
  const run = studioEfs.backfillProfiles({ ...input, signal: abort.signal })
  expect(await outcomesOf(run)).toEqual([])
  await wakes
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBe(6000)
  const { resumeToken = '' } = assertOk(await run.summary())
  expect(kinds(await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken })))).toEqual({ unchanged: 1 })
})

test('an update that gets no reply is given up ahead of the deadline', async () => {
  const { studioEfs, input, fake } = manyProfiles(1)
  fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: 'next', fault: { kind: 'no-reply' } })
  const run = studioEfs.backfillProfiles({ ...input, timeoutMs: 10_000 })
  expect(assertOk(await run.summary()).stopped?.because).toBe('deadline')
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(10_000)
})

test('an abort makes no more directories, and reports those that are being made', async () => {
  const { context, input, fake, directories, directoryPaths } = manyProfiles(120)
  const abort = new AbortController()
  let calls = 0
  const slowly = {
    ...directories,
    claimDirectories: (specs: Parameters<typeof directories.claimDirectories>[0]) => {
      calls += 1
      abort.abort()
      return fake.clock.sleep(2000).then(() => directories.claimDirectories(specs))
    },
  }
  const studioEfs = createStudioEfs({ ...context, directories: slowly })
  const run = studioEfs.backfillProfiles({ ...input, signal: abort.signal })
  const { interrupted, resumeToken = '', onboarded, failed } = assertOk(await run.summary())
  expect([calls, onboarded, failed]).toEqual([1, 0, 0])
  const made = interrupted.flatMap(({ changes }) => changes.map((each) => (each.kind === 'directory' ? each.path : '')))
  expect(made.toSorted()).toEqual(directoryPaths())
  expect(made).toHaveLength(50)
  expect(kinds(await outcomesOf(createStudioEfs(context).backfillProfiles({ ...input, resumeToken })))).toEqual({
    onboarded: 120,
  })
})

test('it ends ahead of its deadline with everything reported that was changed', async () => {
  const { studioEfs, input, fake, names, listOf } = manyProfiles(600, slow)
  const start = fake.clock.now()
  const run = studioEfs.backfillProfiles({ ...input, timeoutMs: 20_000 })
  const outcomes = await outcomesOf(run)
  expect(fake.clock.now() - start).toBeLessThan(20_000)
  expect(assertOk(await run.summary()).stopped?.because).toBe('deadline')
  const changed = names.filter((name) => listOf(name)?.length === 3)
  expect(outcomes.map(({ profile }) => profile.userProfileName).sort()).toEqual(changed.sort())
  expect(changed.length).toBeGreaterThan(300)
})

test('a series of short runs, each with the token of the one before, does every profile once', async () => {
  const { studioEfs, input, fake, names } = manyProfiles(300, slow)
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'slow', Status: 'Updating' })
  const seen: string[] = []
  let resumeToken: string | undefined
  let runs = 0
  do {
    const run = studioEfs.backfillProfiles({ ...input, timeoutMs: 4000, ...(resumeToken && { resumeToken }) })
    for await (const { profile } of run) seen.push(profile.userProfileName)
    resumeToken = assertOk(await run.summary()).resumeToken
    runs += 1
    const slowOne = fake.state.sagemaker.userProfiles.get(`${domainId}/slow`)
    if (runs === 5 && slowOne !== undefined) slowOne.Status = 'InService'
  } while (resumeToken !== undefined && runs < 50)
  expect(seen.toSorted()).toEqual([...names, 'slow'].sort())
  expect(runs).toBeGreaterThan(4)
})

test.each(['before the loop', 'within the loop'])(
  'a summary that is asked for %s takes nothing from it',
  async (when) => {
    const { studioEfs, input } = manyProfiles(150)
    const run = studioEfs.backfillProfiles(input)
    let summary = when === 'before the loop' ? run.summary() : undefined
    let seen = 0
    for await (const _ of run) {
      seen += 1
      summary ??= run.summary()
    }
    expect([seen, (await summary)?._unsafeUnwrap().onboarded]).toEqual([150, 150])
  },
)

test('a loop that begins while a summary runs goes on with the rest', async () => {
  const { studioEfs, input, fake } = manyProfiles(100, slow)
  const run = studioEfs.backfillProfiles(input)
  const summary = run.summary()
  await fake.clock.sleep(2000)
  expect((await outcomesOf(run)).length).toBeGreaterThan(10)
  expect(assertOk(await summary).onboarded).toBe(100)
})

test('a count that fails is logged and stops nothing', async () => {
  const { context, input } = manyProfiles(20)
  const warn = vi.fn()
  const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() }
  const send = context.sagemaker.send.bind(context.sagemaker) as (...args: unknown[]) => Promise<unknown>
  let lists = 0
  const broken = Object.assign(Object.create(context.sagemaker), {
    send: async (command: object, ...rest: unknown[]) => {
      if (command.constructor.name !== 'ListUserProfilesCommand') return send(command, ...rest)
      lists += 1
      // The count is the first to ask.
      if (lists === 1) throw new TypeError('a bug')
      return send(command, ...rest)
    },
  })
  const run = createStudioEfs({ ...context, sagemaker: broken, logger }).backfillProfiles({
    ...input,
    onProgress: () => undefined,
  })
  expect(assertOk(await run.summary()).onboarded).toBe(20)
  expect(warn).toHaveBeenCalledWith('the items of the run could not be counted', expect.anything())
})

test('leaving the loop stops the run, and its token goes on behind what was seen', async () => {
  const { studioEfs, input, names } = manyProfiles(50)
  const run = studioEfs.backfillProfiles(input)
  const seen: string[] = []
  for await (const { profile } of run) if (seen.push(profile.userProfileName) === 5) break
  const { stopped, resumeToken = '' } = assertOk(await run.summary())
  expect(stopped?.because).toBe('closed')
  const rest = await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken }))
  expect([...seen, ...rest.map(({ profile }) => profile.userProfileName)].sort()).toEqual([...names].sort())
})

test('a list whose token is refused starts again, and nothing is done twice', async () => {
  const { studioEfs, input, fake, names, listOf, wanted } = manyProfiles(250)
  const first = studioEfs.backfillProfiles(input)
  for await (const _ of first) break
  const { resumeToken = '' } = assertOk(await first.summary())
  fake.inject({
    service: 'sagemaker',
    operation: 'ListUserProfiles',
    when: ({ NextToken }) => NextToken !== undefined,
    times: 1,
    fault: { kind: 'error', code: 'ValidationException', message: 'The token expired.' },
  })
  await fake.clock.advance(10_000)
  const outcomes = await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken }))
  expect(new Set(outcomes.map(({ profile }) => profile.userProfileName)).size).toBe(250)
  for (const name of names) expect(listOf(name)).toEqual(wanted(name))
  expect(callsTo(fake, 'UpdateUserProfile')).toHaveLength(250)
})

test('what would fail every profile stops the run at once, with a token', async () => {
  const { studioEfs, input, fake } = manyProfiles(300)
  const expired = { kind: 'error', code: 'ExpiredTokenException' } as const
  fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: 40, times: 1000, fault: expired })
  const run = studioEfs.backfillProfiles(input)
  const seen: string[] = []
  await expect(
    (async () => {
      for await (const { profile } of run) seen.push(profile.userProfileName)
    })(),
  ).rejects.toMatchObject({ name: 'CredentialsError' })
  const error = assertErr(await run.summary(), 'RunStoppedError')
  const { stopped, resumeToken } = error.summary
  expect([stopped?.because, stopped?.error?.name, seen.length]).toEqual(['error', 'CredentialsError', 39])
  expect([error.cause, error.retryable]).toEqual([stopped?.error, stopped?.error?.retryable])
  expect(resumeToken).toEqual(expect.any(String))
})

test.each([
  ['an unknown domain', { domainIds: ['d-unknown'] }, 'ResourceNotFoundError'],
  ['an unknown field', { domainId }, 'InvalidInputError'],
  ['no domain', { domainIds: [] }, 'InvalidInputError'],
  ['a concurrency of 0', { concurrency: 0 }, 'InvalidInputError'],
  ['a malformed token', { resumeToken: 'e30' }, 'InvalidInputError'],
  ['a layout without the name', { layout: '/users' }, 'InvalidInputError'],
])('with %s nothing starts', async (_, change, error) => {
  const { studioEfs, input, writes, directoryPaths } = manyProfiles(2)
  const run = studioEfs.backfillProfiles({ ...input, ...change })
  assertErr(await run.summary(), error as 'InvalidInputError')
  await expect(outcomesOf(studioEfs.backfillProfiles({ ...input, ...change }))).rejects.toMatchObject({ name: error })
  expect([writes(), directoryPaths()]).toEqual([[], []])
})

test('a bug is thrown by the loop and by the summary, and does not pass for a run that was left', async () => {
  const { context, input } = manyProfiles(3)
  const claimDirectories = async () => {
    throw new TypeError('a bug')
  }
  const run = createStudioEfs({
    ...context,
    directories: { ...context.directories, claimDirectories },
  }).backfillProfiles(input)
  await expect(outcomesOf(run)).rejects.toThrow('a bug')
  await expect(run.summary()).rejects.toThrow('a bug')
})

test.each([
  ['a domain that is named', {}, 'connection-reset'],
  ['a domain that is named', {}, 'no-reply'],
  ['all domains', { domainIds: undefined }, 'connection-reset'],
] as const)('without a network, %s ends it before it starts, after a minute or so: %o %s', async (_, change, kind) => {
  const { studioEfs, input, fake } = manyProfiles(2)
  fake.inject({ service: 'sagemaker', when: () => true, fault: { kind } })
  const { domainIds, ...rest } = { ...input, ...change }
  const run = studioEfs.backfillProfiles({ ...rest, ...(domainIds && { domainIds }) })
  const error = assertErr(await run.summary(), 'ConnectionError')
  expect(error.message).toMatch(/^(DescribeDomain|ListDomains) of/)
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(100_000)
})

test('a mount that hangs ends it before it starts, after a minute', async () => {
  const { context, input, fake } = manyProfiles(2)
  const directories = { ...context.directories, inspectDirectories: () => new Promise<never>(() => {}) }
  assertErr(
    await createStudioEfs({ ...context, directories })
      .backfillProfiles(input)
      .summary(),
    'DeadlineExceededError',
  )
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBe(60_000)
})

test('a list that cannot be had for minutes ends the run, with a token that goes on with it', async () => {
  const { studioEfs, input, fake } = manyProfiles(250)
  const outage = fake.inject({
    service: 'sagemaker',
    operation: 'ListUserProfiles',
    when: ({ NextToken }) => NextToken !== undefined,
    fault: { kind: 'no-reply' },
  })
  const run = studioEfs.backfillProfiles(input)
  const { stopped, onboarded, resumeToken = '' } = assertErr(await run.summary(), 'RunStoppedError').summary
  expect([stopped?.because, stopped?.error?.name, onboarded]).toEqual(['error', 'ConnectionError', 100])
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(240_000)
  outage.remove()
  expect(kinds(await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken })))).toEqual({ onboarded: 150 })
})

test('a file system that is read-only ends the run early, and changes no profile', async () => {
  const { context, input, writes, directoryPaths } = manyProfiles(1000)
  const claimDirectories = vi.fn(async (specs: readonly { readonly path: string }[]) =>
    specs.map(({ path }) =>
      err(new DirectoryIoError({ path, operation: 'mkdir', code: 'EROFS', retryable: false, cause: undefined })),
    ),
  )
  const studioEfs = createStudioEfs({ ...context, directories: { ...context.directories, claimDirectories } })
  const run = studioEfs.backfillProfiles(input)
  await expect(outcomesOf(run)).rejects.toMatchObject({ name: 'DirectoryIoError', code: 'EROFS' })
  const { resumeToken = '', failed } = assertErr(await run.summary(), 'RunStoppedError').summary
  expect([failed, writes(), directoryPaths()]).toEqual([0, [], []])
  expect(claimDirectories.mock.calls.length).toBeLessThan(5)
  expect(kinds(await outcomesOf(createStudioEfs(context).backfillProfiles({ ...input, resumeToken })))).toEqual({
    onboarded: 1000,
  })
})

test('a directory that is refused for another reason is a failure of its profile', async () => {
  const { studioEfs, input, directories } = manyProfiles(20)
  const refused = { path: '/user-3', operation: 'mkdir', code: 'EACCES', retryable: false, cause: undefined }
  directories.failOn('/user-3', new DirectoryIoError(refused))
  expect(kinds(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual({ onboarded: 19, failed: 1 })
})

test('with nothing mounted nothing starts', async () => {
  const { context, input, fake } = manyProfiles(3)
  const directories = memoryDirectoryDriver({ mount: 'not-mounted' })
  const run = createStudioEfs({ ...context, directories }).backfillProfiles(input)
  assertErr(await run.summary(), 'NotMountedError')
  expect(fake.calls).toEqual([])
})

test('progress comes four times a second, counts up, and estimates the time that is left', async () => {
  const { studioEfs, input, fake } = manyProfiles(400, slow)
  const heard: OnboardingProgress[] = []
  const start = fake.clock.now()
  await studioEfs.backfillProfiles({ ...input, onProgress: (progress) => heard.push(progress) }).summary()
  const seconds = (fake.clock.now() - start) / 1000
  expect(heard.length / seconds).toBeGreaterThan(3.5)
  expect(heard.length / seconds).toBeLessThan(4.5)
  expect(heard.at(-1)).toMatchObject({ done: 400, onboarded: 400, failed: 0, total: 400, timeLeftMs: 0 })
  const halfway = heard.find(({ done }) => done >= 200)
  expect(halfway?.timeLeftMs).toBeGreaterThan(5000)
  expect(halfway?.timeLeftMs).toBeLessThan(20_000)
})

test('a callback that throws is logged and stops nothing', async () => {
  const { context, input } = manyProfiles(20, slow)
  const warn = vi.fn()
  const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() }
  const onProgress = () => {
    throw new Error('no')
  }
  const run = createStudioEfs({ ...context, logger }).backfillProfiles({ ...input, onProgress })
  expect(assertOk(await run.summary()).onboarded).toBe(20)
  expect(warn).toHaveBeenCalledWith('onProgress threw', expect.anything())
})

test('a dry run that goes on stays one', async () => {
  const { studioEfs, input, fake } = manyProfiles(300, slow)
  const first = studioEfs.backfillProfiles({ ...input, dryRun: true })
  for await (const _ of first) break
  const { resumeToken = '' } = assertOk(await first.summary())
  const refused = assertErr(await studioEfs.backfillProfiles({ ...input, resumeToken, dryRun: false }).summary())
  expect(refused).toMatchObject({ field: 'resumeToken', received: 'a token of a dry run' })
  const second = studioEfs.backfillProfiles({ ...input, resumeToken })
  await outcomesOf(second)
  expect(assertOk(await second.summary())).toMatchObject({ dryRun: true, resumeToken: undefined, unsettled: [] })
  expect(callsTo(fake, 'UpdateUserProfile')).toEqual([])
})

import { setImmediate } from 'node:timers/promises'
import { assertErr, assertOk } from '@studio-efs/testing'
import { describe, expect, test, vi } from 'vitest'
import { callsTo, kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId } from '../../test/studio.js'
import { createStudioEfs, type ProfileOutcome } from '../index.js'

vi.setConfig({ testTimeout: 30_000 })

const update = { service: 'sagemaker', operation: 'UpdateUserProfile' } as const

/** Many profiles, and the number of requests and calls of the driver that are under way. */
function watched(count: number) {
  const world = manyProfiles(count)
  const { context, fake } = world
  let underWay = 0
  const watch =
    <Args extends unknown[], Reply>(work: (...args: Args) => Promise<Reply>) =>
    (...args: Args) => {
      underWay += 1
      return work(...args).finally(() => {
        underWay -= 1
      })
    }
  const sagemaker = Object.assign(Object.create(context.sagemaker), {
    send: watch(context.sagemaker.send.bind(context.sagemaker) as (...args: unknown[]) => Promise<unknown>),
  })
  const { claimDirectories, inspectDirectories } = context.directories
  const slowly =
    <Args extends unknown[], Reply>(work: (...args: Args) => Promise<Reply>) =>
    async (...args: Args) => {
      await fake.clock.sleep(100)
      return work(...args)
    }
  const directories = {
    ...context.directories,
    claimDirectories: watch(slowly(claimDirectories)),
    inspectDirectories: watch(slowly(inspectDirectories)),
  }
  const studioEfs = createStudioEfs({ ...context, sagemaker, directories })
  return { ...world, studioEfs, underWay: () => underWay }
}

/** Everything that may still happen has happened. */
async function later({ fake }: ReturnType<typeof watched>): Promise<void> {
  await setImmediate()
  await fake.clock.advance(30_000)
}

describe('a loop that is left', () => {
  test.each([
    ['break', false],
    ['break', true],
    ['an error', false],
  ])('with %s has nothing under way and sends nothing more (dry run: %s)', async (how, dryRun) => {
    const world = watched(200)
    const { studioEfs, fake, input, directoryPaths, underWay } = world
    fake.inject({ service: 'sagemaker', when: () => true, fault: { kind: 'latency', ms: 50 } })
    const run = studioEfs.backfillProfiles({ ...input, dryRun, onProgress: () => undefined })
    const leave = async () => {
      for await (const _ of run) {
        if (how === 'break') break
        throw new RangeError('enough')
      }
    }
    if (how === 'break') await leave()
    else await expect(leave()).rejects.toThrow('enough')
    const there = [fake.calls.length, directoryPaths().length]
    expect([underWay(), fake.clock.sleeping()]).toEqual([0, 0])
    await later(world)
    expect([underWay(), fake.calls.length, directoryPaths().length]).toEqual([0, ...there])
  })

  test('tells in its summary of everything that was changed, and its token goes on with all that was not seen', async () => {
    const { studioEfs, fake, input, names, listOf, directoryPaths } = watched(200)
    fake.inject({ ...update, when: () => true, fault: { kind: 'latency', ms: 400 } })
    const run = studioEfs.backfillProfiles(input)
    const seen: ProfileOutcome[] = []
    for await (const each of run) if (seen.push(each) === 3) break
    const { stopped, interrupted, resumeToken = '', onboarded } = assertOk(await run.summary())
    expect([stopped?.because, onboarded]).toEqual(['closed', 3])
    const told = [...seen, ...interrupted].flatMap((each) => ('changes' in each ? each.changes : []))
    const directories = told.flatMap((change) => (change.kind === 'directory' ? [change.path] : []))
    const lists = told.flatMap((change) => (change.kind === 'directory' ? [] : [change.userProfileName]))
    expect(directories.toSorted()).toEqual(directoryPaths().toSorted())
    expect(lists.toSorted()).toEqual(names.filter((name) => listOf(name)?.length === 3).sort())
    expect(lists.length).toBeGreaterThan(3)
    const rest = await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken }))
    expect([...seen, ...rest].map(({ profile }) => profile.userProfileName).sort()).toEqual([...names].sort())
    expect(callsTo(fake, 'UpdateUserProfile')).toHaveLength(200)
  })

  test('waits five seconds for an update that gets no reply', async () => {
    const { studioEfs, fake, input } = watched(2)
    fake.inject({ ...update, when: 2, fault: { kind: 'no-reply' } })
    const run = studioEfs.backfillProfiles(input)
    let leftAt = 0
    for await (const _ of run) {
      leftAt = fake.clock.now()
      break
    }
    expect(fake.clock.now() - leftAt).toBe(5000)
    expect(assertOk(await run.summary()).unsettled).toHaveLength(1)
  })

  test('while an outcome is waited for ends at once', async () => {
    const { studioEfs, fake, input, underWay } = watched(1)
    fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', fault: { kind: 'no-reply' } })
    const run = studioEfs.backfillProfiles(input)
    const loop = run[Symbol.asyncIterator]()
    const first = loop.next()
    await fake.clock.sleep(2000)
    const leftAt = fake.clock.now()
    await Promise.all([loop.return?.(), first])
    expect([fake.clock.now() - leftAt, underWay(), fake.clock.sleeping()]).toEqual([0, 0, 0])
    const { stopped, unsettled } = assertOk(await run.summary())
    expect([stopped?.because, unsettled.length]).toEqual(['closed', 1])
  })

  test('before it began has sent nothing, and does not pass for a run that is through', async () => {
    const { studioEfs, fake, input } = watched(3)
    const run = studioEfs.backfillProfiles({ ...input, timeoutMs: 60_000 })
    await run[Symbol.asyncIterator]().return?.()
    assertErr(await run.summary(), 'AbortedError')
    expect([fake.calls, fake.clock.sleeping()]).toEqual([[], 0])
  })

  test('while it begins, does not pass for a run that is through either', async () => {
    const { studioEfs, fake, input, writes } = manyProfiles(3)
    const run = studioEfs.backfillProfiles(input)
    const loop = run[Symbol.asyncIterator]()
    const first = loop.next().catch((error: unknown) => error)
    await Promise.all([loop.return?.().catch(() => undefined), first])
    assertErr(await run.summary(), 'AbortedError')
    expect([writes(), fake.clock.sleeping()]).toEqual([[], 0])
  })

  test('over a replay has nothing under way either', async () => {
    const world = watched(100)
    const { studioEfs, fake, names, underWay } = world
    async function* source() {
      for (const userProfileName of names) yield decoded(userProfileName)
    }
    const run = studioEfs.replayCloudTrail({ source: source(), fileSystemId: world.input.fileSystemId })
    let seen = 0
    for await (const { outcome } of run) {
      seen += outcome === 'onboarded' ? 1 : 0
      break
    }
    const sent = fake.calls.length
    expect([underWay(), fake.clock.sleeping()]).toEqual([0, 0])
    await later(world)
    expect(fake.calls).toHaveLength(sent)
    const { unfinished, interrupted, stopped } = assertOk(await run.summary())
    expect([seen, unfinished.length, stopped?.because]).toEqual([1, 99, 'closed'])
    expect(interrupted.length).toBeGreaterThan(0)
  })
})

function decoded(userProfileName: string) {
  const profile = { domainId, userProfileName } as ProfileOutcome['profile']
  const at = Date.UTC(2026, 0, 1)
  return {
    kind: 'decoded',
    what: 'created',
    profile,
    at,
    region: undefined,
    eventId: 'e',
    accountId: undefined,
  } as never
}

test('a run that is through is not changed by leaving its loop at the last outcome', async () => {
  const { studioEfs, input } = watched(5)
  const run = studioEfs.backfillProfiles(input)
  const seen: ProfileOutcome[] = []
  for await (const each of run) if (seen.push(each) === 5) break
  expect(kinds(seen)).toEqual({ onboarded: 5 })
  expect(assertOk(await run.summary())).toMatchObject({ unsettled: [], interrupted: [] })
})

import { describe, expect, test } from 'vitest'
import { domainId, studioWithFileSystem as studio } from '../test/studio.js'
import { type BackfillUserProfilesReply, createBackfillUserProfiles } from './backfill-user-profiles.js'

function deployed(count: number) {
  const world = studio()
  const names = Array.from({ length: count }, (_, n) => `user-${n}`)
  for (const name of names) world.profile(name)
  return { ...world, names, handler: createBackfillUserProfiles(world) }
}

const scheduled = { version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }

test('every profile is onboarded, and a second time nothing changes', async () => {
  const { handler, names, pathsOf, records } = deployed(30)
  expect(await handler({})).toEqual({
    outcome: 'complete',
    ...{ onboarded: 30, unchanged: 0, skipped: 0, failed: 0 },
    failures: [],
    unsettled: [],
  })
  expect(pathsOf()).toEqual(names.map((name) => `/${name}`).sort())
  expect(await handler(scheduled)).toMatchObject({ outcome: 'complete', onboarded: 0, unchanged: 30 })
  expect(records).toMatchObject([
    { level: 'info', message: 'complete', handler: 'backfill-user-profiles', onboarded: 30 },
    { level: 'info', message: 'complete', unchanged: 30 },
  ])
})

test('it stops ahead of its time limit and goes on with its resume token until it is through', async () => {
  const { handler, names, pathsOf, fake } = deployed(120)
  fake.setRate({ service: 'sagemaker', perSecond: 2 })
  const replies: BackfillUserProfilesReply[] = []
  let event: { resumeToken?: string } = {}
  do {
    const startedAt = fake.clock.now()
    const reply = await handler(event, { getRemainingTimeInMillis: () => 30_000 })
    expect(fake.clock.now() - startedAt).toBeLessThan(30_000)
    replies.push(reply)
    event = reply.resumeToken === undefined ? {} : { resumeToken: reply.resumeToken }
  } while (event.resumeToken !== undefined)
  expect(replies.length).toBeGreaterThan(3)
  expect(replies.map(({ outcome }) => outcome)).toEqual([...Array(replies.length - 1).fill('unfinished'), 'complete'])
  expect(pathsOf()).toEqual(names.map((name) => `/${name}`).sort())
})

test('a profile that fails is named, and the others are done', async () => {
  const { handler, directories, listOf, records } = deployed(5)
  directories.plant('/user-2', 'symbolic link')
  expect(await handler({})).toMatchObject({
    outcome: 'partial',
    ...{ onboarded: 4, failed: 1 },
    failures: [{ what: 'user profile d-science/user-2', error: 'NotADirectoryError', retryable: false }],
  })
  expect([listOf('user-2'), listOf('user-3')?.length]).toEqual([undefined, 1])
  expect(records).toMatchObject([{ level: 'warn', message: 'partial', failed: 1 }])
})

test('an update that SageMaker took and then failed is named by the next run, with the reason', async () => {
  const { handler, fake, records } = deployed(3)
  const fault = { kind: 'ends-in', status: 'Update_Failed', reason: 'no mount target' } as const
  const when = ({ UserProfileName }: Readonly<Record<string, unknown>>) => UserProfileName === 'user-1'
  fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when, fault })
  expect(await handler({})).toMatchObject({ outcome: 'complete', onboarded: 3 })
  for (let night = 0; night < 3; night += 1) {
    await fake.clock.advance(60_000)
    expect(await handler({})).toMatchObject({
      outcome: 'partial',
      ...{ unchanged: 2, failed: 1 },
      failures: [{ what: 'user profile d-science/user-1', error: 'UpdateFailedError' }],
    })
    expect(JSON.stringify(records.at(-1))).toContain('no mount target')
  }
  expect(records.map(({ level }) => level)).toEqual(['info', 'warn', 'warn', 'warn'])
})

test('a domain that cannot be listed is named, and the others are gone through', async () => {
  const world = studio()
  world.profile('alice')
  world.neighbour('d-other')
  const configuration = { ...world.configuration, domainIds: undefined, layout: '/{domainId}/{userProfileName}' }
  const handler = createBackfillUserProfiles({ ...world, configuration: configuration as never })
  const denied = { kind: 'error', code: 'AccessDeniedException' } as const
  const when = (input: Readonly<Record<string, unknown>>) => input['DomainIdEquals'] === 'd-other'
  world.fake.inject({ service: 'sagemaker', operation: 'ListUserProfiles', when, fault: denied })
  expect(await handler({})).toMatchObject({
    outcome: 'partial',
    onboarded: 1,
    failures: [{ what: 'domain d-other', error: 'AccessDeniedError' }],
  })
})

test('a dry run writes nothing', async () => {
  const { handler, pathsOf, fake } = deployed(3)
  expect(await handler({ dryRun: true })).toMatchObject({ outcome: 'complete', onboarded: 3 })
  expect([pathsOf(), fake.calls.filter(({ operation }) => operation.startsWith('Update'))]).toEqual([[], []])
})

test('a dry run that goes on with its token still writes nothing', async () => {
  const { handler, pathsOf, fake } = deployed(120)
  fake.setRate({ service: 'sagemaker', perSecond: 2 })
  const brief = { getRemainingTimeInMillis: () => 20_000 }
  let { resumeToken } = await handler({ dryRun: true }, brief)
  expect(resumeToken).toBeDefined()
  await expect(handler({ resumeToken, dryRun: false })).rejects.toMatchObject({ field: 'resumeToken' })
  while (resumeToken !== undefined) ({ resumeToken } = await handler({ resumeToken }, brief))
  expect(pathsOf()).toEqual([])
})

test('a profile that does not settle is named in the reply and in the log', async () => {
  const { handler, fake, records } = deployed(1)
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'stuck', Status: 'Pending' })
  const reply = await handler({}, { getRemainingTimeInMillis: () => 20_000 })
  expect(reply).toMatchObject({ outcome: 'unfinished', onboarded: 1, unsettled: [`${domainId}/stuck`] })
  expect(records).toMatchObject([{ message: 'unfinished', unsettled: [`${domainId}/stuck`] }])
})

describe('what cannot be begun is thrown by its name', () => {
  test.each<[string, unknown, string]>([
    ['a list', [], 'event'],
    ['a text', 'all', 'event'],
    ['an option that does not exist', { domainIds: ['d-other'] }, 'domainIds'],
    ['a token that is none', { resumeToken: 'abc' }, 'resumeToken'],
    ['a switch that is none', { dryRun: 'yes' }, 'dryRun'],
  ])('%s', async (_, event, field) => {
    const { handler, fake } = deployed(1)
    await expect(handler(event)).rejects.toMatchObject({ name: 'InvalidInputError', field })
    expect(fake.calls).toEqual([])
  })

  test('a file system that is not mounted', async () => {
    const { handler, directories } = deployed(1)
    const { NotMountedError } = await import('@studio-efs/core/errors')
    directories.failOn('/', new NotMountedError({ mountPath: '/mnt/efs' }))
    await expect(handler({})).rejects.toMatchObject({ name: 'NotMountedError' })
  })
})

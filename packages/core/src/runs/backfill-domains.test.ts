import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { callsTo, kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId, fileSystemId } from '../../test/studio.js'

const layout = '/{domainId}/{userProfileName}'

/** Three domains with as many profiles each; the first is that of `manyProfiles`. */
function threeDomains(count: number, Status: 'InService' | 'Updating' = 'InService') {
  const world = manyProfiles(count)
  const { fake } = world
  const domainIds = [domainId, 'd-second', 'd-third']
  for (const DomainId of domainIds.slice(1)) {
    fake.seed.domain({ DomainId })
    for (let n = 0; n < count; n += 1) fake.seed.userProfile({ DomainId, UserProfileName: `user-${n}` })
  }
  const first = fake.state.sagemaker.domains.get(domainId)
  if (first !== undefined) first.Status = Status
  return { ...world, domainIds, input: { domainIds, fileSystemId, layout }, first }
}

const refuse = (domain: string, code: string, message = 'no') =>
  ({
    service: 'sagemaker',
    operation: 'ListUserProfiles',
    when: ({ DomainIdEquals }: Readonly<Record<string, unknown>>) => DomainIdEquals === domain,
    fault: { kind: 'error', code, message },
  }) as const

test('many profiles that are not ready do not delay the others', async () => {
  const [pending, ready] = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? [700, 300] : [140, 60]
  const { studioEfs, fake, profile, input } = manyProfiles(0)
  for (let n = 0; n < pending; n += 1)
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: `pending-${n}`, Status: 'Pending' })
  for (let n = 0; n < ready; n += 1) profile(`ready-${n}`)
  const start = fake.clock.now()
  let readyAt = 0
  const outcomes = []
  for await (const outcome of studioEfs.backfillProfiles({ ...input, profileTimeoutMs: 120_000 })) {
    if (outcome.outcome === 'onboarded') readyAt = fake.clock.now() - start
    outcomes.push(outcome)
  }
  expect(kinds(outcomes)).toEqual({ onboarded: ready, failed: pending })
  expect(readyAt).toBeLessThan(20_000)
}, 60_000)

test('a domain that is being changed is set aside as a whole, and done when it is ready', async () => {
  const { studioEfs, fake, input, first } = threeDomains(120, 'Updating')
  fake.later(60_000, () => {
    if (first !== undefined) first.Status = 'InService'
  })
  const outcomes = await outcomesOf(studioEfs.backfillProfiles(input))
  expect(kinds(outcomes)).toEqual({ onboarded: 360 })
  expect(outcomes.slice(0, 240).filter(({ profile }) => profile.domainId === domainId)).toEqual([])
  expect(callsTo(fake, 'DescribeUserProfile')).toHaveLength(360)
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(70_000)
})

test('a domain that is never ready is reported as unlisted after the time that a profile may take', async () => {
  const { studioEfs, fake, input } = threeDomains(5, 'Updating')
  const run = studioEfs.backfillProfiles({ ...input, profileTimeoutMs: 120_000 })
  expect(kinds(await outcomesOf(run))).toEqual({ onboarded: 10 })
  const { unlisted, stopped } = assertOk(await run.summary())
  expect(stopped).toBeUndefined()
  expect(unlisted).toMatchObject([{ domainId, error: { name: 'DeadlineExceededError' } }])
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(130_000)
})

test('a run that is stopped while a domain is set aside has it in its token', async () => {
  const { studioEfs, input, first } = threeDomains(5, 'Updating')
  const run = studioEfs.backfillProfiles({ ...input, timeoutMs: 20_000 })
  expect(kinds(await outcomesOf(run))).toEqual({ onboarded: 10 })
  const { resumeToken = '' } = assertOk(await run.summary())
  if (first !== undefined) first.Status = 'InService'
  expect(kinds(await outcomesOf(studioEfs.backfillProfiles({ ...input, resumeToken })))).toEqual({ onboarded: 5 })
})

test('a list that is refused ends nothing but its own domain, which the summary reports', async () => {
  const { studioEfs, fake, input } = threeDomains(5)
  fake.inject(refuse('d-second', 'AccessDeniedException'))
  const run = studioEfs.backfillProfiles(input)
  expect(kinds(await outcomesOf(run))).toEqual({ onboarded: 10 })
  const { unlisted, stopped } = assertOk(await run.summary())
  expect(stopped).toBeUndefined()
  expect(unlisted).toMatchObject([{ domainId: 'd-second', error: { name: 'AccessDeniedError' } }])
})

test('a domain that is deleted meanwhile is passed over', async () => {
  const { studioEfs, fake, input } = threeDomains(5)
  fake.inject(refuse('d-second', 'ResourceNotFound'))
  const run = studioEfs.backfillProfiles(input)
  expect(kinds(await outcomesOf(run))).toEqual({ onboarded: 10 })
  expect(assertOk(await run.summary()).unlisted).toEqual([])
})

test.each([
  ['ListDomains', {}],
  ['ListUserProfiles', {}],
  ['ListUserProfiles', { onProgress: () => undefined }],
])('with every %s refused the run cannot start, and its summary is that error', async (operation, change) => {
  const { studioEfs, fake, input } = threeDomains(5)
  const { domainIds, ...rest } = { ...input, ...change }
  const denied = { kind: 'error', code: 'AccessDeniedException' } as const
  fake.inject({ service: 'sagemaker', operation, when: () => true, fault: denied })
  const asked = operation === 'ListDomains' ? rest : { ...rest, domainIds }
  const run = studioEfs.backfillProfiles(asked)
  await expect(outcomesOf(run)).rejects.toMatchObject({ name: 'AccessDeniedError' })
  expect(assertErr(await run.summary(), 'AccessDeniedError').message).toContain(operation)
  expect(fake.clock.sleeping()).toBe(0)
})

test('credentials that expire between two pages end the run', async () => {
  const { studioEfs, fake, input } = threeDomains(5)
  fake.inject(refuse('d-second', 'ExpiredTokenException'))
  const run = studioEfs.backfillProfiles(input)
  await expect(outcomesOf(run)).rejects.toMatchObject({ name: 'CredentialsError' })
  const { summary } = assertErr(await run.summary(), 'RunStoppedError')
  expect([summary.onboarded, summary.stopped?.because]).toEqual([5, 'error'])
})

test('a domain that does not exist is refused before anything is done', async () => {
  const { studioEfs, input, writes } = threeDomains(1)
  const run = studioEfs.backfillProfiles({ ...input, domainIds: [...input.domainIds, 'd-nowhere'] })
  assertErr(await run.summary(), 'ResourceNotFoundError')
  expect(writes()).toEqual([])
})

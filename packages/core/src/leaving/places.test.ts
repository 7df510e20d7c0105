import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, studio } from '../../test/studio.js'
import { UnreadableClaimError } from '../errors.js'
import { createStudioEfs } from '../index.js'
import type { Generation } from '../model/claim.js'
import { DEFAULT_POSIX_OWNER } from '../model/posix-owner.js'

const DAY_MS = 86_400_000
const OWN = { accountId: '111122223333', region: 'eu-west-1' }
const elsewhere = {
  account: { accountId: '999900001111', region: 'eu-west-1', domainId: 'd-theirs' },
  region: { accountId: '111122223333', region: 'us-east-1', domainId: 'd-overseas' },
}

/** A file system that domains of several accounts and Regions share, with claims of profiles that SageMaker does not know. */
function shared() {
  const made = studio()
  const { fake, context } = made
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const studioEfs = createStudioEfs({ ...context, directories })
  const claim = async (path: string, life: Partial<Record<keyof Generation, string>>) => {
    const generation = {
      ...{ ...OWN, domainId, userProfileName: path.slice(path.lastIndexOf('/') + 1) },
      ...{ createdAt: '2025-01-01T00:00:00.000Z', ...life },
    } as unknown as Generation
    const spec = { path, owner: DEFAULT_POSIX_OWNER, mode: '0700', claim: { kind: 'private', ...generation } }
    for (const claimed of await directories.claimDirectories([spec as never])) assertOk(claimed)
    return { path: path as never, generation }
  }
  const archive = async (...given: Parameters<typeof claim>) => {
    for (const released of await directories.releaseDirectories([await claim(...given)])) assertOk(released)
  }
  const left = () => directories.archives().map(({ path }) => path)
  return { ...made, directories, studioEfs, claim, archive, left }
}

async function withArchives() {
  const made = shared()
  await made.archive('/alice', {})
  await made.archive('/theirs/bob', elsewhere.account)
  await made.archive('/overseas/carol', elsewhere.region)
  await made.fake.clock.advance(31 * DAY_MS)
  return made
}

test('a purge leaves the archives of other accounts and Regions that use the file system', async () => {
  const { studioEfs, left } = await withArchives()
  const planned = assertOk(await studioEfs.purgeArchives({ olderThanDays: 30, dryRun: true }))
  expect(planned).toMatchObject({ elsewhere: 2, changes: [{ generation: { userProfileName: 'alice' } }] })
  const done = assertOk(await studioEfs.purgeArchives({ olderThanDays: 30 }))
  expect([done.changes, done.elsewhere]).toEqual([planned.changes, 2])
  expect(left()).toEqual(['/theirs/bob', '/overseas/carol'])
})

test('a purge of every account or of a named domain asks AWS nothing, and needs no client', async () => {
  const { fake, context, directories, left } = await withArchives()
  const studioEfs = createStudioEfs({ directories, clock: context.clock })
  const calls = fake.calls.length
  assertOk(await studioEfs.purgeArchives({ olderThanDays: 30, domainId: 'd-theirs' }))
  expect(left()).toEqual(['/alice', '/overseas/carol'])
  expect(assertErr(await studioEfs.purgeArchives({ olderThanDays: 30 }))).toMatchObject({ field: 'context.sagemaker' })
  expect(left()).toHaveLength(2)
  assertOk(await studioEfs.purgeArchives({ olderThanDays: 30, accounts: 'every' }))
  expect([left(), fake.calls.length]).toEqual([[], calls])
})

test('an archive whose claim cannot be read is the caller’s where the domain in its name is', async () => {
  const { context, directories, archive, fake } = shared()
  await archive('/alice', {})
  await archive('/theirs/bob', elsewhere.account)
  await fake.clock.advance(31 * DAY_MS)
  const unread: typeof directories.listArchives = async (pages) =>
    (await directories.listArchives(pages)).map((page) =>
      page.map(({ archives }) => ({ archives: archives.map(({ generation: _, ...each }) => each) })),
    )
  const studioEfs = createStudioEfs({ ...context, directories: { ...directories, listArchives: unread } })
  expect(assertOk(await studioEfs.purgeArchives({ olderThanDays: 30 }))).toMatchObject({
    archives: [{ archive: `${domainId}/alice/20250101T000000000Z` }],
    elsewhere: 1,
  })
})

test('where the place is unknown, or a call is denied, nothing is deleted', async () => {
  const { fake, studioEfs, left } = await withArchives()
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no', status: 403 } as const
  fake.inject({ service: 'sagemaker', operation: 'ListDomains', when: 'next', fault })
  expect(assertErr(await studioEfs.purgeArchives({ olderThanDays: 30 })).name).toBe('AccessDeniedError')
  fake.state.sagemaker.domains.clear()
  expect(assertErr(await studioEfs.purgeArchives({ olderThanDays: 30 })).name).toBe('UnknownPlaceError')
  expect(left()).toHaveLength(3)
  assertOk(await studioEfs.purgeArchives({ olderThanDays: 30, accountId: OWN.accountId }))
  expect(left()).toEqual(['/theirs/bob', '/overseas/carol'])
})

test('after the last domain was deleted, a sweep that knows its account archives its own claims, within the brakes', async () => {
  const { fake, studioEfs, claim, left } = shared()
  for (let n = 0; n < 6; n += 1) await claim(`/user-${n}`, {})
  await claim('/theirs/bob', elsewhere.account)
  await claim('/overseas/carol', elsewhere.region)
  fake.state.sagemaker.domains.clear()
  expect(assertErr(await studioEfs.archiveLeavers({})).name).toBe('UnknownPlaceError')
  const known = { accountId: OWN.accountId }
  expect(assertErr(await studioEfs.archiveLeavers(known))).toMatchObject({ name: 'TooManyLeaversError', claims: 6 })
  expect(left()).toEqual([])
  const calls = fake.calls.length
  const done = assertOk(await studioEfs.archiveLeavers({ ...known, maxShare: 1 }))
  expect(done).toMatchObject({ claims: 6, elsewhere: 2, changes: { length: 6 } })
  expect(fake.calls.slice(calls).map(({ operation }) => operation)).toEqual([
    'ListDomains',
    'ListUserProfiles',
    'DescribeDomain',
  ])
  expect(left()).toHaveLength(6)
  expect(assertOk(await studioEfs.archiveLeavers(known))).toMatchObject({ claims: 0, elsewhere: 2, leavers: [] })
})

test('a domain that was deleted beside others is looked for once; a denied look archives nothing', async () => {
  const { fake, studioEfs, claim, left } = shared()
  for (const name of ['alice', 'bob']) await claim(`/closed/${name}`, { domainId: 'd-closed' })
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no', status: 403 } as const
  fake.inject({ service: 'sagemaker', operation: 'DescribeDomain', when: 'next', fault })
  expect(assertErr(await studioEfs.archiveLeavers({})).name).toBe('AccessDeniedError')
  expect(left()).toEqual([])
  expect(assertOk(await studioEfs.archiveLeavers({ dryRun: true })).changes).toHaveLength(2)
  expect(assertOk(await studioEfs.archiveLeavers({})).changes).toHaveLength(2)
  expect(left()).toEqual(['/closed/alice', '/closed/bob'])
})

test('a domain that is not listed and is there all the same keeps its directories', async () => {
  const { fake, context, directories, studioEfs, claim, profile, left } = shared()
  profile('alice')
  assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName: 'alice' }))
  await claim('/bob', {})
  await fake.clock.advance(DAY_MS)
  const { sagemaker } = context
  const send = (command: { readonly constructor: { readonly name: string } }, options: never) =>
    command.constructor.name.startsWith('List')
      ? Promise.resolve({ Domains: [], UserProfiles: [] })
      : sagemaker.send(command as never, options)
  const unlisted = { send, config: sagemaker.config } as unknown as typeof sagemaker
  const swept = await createStudioEfs({ ...context, directories, sagemaker: unlisted }).archiveLeavers({
    accountId: OWN.accountId,
  })
  expect(assertOk(swept).leavers.map(({ path }) => path)).toEqual(['/bob'])
  expect(left()).toEqual(['/bob'])
})

test('the event of a profile whose domain is gone archives its directory where the account is known', async () => {
  const { fake, studioEfs, claim, left } = shared()
  await claim('/alice', {})
  fake.state.sagemaker.domains.clear()
  const input = { domainId, userProfileName: 'alice' }
  const fault = { kind: 'error', code: 'ValidationException', message: 'no domain', status: 400 } as const
  fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', fault })
  expect(assertErr(await studioEfs.offboardProfile(input)).name).toBe('UnknownPlaceError')
  const other = await studioEfs.offboardProfile({ ...input, accountId: '999900001111' })
  expect(assertOk(other).outcome).toBe('not-claimed')
  expect(left()).toEqual([])
  expect(assertOk(await studioEfs.offboardProfile({ ...input, accountId: OWN.accountId })).outcome).toBe('archived')
})

test('an account that is not that of the domains is refused', async () => {
  const { studioEfs } = shared()
  const accountId = '999900001111'
  expect(assertErr(await studioEfs.archiveLeavers({ accountId }))).toMatchObject({ field: 'accountId' })
  expect(assertErr(await studioEfs.purgeArchives({ olderThanDays: 1, accountId }))).toMatchObject({
    field: 'accountId',
  })
  expect(assertErr(await studioEfs.archiveLeavers({ accountId: '12' }))).toMatchObject({ field: 'accountId' })
})

test('the claim of a directory that was removed by hand ends, and nothing is said to be archived', async () => {
  const { studioEfs, claim, directories, left } = shared()
  await claim('/alice', {})
  await claim('/home/bob', {})
  await claim('/carol', {})
  directories.remove('/alice')
  directories.remove('/home')
  directories.remove('/carol')
  directories.plant('/carol', 'symbolic link')
  const outcomes = [
    ['/alice', 'no-directory', 'release'],
    ['/carol', 'no-directory', 'release'],
    ['/home/bob', 'no-directory', 'release'],
  ]
  for (const dryRun of [true, false]) {
    const { leavers, changes } = assertOk(await studioEfs.archiveLeavers({ dryRun, maxShare: 1 }))
    expect(leavers.map(({ path, outcome }, at) => [path, outcome, changes[at]?.action])).toEqual(outcomes)
  }
  expect(assertOk(await studioEfs.archiveLeavers({}))).toMatchObject({ claims: 0, leavers: [] })
  expect([left(), directories.entries()]).toEqual([[], [{ path: '/carol', kind: 'symbolic link' }]])
  await claim('/dave', {})
  directories.remove('/dave')
  const dave = { domainId, userProfileName: 'dave' }
  expect(assertOk(await studioEfs.offboardProfile({ ...dave, dryRun: true })).outcome).toBe('no-directory')
  expect(assertOk(await studioEfs.offboardProfile(dave))).toMatchObject({
    outcome: 'no-directory',
    changes: [{ action: 'release', path: '/dave' }],
  })
  expect(assertOk(await studioEfs.offboardProfile(dave)).outcome).toBe('not-claimed')
})

test('an event that spells the name in another way archives the directory at once', async () => {
  const { fake, studioEfs, claim, profile, left } = shared()
  const layout = '/_domains/{domainId}/{userProfileName}'
  const at = `/_domains/${domainId}`
  await claim(`${at}/Alice`, {})
  await claim(`${at}/bob`, {})
  const asked = (userProfileName: string) => studioEfs.offboardProfile({ domainId, userProfileName, layout })
  expect(assertOk(await asked('ALICE'))).toMatchObject({
    ...{ outcome: 'archived', path: `${at}/Alice`, profile: { userProfileName: 'Alice' } },
  })
  expect(left()).toEqual([`${at}/Alice`])
  expect(assertOk(await asked('alice')).outcome).toBe('not-claimed')

  await claim(`${at}/Carol`, {})
  profile('carol')
  await fake.clock.advance(DAY_MS)
  assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName: 'carol', layout }))
  expect(assertOk(await asked('CAROL'))).toMatchObject({ outcome: 'archived', path: `${at}/Carol` })
  expect(assertOk(await asked('CAROL'))).toMatchObject({ outcome: 'still-there', path: `${at}/carol` })
})

test('a claim that cannot be read is named by the sweep, and is an error of its event', async () => {
  const { context, directories, claim } = shared()
  await claim('/alice', {})
  const damaged: typeof directories.listClaims = async (pages) =>
    (await directories.listClaims(pages)).map((page) =>
      page.map(({ claims }) => ({ claims: [], unreadable: claims.map(({ path }) => path) })),
    )
  const error = new UnreadableClaimError({ path: '/alice', received: '{' })
  directories.failOn('/alice', error)
  const studioEfs = createStudioEfs({ ...context, directories: { ...directories, listClaims: damaged } })
  expect(assertOk(await studioEfs.archiveLeavers({}))).toMatchObject({ claims: 0, unreadable: ['/alice'], leavers: [] })
  expect(assertErr(await studioEfs.offboardProfile({ domainId, userProfileName: 'ALICE' }))).toBe(error)
})

import { assertOk, efsEntry, type StudioSettings } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, studio } from '../../test/studio.js'

const identity = (Uid: number) => ({ CustomPosixUserConfig: { Uid, Gid: 1001 } })
const listing = { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/x')] }

function prepare() {
  const made = studio({ domainSettings: listing })
  const { fake, profile } = made
  const elsewhere = (UserProfileName: string, UserSettings: StudioSettings) =>
    fake.seed.userProfile({ DomainId: 'd-other', UserProfileName, UserSettings })
  fake.seed.domain({ DomainId: 'd-other', DefaultUserSettings: identity(12_000) })
  fake.seed.domain({ DomainId: 'd-unrelated' })
  fake.seed.userProfile({ DomainId: 'd-unrelated', UserProfileName: 'zoe', UserSettings: identity(11_000) })
  profile('alice')
  profile('bob')
  profile('carol', identity(11_000))
  profile('dan', identity(200_010))
  elsewhere('carol', { ...identity(11_000), ...listing })
  elsewhere('erin', {})
  elsewhere('frank', {})
  return made
}

test('tells shared identities, which are a note, from repeated ones, across the domains of the file system', async () => {
  const { studioEfs, writes } = prepare()
  const { identities, findings } = assertOk(await studioEfs.reportIdentities({ fileSystemId }))
  expect(
    identities.map(
      ({ profile, owner, source }) => `${profile.domainId}/${profile.userProfileName} ${owner.uid} ${source}`,
    ),
  ).toEqual([
    `${domainId}/alice 200001 default`,
    `${domainId}/bob 200001 default`,
    `${domainId}/carol 11000 profile`,
    `${domainId}/dan 200010 profile`,
    'd-other/carol 11000 profile',
    'd-other/erin 12000 domain',
    'd-other/frank 12000 domain',
  ])
  expect(findings.map(({ kind, severity, uid, profiles }) => `${severity} ${kind} ${uid} ${profiles.length}`)).toEqual([
    'warning repeated-identity 11000 2',
    'note shared-identity 12000 2',
    'note shared-identity 200001 2',
    'warning sagemaker-range 200010 1',
  ])
  expect(writes()).toEqual([])
})

test('tells of a uid that the ledger has for another profile', async () => {
  const { studioEfs, directories } = prepare()
  const zoe = { domainId: 'd-unrelated', userProfileName: 'zoe' } as never
  const usedAt = '2026-01-01T00:00:00.000Z'
  await directories.useIdentities([{ uid: 200_010, holder: zoe, usedAt, attempt: 'found' }])
  const { findings, ledger } = assertOk(await studioEfs.reportIdentities({ fileSystemId }))
  expect(ledger).toBe('compared')
  expect(findings.find(({ kind }) => kind === 'other-holder')).toMatchObject({
    ...{ severity: 'warning', uid: 200_010 },
    profiles: [{ domainId, userProfileName: 'dan' }],
  })
})

test('works without a driver, and says so', async () => {
  const { context } = prepare()
  const { reportIdentities } = await import('./report-identities.js')
  const { sagemaker, clock } = context
  expect(assertOk(await reportIdentities({ sagemaker, clock }, { fileSystemId })).ledger).toBe('none')
})

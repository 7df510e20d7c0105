import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { vpcOfDomains } from '../../test/vpc.js'

const actAs = (vpc: ReturnType<typeof vpcOfDomains>, owners: readonly number[]) => {
  for (const [n, Uid] of owners.entries())
    Object.assign(vpc.domain(`d-team${n}`)?.DefaultSpaceSettings ?? {}, { CustomPosixUserConfig: { Uid, Gid: 100 } })
  return vpc
}

test('the directory is made once for all domains, and a dry run reports the same', async () => {
  const { studioEfs, share, directories } = actAs(vpcOfDomains({ domains: 3 }), [7000, 7000, 7000])
  const wish = { ...share, directory: 'provision' } as const
  const planned = assertOk(await studioEfs.shareAcrossVpcDomains({ ...wish, dryRun: true }))
  const done = assertOk(await studioEfs.shareAcrossVpcDomains(wish))
  expect(done.changes).toEqual(planned.changes)
  expect(done.changes.filter(({ kind }) => kind === 'directory')).toHaveLength(1)
  expect(done.directory).toMatchObject({ outcome: 'created', owner: { uid: 7000, gid: 100 } })
  expect(directories.entries()).toHaveLength(1)
  expect(assertOk(await studioEfs.shareAcrossVpcDomains(wish)).changes).toEqual([])
})

test('domains that would each give it another owner are an error before anything is written', async () => {
  const { studioEfs, share, writes, directories } = actAs(vpcOfDomains({ domains: 2 }), [7000, 8000])
  const wish = { ...share, directory: 'provision' } as const
  const error = assertErr(await studioEfs.shareAcrossVpcDomains(wish), 'DirectoryOwnersDifferError')
  expect(error.owners.map(({ domainId, owner }) => [domainId, owner.uid])).toEqual([
    ['d-team0', 7000],
    ['d-team1', 8000],
  ])
  expect([writes(), directories.entries()]).toEqual([[], []])
  expect(assertOk(await studioEfs.shareAcrossVpcDomains({ ...wish, uid: 7000, gid: 100 })).outcome).toBe('complete')
  expect(assertOk(await studioEfs.shareAcrossVpcDomains(share)).outcome).toBe('complete')
})

test('the owner that an excluded domain would give it is no matter', async () => {
  const { studioEfs, share } = actAs(vpcOfDomains({ domains: 2 }), [7000, 8000])
  const wish = { ...share, directory: 'provision', excludeDomainIds: ['d-team1'] } as const
  expect(assertOk(await studioEfs.shareAcrossVpcDomains(wish)).directory).toMatchObject({ owner: { uid: 7000 } })
})

test('a directory that cannot be made fails every domain, and no default is set', async () => {
  const { studioEfs, share, directories, listsOf, targets } = vpcOfDomains()
  directories.plant('/shared', 'symbolic link')
  const result = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, directory: 'provision' }))
  expect(result.domains.map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
  expect(targets()).toHaveLength(3)
  expect(result.changes.map(({ kind }) => kind)).toEqual(Array(3).fill('mount-target'))
  expect(listsOf('d-team0').private).toBeUndefined()
})

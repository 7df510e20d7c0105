import { assertOk, efsEntry } from '@studio-efs/testing'
import fc from 'fast-check'
import type { Result } from 'neverthrow'
import { expect, test } from 'vitest'
import { lustre, models } from '../../test/studio.js'
import { fileSystemId, vpcOfDomains } from '../../test/vpc.js'

const datasets = efsEntry('fs-0bbbbbbbbbbbbbbbb', '/')

function sharedVpc() {
  const made = vpcOfDomains({ domains: 3 })
  for (const id of made.domainIds)
    Object.assign(made.domain(id)?.DefaultUserSettings ?? {}, { CustomFileSystemConfigs: [datasets] })
  return made
}

test('the way back leaves every list as it was, and the network as it is', async () => {
  const { studioEfs, share, domainIds, domain, listsOf, targets, vpcId, directories } = sharedVpc()
  assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, directory: 'provision' }))
  const network = targets()
  const { outcome, changes } = assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId }))
  expect([outcome, changes.length]).toEqual(['complete', 6])
  for (const id of domainIds) {
    expect(listsOf(id).private).toEqual([datasets])
    expect(domain(id)?.DefaultSpaceSettings?.CustomFileSystemConfigs).toEqual([])
  }
  expect(targets()).toEqual(network)
  expect(directories.entries()).toHaveLength(1)
})

test('a second run makes no write, and a dry run reports the same changes', async () => {
  const { studioEfs, fake, share, vpcId, writes } = sharedVpc()
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  const before = fake.calls.length
  const planned = assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId, dryRun: true }))
  expect(writes(before)).toEqual([])
  expect(assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId })).changes).toEqual(planned.changes)
  const after = fake.calls.length
  expect(assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId })).changes).toEqual([])
  expect(writes(after)).toEqual([])
})

test('one domain that fails does not stop the others', async () => {
  const { studioEfs, share, vpcId, domain } = sharedVpc()
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  Object.assign(domain('d-team1') ?? {}, { Status: 'Delete_Failed' })
  const { outcome, domains } = assertOk(await studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId }))
  expect([outcome, ...domains.map((one) => one.outcome)]).toEqual(['partial', 'changed', 'failed', 'changed'])
})

const foreign = fc.uniqueArray(fc.constantFrom(datasets, lustre, models), { maxLength: 3 })
const steps = fc.array(fc.constantFrom('share', 'unshare', 'set', 'clear'), { maxLength: 5 })

test('sharing, setting and the way back in any order keep foreign entries in order, and undo leaves them as they were', async () => {
  await fc.assert(
    fc.asyncProperty(foreign, foreign, steps, async (ownList, sharedList, sequence) => {
      const { studioEfs, share, domain, domainIds, vpcId } = vpcOfDomains({ domains: [[0], [0]], zones: 1 })
      for (const id of domainIds) {
        Object.assign(domain(id)?.DefaultUserSettings ?? {}, { CustomFileSystemConfigs: ownList })
        Object.assign(domain(id)?.DefaultSpaceSettings ?? {}, { CustomFileSystemConfigs: sharedList })
      }
      const [domainId = ''] = domainIds
      const { fileSystemPath } = share
      const run = {
        share: () => studioEfs.shareAcrossVpcDomains(share),
        unshare: () => studioEfs.unshareAcrossVpcDomains({ vpcId, fileSystemId }),
        set: () => studioEfs.setDomainDefault({ domainId, fileSystemId, fileSystemPath, hiddenProfiles: 'skip' }),
        clear: () => studioEfs.clearDomainDefault({ domainId, fileSystemId }),
      }
      const lists = () =>
        domainIds.flatMap((id) => {
          const { DefaultUserSettings, DefaultSpaceSettings } = domain(id) ?? {}
          return [DefaultUserSettings, DefaultSpaceSettings].map((half) => half?.CustomFileSystemConfigs ?? [])
        })
      const before = [ownList, sharedList, ownList, sharedList]
      const isForeign = (entry: object) => !JSON.stringify(entry).includes(fileSystemId)
      for (const step of sequence) {
        const result: Result<unknown, unknown> = await run[step]()
        assertOk(result)
        expect(lists().map((list) => list.filter(isForeign))).toEqual(before)
      }
      assertOk(await run.unshare())
      expect(lists()).toEqual(before)
    }),
    { numRuns: 25 },
  )
})

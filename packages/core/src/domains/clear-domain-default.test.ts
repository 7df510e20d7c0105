import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { datasets, domainId, fileSystemId, studio } from '../../test/studio.js'

const role = 'arn:aws:iam::111122223333:role/SharedSpaces'
const shared = efsEntry(fileSystemId, '/shared')
const input = { domainId, fileSystemId }

function sharedDomain() {
  const made = studio()
  Object.assign(made.fake.state.sagemaker.domains.get(domainId) ?? {}, {
    DefaultUserSettings: { CustomFileSystemConfigs: [shared, datasets] },
    DefaultSpaceSettings: { ExecutionRole: role, CustomFileSystemConfigs: [shared] },
  })
  return made
}

test('removes our entry from both halves, in one call, with the stored role', async () => {
  const { studioEfs, writes } = sharedDomain()
  expect(assertOk(await studioEfs.clearDomainDefault(input)).changes).toHaveLength(2)
  expect(writes().map((call) => call.input)).toEqual([
    {
      DomainId: domainId,
      DefaultUserSettings: { CustomFileSystemConfigs: [datasets] },
      DefaultSpaceSettings: { ExecutionRole: role, CustomFileSystemConfigs: [] },
    },
  ])
})

test('changes nothing the second time', async () => {
  const { studioEfs, writes } = sharedDomain()
  assertOk(await studioEfs.clearDomainDefault({ ...input, scope: 'private' }))
  assertOk(await studioEfs.clearDomainDefault({ ...input, scope: 'private' }))
  expect(writes()).toHaveLength(1)
})

test('names the domain that does not exist', async () => {
  const { studioEfs } = studio()
  const error = assertErr(await studioEfs.clearDomainDefault({ ...input, domainId: 'd-gone' }), 'ResourceNotFoundError')
  expect(error.resource).toContain('d-gone')
})

import { assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { finishedDomain } from '../../test/file-systems.js'

test('only a file system with the tags is touched', async () => {
  const { remove, world, fileSystemId } = await finishedDomain()
  const before = world()
  const confirmed = { deleteData: true, confirmFileSystemId: fileSystemId }
  const { changes, kept } = assertOk(await remove({ ...confirmed, onlyWithTags: { project: 'other' } }))
  expect([changes, kept]).toEqual([
    [],
    [{ kind: 'file-system', id: fileSystemId, name: 'sagemaker-studio-science', reason: 'foreign' }],
  ])
  expect(world()).toEqual(before)
})

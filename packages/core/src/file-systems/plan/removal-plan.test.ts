import { describe, expect, test } from 'vitest'
import { accessPoint, fileSystem, group, madeByUs, target } from '../../../test/infrastructure.js'
import { FileSystemStillListedError, planRemoval, type RemovalSnapshot } from './removal-plan.js'

const ours = accessPoint('fsap-ours', { tags: madeByUs })
const theirs = accessPoint('fsap-theirs', { path: '/app' })
const own = { ...group('sg-own', 'own'), usedElsewhere: false }
const snapshot: RemovalSnapshot = {
  fileSystem: fileSystem('fs-1'),
  mountTargets: [target('a'), target('b')],
  accessPoints: [ours, theirs],
  groups: [own],
}
const plan = (overrides: Partial<RemovalSnapshot> = {}, deleteData = false) =>
  planRemoval({ ...snapshot, ...overrides }, { deleteData })
const kinds = ({ changes }: ReturnType<typeof plan>) => changes.map(({ kind }) => kind)

describe('without deleteData', () => {
  test('our access point, the mount targets and our group go', () => {
    expect(kinds(plan())).toEqual(['access-point', 'mount-target', 'mount-target', 'security-group'])
    expect(plan().changes[0]).toMatchObject({ accessPointId: 'fsap-ours' })
  })

  test('the data stays, and so do the access points of others', () => {
    expect(plan().kept).toEqual([
      { kind: 'file-system', id: 'fs-1', name: 'fs-1', reason: 'data' },
      { kind: 'access-point', id: 'fsap-theirs', name: 'fsap-theirs', reason: 'foreign' },
    ])
  })
})

test('with deleteData the file system goes last, after all access points', () => {
  const { changes, kept } = plan({}, true)
  expect(changes.map(({ kind }) => kind)).toEqual([
    'access-point',
    'access-point',
    'mount-target',
    'mount-target',
    'security-group',
    'file-system',
  ])
  expect(changes.at(-1)).toMatchObject({ fileSystemId: 'fs-1', sizeInBytes: 6144 })
  expect(kept).toEqual([])
})

test('a group that another network interface carries stays', () => {
  const { kept, changes } = plan({ groups: [{ ...own, usedElsewhere: true }] })
  expect(kept).toContainEqual({ kind: 'security-group', id: 'sg-own', name: 'own', reason: 'in-use' })
  expect(changes.map(({ kind }) => kind)).not.toContain('security-group')
})

test('what is being deleted already is not deleted once more', () => {
  const leaving = { lifeCycleState: 'deleting' }
  const { changes, kept } = plan(
    {
      fileSystem: fileSystem('fs-1', leaving),
      mountTargets: [target('a', leaving)],
      accessPoints: [{ ...ours, ...leaving }],
      groups: [],
    },
    true,
  )
  expect([...changes, ...kept]).toEqual([])
})

test('of a file system that is gone only our group is left to delete', () => {
  expect(kinds(plan({ fileSystem: undefined, mountTargets: [], accessPoints: [] }, true))).toEqual(['security-group'])
})

test('the refusal names who lists the file system, the first ten in its message and all in its data', () => {
  const listedBy = Array.from({ length: 12 }, (_, at) => ({
    domainId: 'd-science' as never,
    ...(at === 0 ? {} : { userProfileName: `user-${at}` as never }),
    setting: at === 0 ? ('DefaultSpaceSettings' as const) : ('UserSettings' as const),
  }))
  const error = new FileSystemStillListedError({ fileSystemId: 'fs-1' as never, listedBy })
  expect(error.message).toContain('domain d-science (DefaultSpaceSettings), user profile d-science/user-1,')
  expect(error.message).toContain('and 2 more')
  expect(error.listedBy).toHaveLength(12)
})

test('the refusal names spaces with a running app first', () => {
  const space = (spaceName: string, hasRunningApp: boolean) => ({
    domainId: 'd-science' as never,
    spaceName: spaceName as never,
    setting: 'SpaceSettings' as const,
    hasRunningApp,
  })
  const listedBy = [...Array.from({ length: 11 }, (_, at) => space(`idle-${at}`, false)), space('busy', true)]
  const error = new FileSystemStillListedError({ fileSystemId: 'fs-1' as never, listedBy })
  expect(error.message).toContain('listed by space d-science/busy (an app is running), space d-science/idle-0,')
  expect(error.hint).toContain('DeleteApp')
})

import { expect, test } from 'vitest'
import type { SecurityGroupId } from '../../model/network.js'
import { groupsToDrop } from './mount-target-groups.js'

const ids = (...names: string[]) => names as SecurityGroupId[]
const groups = (groupIds: readonly SecurityGroupId[]) => groupIds.map((groupId) => ({ groupId }))
const full = ids('a', 'x', 'b', 'c', 'y')

test.each([
  ['with room, nothing goes', ids('a', 'b'), 2, ids('a', 'b'), []],
  ['without, the last of what can be spared goes', full, 1, ids('a', 'b', 'c'), ['c']],
  ['as many go as are to fit', full, 2, ids('a', 'b', 'c'), ['b', 'c']],
  ['what cannot be spared stays', full, 3, ids('a', 'b'), undefined],
  [
    'where none is to fit, none goes, also where there are more than the limit',
    [...full, ...ids('d')],
    0,
    ids('a'),
    [],
  ],
])('%s', (_, carried, adding, spare, expected) => {
  expect(groupsToDrop(carried, { adding, spare: groups(spare), limit: 5 })?.map(({ groupId }) => groupId)).toEqual(
    expected,
  )
})

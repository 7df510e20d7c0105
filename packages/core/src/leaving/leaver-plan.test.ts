import { expect, test } from 'vitest'
import type { Generation } from '../model/claim.js'
import { hasLeft, isTooMany, pendingReason } from './leaver-plan.js'

const now = Date.parse('2026-11-26T12:00:00.000Z')
const life = (createdAt: string, more: Partial<Generation> = {}): Generation => ({
  ...{ accountId: '111122223333', region: 'eu-west-1', createdAt },
  domainId: 'd-abc' as Generation['domainId'],
  userProfileName: 'alice' as Generation['userProfileName'],
  ...more,
})
const old = life('2025-01-01T00:00:00.000Z')

test.each([
  ['gone', old, 'gone', true],
  ['gone, and younger than SageMaker may show', life('2026-11-26T11:55:00.000Z'), 'gone', false],
  ['there', old, old, false],
  ['there again', old, life('2026-01-01T00:00:00.000Z'), true],
  ['there as an earlier one', old, life('2024-01-01T00:00:00.000Z'), false],
  ['there in another account', old, life('2026-01-01T00:00:00.000Z', { accountId: '999900001111' }), false],
  ['there, without a creation time', old, 'unknown-generation', false],
] as const)('a generation whose profile is %s', (_, generation, found, left) => {
  expect(hasLeft(generation, found, now)).toBe(left)
})

test.each([
  [5, 5, 0.2, false],
  [6, 30, 0.2, false],
  [7, 30, 0.2, true],
  [6, 6, 1, false],
  [6, 1000, 0, true],
])('%i leavers of %i claims, with a share of %d: too many is %s', (leavers, claims, maxShare, tooMany) => {
  expect(isTooMany(leavers, { claims, maxShare })).toBe(tooMany)
})

const deletedAt = Date.parse('2025-06-01T00:00:00.000Z')

test.each([
  ['gone, and too young to be sure', 'gone', undefined, undefined, 'young'],
  ['being deleted', old, 'Deleting', undefined, 'deleting'],
  ['in service', old, 'InService', undefined, undefined],
  ['in service in a reading older than the event of its deletion', old, 'InService', deletedAt, 'deleting'],
  [
    'in service in a life that began after the event',
    life('2026-01-01T00:00:00.000Z'),
    'InService',
    deletedAt,
    undefined,
  ],
  ['one that SageMaker failed to delete', old, 'Delete_Failed', deletedAt, undefined],
  ['there, without a creation time', 'unknown-generation', 'InService', deletedAt, undefined],
] as const)('a profile that is %s', (_, found, status, eventAt, reason) => {
  expect(pendingReason({ found, status, deletedAt: eventAt })).toBe(reason)
})

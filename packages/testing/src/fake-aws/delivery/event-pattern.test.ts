import { expect, it } from 'vitest'
import { createUserProfileEvent, failedCreateUserProfileEvent } from '../../events/user-profile-events.js'
import { compileEventPattern, type EventPattern, matchesEventPattern } from './event-pattern.js'

const alice = { domainId: 'd-abc', userProfileName: 'alice' }
const created = createUserProfileEvent(alice)
const failed = failedCreateUserProfileEvent(alice)

it('tells calls that succeeded in one domain from all others', () => {
  const pattern: EventPattern = {
    source: ['aws.sagemaker'],
    detail: {
      eventName: ['CreateUserProfile'],
      errorCode: [{ exists: false }],
      requestParameters: { domainId: ['d-abc', 'd-def'] },
    },
  }
  expect(matchesEventPattern(pattern, created)).toBe(true)
  expect(matchesEventPattern(pattern, failed)).toBe(false)
  expect(matchesEventPattern(pattern, createUserProfileEvent({ ...alice, domainId: 'd-xyz' }))).toBe(false)
})

it.each([
  [[{ exists: true }], true],
  [[{ prefix: 'al' }], true],
  [[{ prefix: 'bo' }], false],
  [[{ suffix: 'ce' }], true],
  [[{ 'equals-ignore-case': 'ALICE' }], true],
  [[{ 'anything-but': 'alice' }], false],
  [[{ 'anything-but': ['bob', 'carol'] }], true],
  [['bob', { prefix: 'a' }], true],
])('matches the name with %j: %s', (userProfileName, expected) => {
  expect(matchesEventPattern({ detail: { requestParameters: { userProfileName } } }, created)).toBe(expected)
})

it('does not match an absent member', () => {
  const pattern = { detail: { responseElements: { userProfileArn: [{ 'anything-but': 'x' }] } } }
  expect(matchesEventPattern(pattern, failed)).toBe(false)
})

it('matches an array by any of its items', () => {
  expect(matchesEventPattern({ resources: ['b'] }, { resources: ['a', 'b'] })).toBe(true)
})

it('says which operator it does not implement', () => {
  expect(() => matchesEventPattern({ account: [{ cidr: '10.0.0.0/8' }] }, created)).toThrow('cidr')
  expect(() => matchesEventPattern({ account: [{ 'anything-but': { prefix: '1' } }] }, created)).toThrow('anything-but')
  expect(() => matchesEventPattern({ $or: [{ account: ['1'] }] }, created)).toThrow('$or')
  expect(() => compileEventPattern({ account: 'no list' } as unknown as EventPattern)).toThrow('account')
})

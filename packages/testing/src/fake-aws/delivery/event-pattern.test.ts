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

it.each<[matches: readonly unknown[], matching: readonly unknown[], others: readonly unknown[]]>([
  [[{ numeric: ['=', 300] }], [300, 3e2], ['300', 301, undefined, null]],
  [[{ numeric: ['>', 0, '<=', 5] }], [0.1, 5], [0, 5.1, 6e9]],
  [[{ numeric: ['<', -1] }], [-2], [-1, 0]],
  [[{ numeric: ['>=', 5] }], [5, 6], [4.9]],
  [[{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '::1', 'ten', 10]],
  [[{ cidr: '2001:db8::/32' }], ['2001:db8::1', '2001:0db8:ffff::'], ['2001:db9::1', '10.0.0.1']],
  [[{ wildcard: 'Create*' }], ['CreateSpace', 'Create'], ['create', 'ReCreate', 7]],
  [[{ wildcard: '*/lib/*.js' }], ['a/lib/b.js', '/lib/.js'], ['lib/b.js', 'a/lib/bxjs']],
  [[{ wildcard: 'a\\*b\\\\' }], ['a*b\\'], ['axb\\']],
  [[{ prefix: { 'equals-ignore-case': 'EVENTB' } }], ['EventBridge'], ['Bridge']],
  [[{ suffix: { 'equals-ignore-case': '.PNG' } }], ['a.png'], ['a.jpg']],
  [[{ 'anything-but': [1, 2] }], [3, '1', { a: 1 }], [1, undefined]],
  [[{ 'anything-but': { prefix: 'us-' } }], ['eu-west-1', 7], ['us-east-1', undefined]],
  [[{ 'anything-but': { prefix: ['us-', 'eu-'] } }], ['ap-south-1'], ['us-east-1', 'eu-west-1']],
  [[{ 'anything-but': { suffix: '.png' } }], ['a.jpg'], ['a.png']],
  [[{ 'anything-but': { wildcard: '*/lib/*' } }], ['/bin/a'], ['/lib/a']],
  [[{ 'anything-but': { 'equals-ignore-case': ['Pending', 'Failed'] } }], ['InService'], ['PENDING', 'failed']],
  [[{ exists: true }], ['', null, 0, false], [undefined, { a: 1 }]],
  [[{ exists: false }, 'none'], [undefined, 'none', []], ['some']],
  [
    ['', null],
    ['', null],
    [undefined, 'x'],
  ],
])('%j matches %j and not %j', (wanted, matching, others) => {
  const matches = (value: unknown) => matchesEventPattern({ state: wanted }, { state: value })
  expect(matching.filter((value) => !matches(value))).toEqual([])
  expect(others.filter(matches)).toEqual([])
})

it('matches any alternative of $or, beside other members and at any depth', () => {
  const pattern = {
    source: ['aws.sagemaker'],
    detail: {
      $or: [{ eventName: [{ prefix: 'Create' }] }, { errorCode: [{ exists: true }], eventName: ['DeleteApp'] }],
    },
  }
  const matches = (detail: object, source = 'aws.sagemaker') => matchesEventPattern(pattern, { source, detail })
  expect(matches({ eventName: 'CreateSpace' })).toBe(true)
  expect(matches({ eventName: 'DeleteApp', errorCode: 'ResourceInUse' })).toBe(true)
  expect(matches({ eventName: 'DeleteApp' })).toBe(false)
  expect(matches({ eventName: 'CreateSpace' }, 'aws.repostspace')).toBe(false)
})

it.each([
  [{ account: 'no list' }, 'account must be a list'],
  [{ account: [] }, 'account must have a value'],
  [{ detail: {} }, 'detail must be a list of values, or a pattern'],
  [{ account: [{ like: '1' }] }, "EventBridge has no operator 'like'"],
  [{ account: [{ prefix: '1', suffix: '2' }] }, 'exactly one operator'],
  [{ account: [{ prefix: 1 }] }, 'prefix must be a text'],
  [{ account: [{ exists: 'yes' }] }, 'exists must be true or false'],
  [{ account: [{ numeric: ['!=', 1] }] }, 'numeric compares by'],
  [{ account: [{ numeric: ['>', 1, '>', 2] }] }, 'a lower limit and an upper one'],
  [{ account: [{ numeric: ['>', 6e9] }] }, 'up to 5e9'],
  [{ account: [{ cidr: '10.0.0.0' }] }, 'cidr must be a block'],
  [{ account: [{ cidr: '10.0.0.0/33' }] }, 'cidr must be a block'],
  [{ account: [{ wildcard: 'a**' }] }, 'no two asterisks'],
  [{ account: [{ wildcard: 'a\\b' }] }, 'backslash'],
  [{ account: [{ 'anything-but': [1, '2'] }] }, 'a list of either'],
  [{ account: [{ 'anything-but': { numeric: ['=', 1] } }] }, 'anything-but takes one of'],
  [{ account: [{ 'anything-but': { prefix: [] } }] }, 'anything-but must have a value'],
  [{ $or: [{ account: ['1'] }] }, 'at least two patterns'],
  [{ $or: { account: ['1'] } }, 'at least two patterns'],
])('refuses %j', (pattern, message) => {
  expect(() => compileEventPattern(pattern as unknown as EventPattern)).toThrow(message)
})

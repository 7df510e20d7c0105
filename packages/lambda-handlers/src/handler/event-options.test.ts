import { createUserProfileEvent } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { optionsIn } from './event-options.js'

const scheduled = { version: '0', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }

test.each([
  [undefined],
  [null],
  [{}],
  [scheduled],
  [createUserProfileEvent({ domainId: 'd-science', userProfileName: 'alice' })],
])('event %# has no options', (event) => {
  expect(optionsIn(event, ['dryRun'])).toEqual({})
})

test('an option beside the fields of EventBridge is refused, not dropped', () => {
  for (const event of [
    { ...scheduled, dryRun: true },
    { source: 'x', 'detail-type': 'y', dryRun: true },
  ])
    expect(() => optionsIn(event, ['dryRun'])).toThrow(
      expect.objectContaining({ name: 'InvalidInputError', field: 'dryRun', received: "beside EventBridge's fields" }),
    )
})

test('the name of an unknown option is cut', () => {
  expect(() => optionsIn({ ['x'.repeat(9000)]: 1 }, ['dryRun'])).toThrow(
    expect.objectContaining({ field: `${'x'.repeat(79)}…` }),
  )
})

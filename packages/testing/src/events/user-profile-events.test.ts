import { expect, it } from 'vitest'
import {
  createUserProfileEvent,
  deleteUserProfileEvent,
  failedCreateUserProfileEvent,
  updateUserProfileEvent,
} from './user-profile-events.js'

const alice = { domainId: 'd-abcdefghijkl', userProfileName: 'alice' }

it('wraps a record of CreateUserProfile as EventBridge does', () => {
  const event = createUserProfileEvent({
    ...alice,
    userSettings: { customPosixUserConfig: { uid: 200010, gid: 1001 } },
  })
  expect(event).toMatchObject({
    version: '0',
    source: 'aws.sagemaker',
    'detail-type': 'AWS API Call via CloudTrail',
    account: '111122223333',
    region: 'eu-west-1',
    time: '2026-01-01T00:00:00Z',
    detail: {
      eventSource: 'sagemaker.amazonaws.com',
      eventName: 'CreateUserProfile',
      requestParameters: { ...alice, userSettings: { customPosixUserConfig: { uid: 200010, gid: 1001 } } },
      responseElements: {
        userProfileArn: 'arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-abcdefghijkl/alice',
      },
    },
  })
  expect(event.detail).not.toHaveProperty('errorCode')
})

it('leaves userSettings out when the caller passed none', () => {
  expect(createUserProfileEvent(alice).detail.requestParameters).toEqual(alice)
})

it('gives a failed call its code and no response', () => {
  const { detail } = failedCreateUserProfileEvent({ ...alice, errorCode: 'ValidationException' })
  expect(detail).toMatchObject({ errorCode: 'ValidationException', responseElements: null })
})

it('names the other events', () => {
  expect(deleteUserProfileEvent(alice).detail).toMatchObject({ eventName: 'DeleteUserProfile', responseElements: null })
  expect(updateUserProfileEvent(alice).detail.eventName).toBe('UpdateUserProfile')
})

it('gives equal inputs equal records, and a second delivery its own id', () => {
  expect(createUserProfileEvent(alice)).toEqual(createUserProfileEvent(alice))
  const again = createUserProfileEvent({ ...alice, id: 'second-delivery' })
  expect(again.detail.eventID).toBe(createUserProfileEvent(alice).detail.eventID)
  expect(again.id).toBe('second-delivery')
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'

const fake = createFakeAws()
let url = ''
beforeAll(async () => {
  url = (await fake.listen()).url
})
afterAll(() => fake.close())

describe('an error of Lambda', () => {
  it.each([
    ['InvalidParameterValueException', 'message'],
    ['InvalidRequestContentException', 'message'],
    ['RequestTooLargeException', 'message'],
    ['ResourceConflictException', 'message'],
    ['ResourceNotReadyException', 'message'],
    ['SerializedRequestEntityTooLargeException', 'message'],
    ['TooManyRequestsException', 'message'],
    ['UnsupportedMediaTypeException', 'message'],
    ['ResourceNotFoundException', 'Message'],
    ['EFSMountTimeoutException', 'Message'],
  ])('%s has its text in `%s`', async (code, member) => {
    const fault = { kind: 'error', code, message: 'Why.' } as const
    fake.inject({ service: 'lambda', when: 'next', fault })
    const reply = await fetch(`${url}/2015-03-31/functions/f/invocations`, { method: 'POST', body: '{}' })
    expect(await reply.json()).toEqual({ Type: 'User', [member]: 'Why.' })
  })
})

describe('an error of CloudTrail', () => {
  it.each([
    [{ StartTime: 2, EndTime: 1 }, 'InvalidTimeRangeException'],
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ NextToken: 'none' }, 'InvalidNextTokenException'],
    [{ LookupAttributes: [{ AttributeKey: 'Color', AttributeValue: 'red' }] }, 'InvalidLookupAttributesException'],
  ])('for %o has no member in the service model, so its text is in `message`', async (input, code) => {
    const headers = { 'x-amz-target': 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents' }
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) })
    expect(reply.status).toBe(400)
    expect(await reply.json()).toEqual({ __type: code, message: expect.any(String) })
  })
})

import { awsJson11 } from '../../wire/codecs/aws-json-11.js'
import { commonErrors, FakeAwsError, type Violation } from '../../wire/errors.js'
import type { Codec } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import model from './cloudtrail.model.json'
import { lookupEvents } from './lookup-events.js'

// The service model gives none of CloudTrail's errors a member, so where the message is, is a choice.
const codec: Codec = {
  ...awsJson11,
  encodeError: (error, context) =>
    awsJson11.encodeError(error, { ...context, model: { ...context.model, errors: {} } }),
}

export const cloudTrail: FakeApi = {
  model,
  codec,
  eventSource: 'cloudtrail.amazonaws.com',
  errors: { invalidInput },
  rates: [{ operation: 'LookupEvents', perSecond: 2, burst: 2 }],
  operations: { LookupEvents: reads(lookupEvents) },
}

const OWN_ERRORS = [
  { member: 'lookupAttributes', code: 'InvalidLookupAttributesException' },
  { member: 'maxResults', code: 'InvalidMaxResultsException' },
  { member: 'eventCategory', code: 'InvalidEventCategoryException' },
]

function invalidInput(violations: readonly Violation[]): FakeAwsError {
  const general = commonErrors.invalidInput(violations)
  const own = OWN_ERRORS.find(({ member }) => violations[0]?.path.startsWith(member))
  return own === undefined ? general : new FakeAwsError(own.code, general.message)
}

import { awsJson11 } from '../../wire/codecs/aws-json-11.js'
import { commonErrors, FakeAwsError } from '../../wire/errors.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import { describeLogStreams } from './log-streams.js'
import model from './logs.model.json'

export const logs: FakeApi = {
  model,
  codec: awsJson11,
  eventSource: 'logs.amazonaws.com',
  errors: {
    unavailable: (message) => new FakeAwsError('ServiceUnavailableException', message, { status: 503 }),
    invalidInput: (violations) =>
      new FakeAwsError('InvalidParameterException', commonErrors.invalidInput(violations).message),
  },
  operations: { DescribeLogStreams: reads(describeLogStreams) },
}

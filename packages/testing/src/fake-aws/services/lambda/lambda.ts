import { restJson } from '../../wire/codecs/rest-json.js'
import { FakeAwsError } from '../../wire/errors.js'
import { bodyText, type Codec } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import { invoke, tooManyRequests } from './invoke.js'
import model from './lambda.model.json'

/** Errors whose message is in `message`, by the service model; the others have `Message`. */
const LOWER_CASE = new Set([
  'InvalidParameterValueException',
  'InvalidRequestContentException',
  'RequestTooLargeException',
  'ResourceConflictException',
  'ResourceNotReadyException',
  'SerializedRequestEntityTooLargeException',
  'TooManyRequestsException',
  'UnsupportedMediaTypeException',
])

const blobCodec = restJson(({ code, message }) => ({
  Type: 'User',
  [LOWER_CASE.has(code) ? 'message' : 'Message']: message,
}))

// Decodes the payload as text, so that tests can read it in `calls` and in conditions of faults.
const codec: Codec = {
  ...blobCodec,
  decode(request, operation, model) {
    return blobCodec.decode({ ...request, body: bodyText(request) }, operation, model)
  },
}

export const lambda: FakeApi = {
  model,
  codec,
  eventSource: 'lambda.amazonaws.com',
  errors: {
    throttling: () => tooManyRequests('CallerRateLimitExceeded'),
    internal: (message) => new FakeAwsError('ServiceException', message, { status: 500 }),
  },
  // CloudTrail records an invocation as a data event, and the fake's trail has management events only.
  operations: { Invoke: reads(invoke) },
  claims: ({ path }) => path.startsWith('/2015-03-31/functions/'),
}

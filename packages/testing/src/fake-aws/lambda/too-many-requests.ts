import { FakeAwsError } from '../fake-aws-error.js'

export function tooManyRequests(
  Reason: 'CallerRateLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded',
): FakeAwsError {
  return new FakeAwsError('TooManyRequestsException', 'Rate Exceeded.', { members: { Reason } })
}

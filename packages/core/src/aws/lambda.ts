import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { boundedText } from '../bounded-text.js'
import type { Call, CallEndedError } from '../call.js'
import { parseJsonObject } from '../model/parse/parse-json.js'
import type { AwsError, AwsRequest } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import { readBody } from './call/reply-body.js'

/** Answer of a Lambda function to one synchronous invocation: its reply, or its failure. */
export type FunctionAnswer =
  | { readonly kind: 'replied'; readonly payload: string }
  | {
      readonly kind: 'failed'
      /** Name of the thrown error, or one of Lambda's own: `Sandbox.Timedout`. */
      readonly errorType: string | undefined
      readonly message: string
    }

export type { LambdaClient } from '@aws-sdk/client-lambda'

export interface LambdaCall extends Call {
  readonly lambda: LambdaClient
}

/** Lambda's limit is 6 MB, for a reply in one piece. */
const MAX_REPLY_BYTES = 7_000_000
const MAX_ERROR_TYPE = 200
const MAX_MESSAGE = 500

export interface Invocation {
  readonly functionName: string
  /** JSON. */
  readonly payload: string
}

/**
 * Invokes the function once and waits for its answer. A throttled request has invoked nothing and is repeated until the
 * call ends: places become free when other functions end.
 */
export function invokeFunction(
  call: LambdaCall,
  { functionName, payload }: Invocation,
): ResultAsync<FunctionAnswer, AwsError | CallEndedError> {
  const request: AwsRequest = { service: 'lambda', operation: 'Invoke', resource: `function ${functionName}` }
  const send = async (abortSignal: AbortSignal) => {
    const { InvokeCommand } = await import('@aws-sdk/client-lambda').catch(rethrow)
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) })
    return call.lambda.send(readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES }), { abortSignal })
  }
  type Settled = Result<FunctionAnswer, AwsError | CallEndedError>
  const attempt = () =>
    callAws(call, request, send)
      .map((output): Settled => ok(answerOf(output)))
      .orElse((error) => (error.name === 'ThrottledError' ? err(error) : ok<Settled>(err(error))))
  return retry(call, `invoking ${functionName}, which Lambda throttles`, attempt).andThen((settled) => settled)
}

function answerOf({ FunctionError: failed, Payload: bytes }: InvokeCommandOutput): FunctionAnswer {
  const payload = bytes?.transformToString() ?? ''
  return failed === undefined ? { kind: 'replied', payload } : { kind: 'failed', ...failureIn(payload) }
}

/** Reads a failed function's payload, which may have any content: the function's own code may have written it. */
function failureIn(payload: string): { readonly errorType: string | undefined; readonly message: string } {
  const { errorType, errorMessage } = parseJsonObject(payload) ?? {}
  return {
    errorType: typeof errorType === 'string' ? boundedText(errorType, MAX_ERROR_TYPE) : undefined,
    message: typeof errorMessage === 'string' ? boundedText(errorMessage, MAX_MESSAGE) : 'no message',
  }
}

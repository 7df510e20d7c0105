import type { InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { FunctionAnswer } from '../model/function-answer.js'
import type { AwsError } from './call/aws-error.js'
import { callAws } from './call/call-aws.js'

export type { LambdaClient } from '@aws-sdk/client-lambda'

const MAX_ERROR_TYPE = 200
const MAX_MESSAGE = 500

/** Invokes the function and waits for its answer. */
export function invokeFunction(
  client: LambdaClient,
  functionName: string,
  payload: string,
  patience: Patience,
): ResultAsync<FunctionAnswer, AwsError | OutOfPatienceError> {
  const call = { service: 'lambda', operation: 'Invoke', resource: `function ${functionName}` } as const
  const send = async (abortSignal: AbortSignal) => {
    const { InvokeCommand } = await import('@aws-sdk/client-lambda')
    const command = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(payload) })
    return client.send(command, { abortSignal })
  }
  return callAws(patience, call, send).map(answerOf)
}

function answerOf({ FunctionError: failed, Payload: bytes }: InvokeCommandOutput): FunctionAnswer {
  const payload = bytes?.transformToString() ?? ''
  return failed === undefined ? { kind: 'replied', payload } : { kind: 'failed', ...failureIn(payload) }
}

/** The payload of a failed function was written by the function's code, or by whatever stands in its place. */
function failureIn(payload: string): { readonly errorType: string | undefined; readonly message: string } {
  const { errorType, errorMessage } = jsonObject(payload)
  return {
    errorType: typeof errorType === 'string' ? errorType.slice(0, MAX_ERROR_TYPE) : undefined,
    message: typeof errorMessage === 'string' ? errorMessage.slice(0, MAX_MESSAGE) : 'no message',
  }
}

function jsonObject(text: string): { readonly errorType?: unknown; readonly errorMessage?: unknown } {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

import { parseJson } from '../../wire/codecs/parse-json.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import { enqueue } from './event-queue.js'
import { type Execution, execute } from './execute.js'
import { findFunction } from './functions.js'

interface InvokeInput {
  readonly FunctionName: string
  readonly InvocationType?: 'Event' | 'RequestResponse' | 'DryRun'
  readonly LogType?: 'None' | 'Tail'
  readonly ClientContext?: string
  /** The event as JSON text. */
  readonly Payload?: string
  readonly Qualifier?: string
  readonly DurableExecutionName?: string
  readonly TenantId?: string
}

const ExecutedVersion = '$LATEST'

/** Runs a registered function and returns its reply; with type `Event`, queues the event and returns at once. */
export async function invoke(world: World, input: InvokeInput, { requestId }: CallContext): Promise<Output> {
  const type = input.InvocationType ?? 'RequestResponse'
  refuseUnimplemented(input)
  checkRequestSize(input.Payload ?? '', type)
  const fn = findFunction(world, input.FunctionName, input.Qualifier)
  if (type === 'DryRun') return { StatusCode: 204, Payload: '' }
  const event = parseEvent(input.Payload)
  if (type === 'Event') {
    enqueue(world, fn, { event, requestId })
    return { StatusCode: 202, Payload: '' }
  }
  const clientContext = parseClientContext(input.ClientContext)
  const begun = world.now()
  const execution = await execute(world, fn, { requestId, type, event, clientContext })
  if (execution === 'throttled') throw tooManyRequests('ReservedFunctionConcurrentInvocationLimitExceeded')
  return replyOf(replyInSize(execution), input, logTail(requestId, world.now() - begun))
}

function replyOf(execution: Execution, { LogType }: InvokeInput, LogResult: string): Output {
  const { payload: Payload, functionError: FunctionError } = execution
  return { StatusCode: 200, FunctionError, Payload, ExecutedVersion, ...(LogType === 'Tail' && { LogResult }) }
}

function parseEvent(payload = ''): unknown {
  if (payload === '') return {}
  try {
    return parseJson(payload)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new FakeAwsError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`)
  }
}

function parseClientContext(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return parseJson(Buffer.from(text, 'base64').toString())
  } catch {
    throw new FakeAwsError(
      'InvalidRequestContentException',
      'Client context must be a valid Base64-encoded JSON object.',
    )
  }
}

function refuseUnimplemented(input: InvokeInput): void {
  for (const member of ['DurableExecutionName', 'TenantId'] as const) {
    if (input[member] === undefined) continue
    throw new FakeAwsError('InvalidParameterValueException', `The fake AWS does not implement ${member}.`)
  }
}

/** The lines that Lambda itself writes to a function's log, in base64. */
function logTail(requestId: string, durationMs: number): string {
  const lines = [
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tMemory Size: 128 MB`,
  ]
  return Buffer.from(`${lines.join('\n')}\n`).toString('base64')
}

const SYNCHRONOUS_BYTES = 6 * 1024 * 1024
const ASYNCHRONOUS_BYTES = 1024 * 1024
// A little more than a request, as the message in AWS says.
const MAX_REPLY_BYTES = 6_291_556

function checkRequestSize(payload: string, type: 'Event' | 'RequestResponse' | 'DryRun'): void {
  const limit = type === 'Event' ? ASYNCHRONOUS_BYTES : SYNCHRONOUS_BYTES
  if (Buffer.byteLength(payload) <= limit) return
  const message = `Request must be smaller than ${limit} bytes for the InvokeFunction operation`
  throw new FakeAwsError('RequestTooLargeException', message)
}

/** Turns a reply that is too large into a function error. */
function replyInSize(execution: Execution): Execution {
  if (Buffer.byteLength(execution.payload) <= MAX_REPLY_BYTES) return execution
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_REPLY_BYTES} bytes).`
  const payload = JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage })
  return { payload, functionError: 'Unhandled' }
}

export function tooManyRequests(
  Reason: 'CallerRateLimitExceeded' | 'ReservedFunctionConcurrentInvocationLimitExceeded',
): FakeAwsError {
  return new FakeAwsError('TooManyRequestsException', 'Rate Exceeded.', { members: { Reason } })
}

import { parseJson } from '../codecs/parse-json.js'
import type { CallContext } from '../fake-api.js'
import { FakeAwsError } from '../fake-aws-error.js'
import type { Output } from '../wire.js'
import type { World } from '../world.js'
import { enqueue } from './asynchronous.js'
import { type Execution, execute } from './execute.js'
import { findFunction } from './find-function.js'
import { logTail } from './log-tail.js'
import { checkRequestSize, replyInSize } from './payload-limits.js'
import { tooManyRequests } from './too-many-requests.js'

interface InvokeInput {
  readonly FunctionName: string
  readonly InvocationType?: 'Event' | 'RequestResponse' | 'DryRun'
  readonly LogType?: 'None' | 'Tail'
  readonly ClientContext?: string
  /** JSON text. */
  readonly Payload?: string
  readonly Qualifier?: string
  readonly DurableExecutionName?: string
  readonly TenantId?: string
}

const ExecutedVersion = '$LATEST'

/** Runs a registered function and returns its reply, or takes the event in and returns at once. */
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

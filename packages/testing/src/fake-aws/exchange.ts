import type { Clock } from '@studio-efs/core'
import { type CallLog, type CallRecord, OK } from './call-log.js'
import { type CommonErrors, commonErrors } from './common-errors.js'
import { checkConstraints } from './constraints.js'
import type { CallContext, FakeApi, Operation } from './fake-api.js'
import { FakeAwsError, unknownOperation } from './fake-aws-error.js'
import { breaksOff, ConnectionLost, endsIn, precede } from './fault-effects.js'
import type { Fault, Faults } from './faults.js'
import { describeTarget, route } from './router.js'
import type { TokenBuckets } from './token-buckets.js'
import type { Trail } from './trail.js'
import type { Input, Output, ReplyContext, WireReply, WireRequest } from './wire.js'
import type { World } from './world.js'

export interface Frame {
  readonly apis: readonly FakeApi[]
  readonly world: World
  readonly clock: Clock
  readonly faults: Faults
  readonly buckets: TokenBuckets
  readonly calls: CallLog
  readonly trail: Trail
}

/**
 * Answers one request. Rejects with ConnectionLost when a fault breaks the connection, and with the signal's reason
 * when the caller gave up; every other outcome, a bug in a rule included, is a reply.
 */
export async function exchange(frame: Frame, request: WireRequest, signal?: AbortSignal): Promise<WireReply> {
  const api = route(frame.apis, request)
  if (api === undefined) return replyToUnknownService(frame, request)
  const operation = api.codec.operationOf(request, api.model)
  const context = replyContext(frame, api, operation)
  const call = frame.calls.open(api.model.service, operation ?? '', frame.clock.now())
  const errors = api.errors === undefined ? commonErrors : { ...commonErrors, ...api.errors }
  try {
    const output = await perform({ frame, api, request, call, context, errors, signal }, operation)
    call.outcome = OK
    return api.codec.encode(output, context)
  } catch (thrown) {
    const error = asRefusal(thrown, errors, signal)
    call.outcome = error instanceof FakeAwsError ? error.code : 'ConnectionLost'
    if (error instanceof FakeAwsError) return api.codec.encodeError(error, context)
    throw error
  }
}

interface Exchange {
  readonly frame: Frame
  readonly api: FakeApi
  readonly request: WireRequest
  readonly call: CallRecord
  readonly context: ReplyContext
  readonly errors: CommonErrors
  readonly signal: AbortSignal | undefined
}

async function perform(exchange: Exchange, name: string | undefined): Promise<Output | undefined> {
  const { frame, api, request, call, signal } = exchange
  const { service } = api.model
  const operation = name !== undefined && Object.hasOwn(api.operations, name) ? api.operations[name] : undefined
  if (name === undefined || operation === undefined) throw unknownOperation(name ?? describeTarget(request))
  const input = api.codec.decode(request, name, api.model)
  call.input = input
  const faults = frame.faults.strike(service, name, input)
  if (faults.length > 0) await precede(faults, frame.clock, frame.world, input, signal)
  try {
    if (!frame.buckets.take(service, name, frame.clock.now())) throw exchange.errors.throttling()
    const output = await applyUnder(exchange, faults, operation, name, input)
    if (!operation.readOnly) frame.trail.record(exchange.context, api.eventSource, input, output)
    return output
  } catch (error) {
    if (!operation.readOnly && error instanceof FakeAwsError) {
      frame.trail.record(exchange.context, api.eventSource, input, undefined, error)
    }
    throw error
  }
}

async function applyUnder(
  { frame, api, context, errors, signal }: Exchange,
  faults: readonly Fault[],
  operation: Operation,
  name: string,
  input: Input,
): Promise<Output | undefined> {
  if (faults.length > 0) await breaksOff(faults, 'not-applied', errors, signal)
  frame.world.schedule.runDue(frame.clock.now())
  const shape = api.model.operations[name]?.input
  if (shape !== undefined) checkConstraints(api.model, shape, input, errors.invalidInput)
  const output = await operation.handle(frame.world, input, callContext(context.requestId, faults, signal))
  if (faults.length > 0) await breaksOff(faults, 'applied', errors, signal)
  return output
}

function callContext(requestId: string, faults: readonly Fault[], signal: AbortSignal | undefined): CallContext {
  const end = endsIn(faults)
  return { requestId, ...(end && { endsIn: end }), ...(signal && { signal }) }
}

// A bug in a rule must not end the server: it becomes a reply that says what broke.
function asRefusal(thrown: unknown, errors: CommonErrors, signal: AbortSignal | undefined): unknown {
  if (thrown instanceof FakeAwsError || thrown instanceof ConnectionLost || signal?.aborted) return thrown
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return errors.internal(`The fake AWS broke: ${detail}`)
}

function replyContext(frame: Frame, { model }: FakeApi, operation: string | undefined): ReplyContext {
  const { unmodelledErrorMember } = frame.world.settings.undocumented
  return { model, operation, requestId: frame.world.ids.requestId(), unmodelledErrorMember }
}

function replyToUnknownService(frame: Frame, request: WireRequest): WireReply {
  const { code, message, status = 404 } = unknownOperation(describeTarget(request))
  frame.calls.open('', '', frame.clock.now()).outcome = code
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code }
  return { status, headers, body: JSON.stringify({ __type: code, message }) }
}

import type { Clock } from '@studio-efs/core'
import { checkConstraints } from '../wire/constraints.js'
import { BrokenCallback, type CommonErrors, commonErrors, FakeAwsError, unknownOperation } from '../wire/errors.js'
import type { Input, Output, ReplyContext, WireReply, WireRequest } from '../wire/wire.js'
import type { CallContext, FakeApi, Operation } from '../world/fake-api.js'
import type { World } from '../world/world.js'
import { type CallLog, type CallRecord, OK } from './call-log.js'
import { type GivenUp, givenUp, unlessAborted } from './call-signal.js'
import { breakOff, ConnectionLost, endOf, endsIn, errorOf, precede } from './fault-effects.js'
import type { Fault, Faults } from './faults.js'
import { describeTarget, replyOfNoService, route } from './router.js'
import { isAdmitted } from './throttle.js'
import type { TokenBuckets } from './token-buckets.js'
import type { Trail } from './trail.js'

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
 * Answers one request. Rejects with ConnectionLost when a fault breaks the connection or the fake is closed, and
 * with the signal's reason when the caller gave up; every other outcome, a bug in a rule included, is a reply.
 */
export async function exchange(frame: Frame, request: WireRequest, signal?: AbortSignal): Promise<WireReply> {
  const api = route(frame.apis, request)
  if (api === undefined) return replyToUnknownService(frame, request)
  const operation = api.codec.operationOf(request, api.model)
  const context = replyContext(frame, api, operation)
  const call = frame.calls.open(api.model.service, operation ?? '', frame.clock.now())
  const errors = api.errors === undefined ? commonErrors : { ...commonErrors, ...api.errors }
  try {
    const output = await perform(
      { frame, api, request, call, context, errors, givenUp: givenUp(frame.world.closing, signal) },
      operation,
    )
    call.outcome = OK
    return api.codec.encode(output, context)
  } catch (thrown) {
    const error = asRefusal(thrown, errors, signal)
    call.outcome = error instanceof FakeAwsError ? error.code : 'ConnectionLost'
    if (!(error instanceof FakeAwsError)) throw error
    const reply = api.codec.encodeError(error, context)
    return thrown instanceof BrokenCallback ? { ...reply, broken: thrown } : reply
  }
}

interface Exchange {
  readonly frame: Frame
  readonly api: FakeApi
  readonly request: WireRequest
  readonly call: CallRecord
  readonly context: ReplyContext
  readonly errors: CommonErrors
  readonly givenUp: GivenUp
}

async function perform(exchange: Exchange, name: string | undefined): Promise<Output | undefined> {
  const { frame, api, request, call, givenUp } = exchange
  const { service } = api.model
  const operation = name !== undefined && Object.hasOwn(api.operations, name) ? api.operations[name] : undefined
  if (name === undefined || operation === undefined)
    throw unknownOperation(name ?? `${request.method} ${request.path} of ${service}`)
  const input = api.codec.decode(request, name, api.model)
  // What is written into the state may be changed there later; the call stays as it was.
  call.input = operation.readOnly ? input : structuredClone(input)
  const faults = frame.faults.strike({ service, name, operation }, input)
  if (faults.length > 0) await precede(faults, frame.clock, frame.world, input, givenUp())
  const attempt = { ...exchange, operation, name, input, faults }
  const output = await apply(attempt)
  if (faults.length > 0) await loseReply(attempt, output)
  else if (!operation.readOnly) record(attempt, output)
  return output
}

interface Attempt extends Exchange {
  readonly operation: Operation
  readonly name: string
  readonly input: Input
  readonly faults: readonly Fault[]
}

/** Applies the operation; CloudTrail records a refusal here. */
async function apply(attempt: Attempt): Promise<Output | undefined> {
  const { frame, api, request, context, errors, givenUp, operation, name, input, faults } = attempt
  try {
    const ticket = { service: api.model.service, operation: name, request }
    if (!(await isAdmitted(frame.buckets, frame.clock, ticket, givenUp))) throw errors.throttling()
    if (faults.length > 0) await breakOff(endOf(faults, 'not-applied'), errors, givenUp)
    frame.world.schedule.runDue(frame.clock.now())
    const shape = api.model.operations[name]?.input
    if (shape !== undefined) checkConstraints(api.model, shape, input, errors.invalidInput)
    const output = operation.handle(frame.world, input, callContext(context.requestId, faults))
    return output instanceof Promise ? await unlessAborted(output, givenUp()) : output
  } catch (error) {
    if (!operation.readOnly && error instanceof FakeAwsError) record(attempt, undefined, error)
    throw error
  }
}

/** What happened is recorded although the caller does not hear of it; what it hears instead is a choice. */
async function loseReply(attempt: Attempt, output: Output | undefined): Promise<void> {
  const { frame, errors, givenUp, operation, faults } = attempt
  const end = endOf(faults, 'applied')
  const failure = end === undefined ? undefined : errorOf(end, errors)
  const isFailure = failure instanceof FakeAwsError && frame.world.settings.undocumented.recordOfLostReply === 'failure'
  if (!operation.readOnly) record(attempt, isFailure ? undefined : output, isFailure ? failure : undefined)
  await breakOff(end, errors, givenUp)
}

function record({ frame, api, context, input }: Attempt, output: Output | undefined, error?: FakeAwsError): void {
  frame.trail.record(context, api.eventSource, input, output, error)
}

function callContext(requestId: string, faults: readonly Fault[]): CallContext {
  const end = endsIn(faults)
  return { requestId, ...(end && { endsIn: end }) }
}

// A bug in a rule must not end the server: it becomes a reply that says what broke.
function asRefusal(thrown: unknown, errors: CommonErrors, signal: AbortSignal | undefined): unknown {
  if (thrown instanceof FakeAwsError || thrown instanceof ConnectionLost || signal?.aborted) return thrown
  if (thrown instanceof BrokenCallback) return errors.internal(thrown.message)
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return errors.internal(`The fake AWS broke: ${detail}`)
}

function replyContext(frame: Frame, { model }: FakeApi, operation: string | undefined): ReplyContext {
  const { unmodelledErrorMember } = frame.world.settings.undocumented
  return { model, operation, requestId: frame.world.ids.requestId(), unmodelledErrorMember }
}

function replyToUnknownService(frame: Frame, request: WireRequest): WireReply {
  const error = unknownOperation(describeTarget(request))
  frame.calls.open('', '', frame.clock.now()).outcome = error.code
  return replyOfNoService(request, error, frame.world.ids.requestId())
}

import { checkConstraints } from '../wire/constraints.js'
import { BrokenCallback, type CommonErrors, commonErrors, FakeAwsError, unknownOperation } from '../wire/errors.js'
import type { Codec, Input, Output, ReplyContext, WireReply, WireRequest } from '../wire/wire.js'
import type { CallContext, FakeApi, Operation } from '../world/fake-api.js'
import type { World } from '../world/world.js'
import { type CallLog, type CallRecord, OK } from './call-log.js'
import { type CallSignal, createCallSignal, unlessAborted } from './call-signal.js'
import type { Fault } from './fault.js'
import { ConnectionLost, endCall, endingFault, errorFor, injectedStatus, runPrecedingFaults } from './fault-effects.js'
import type { Faults } from './faults.js'
import { describeTarget, route, unknownServiceReply } from './router.js'
import { isAdmitted } from './throttle.js'
import type { TokenBuckets } from './token-buckets.js'
import type { Trail } from './trail.js'

/** Everything that answering a request needs: one per fake. */
export interface FakeRuntime {
  readonly apis: readonly FakeApi[]
  readonly world: World
  readonly faults: Faults
  readonly buckets: TokenBuckets
  readonly calls: CallLog
  readonly trail: Trail
}

/**
 * Answers one request. Rejects with ConnectionLost when a fault breaks the connection or the fake is closed, and
 * with the signal's reason when the caller gave up. Every other outcome is a reply, also a bug in a rule.
 */
export async function exchange(runtime: FakeRuntime, request: WireRequest, signal?: AbortSignal): Promise<WireReply> {
  const api = route(runtime.apis, request)
  if (api === undefined) return replyToUnknownService(runtime, request)
  const codec = api.codecOf?.(request) ?? api.codec
  const operation = codec.operationOf(request, api.model)
  const context = replyContext(runtime, api, operation)
  const call = runtime.calls.open(api.model.service, operation ?? '', runtime.world.now())
  const errors = api.errors === undefined ? commonErrors : { ...commonErrors, ...api.errors }
  try {
    const output = await perform(
      { runtime, api, codec, request, call, context, errors, signal: createCallSignal(runtime.world.closing, signal) },
      operation,
    )
    call.outcome = OK
    return codec.encode(output, context)
  } catch (thrown) {
    const error = asRefusal(thrown, errors, signal)
    call.outcome = error instanceof FakeAwsError ? error.code : 'ConnectionLost'
    if (!(error instanceof FakeAwsError)) throw error
    const reply = codec.encodeError(error, context)
    return thrown instanceof BrokenCallback ? { ...reply, broken: thrown } : reply
  }
}

interface Exchange {
  readonly runtime: FakeRuntime
  readonly api: FakeApi
  readonly codec: Codec
  readonly request: WireRequest
  readonly call: CallRecord
  readonly context: ReplyContext
  readonly errors: CommonErrors
  readonly signal: CallSignal
}

async function perform(exchange: Exchange, name: string | undefined): Promise<Output | undefined> {
  const { runtime, api, codec, request, call, signal } = exchange
  const { service } = api.model
  const operation = name !== undefined && Object.hasOwn(api.operations, name) ? api.operations[name] : undefined
  if (name === undefined || operation === undefined)
    throw unknownOperation(name ?? `${request.method} ${request.path} of ${service}`)
  const input = codec.decode(request, name, api.model)
  // Copied, because the state may keep the input's objects and change them later.
  call.input = operation.readOnly ? input : structuredClone(input)
  const faults = runtime.faults.strike({ service, name, operation }, input)
  if (faults.length > 0) await runPrecedingFaults(runtime.world, faults, { input, signal })
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
  const { runtime, api, request, context, errors, signal, operation, name, input, faults } = attempt
  try {
    const ticket = { target: { service: api.model.service, operation: name }, request, signal }
    if (!(await isAdmitted(runtime.buckets, runtime.world.clock, ticket))) throw errors.throttling()
    if (faults.length > 0) await endCall(endingFault(faults, 'not-applied'), errors, signal)
    runtime.world.schedule.runDue(runtime.world.now())
    const shape = api.model.operations[name]?.input
    if (shape !== undefined) checkConstraints({ model: api.model, name: shape }, input, errors.invalidInput)
    const output = operation.handle(runtime.world, input, callContext(context.requestId, faults))
    return output instanceof Promise ? await unlessAborted(output, signal()) : output
  } catch (error) {
    if (!operation.readOnly && error instanceof FakeAwsError) record(attempt, undefined, error)
    throw error
  }
}

/** Loses the reply of an applied call. CloudTrail records the call; `recordOfLostReply` says with which outcome. */
async function loseReply(attempt: Attempt, output: Output | undefined): Promise<void> {
  const { runtime, errors, signal, operation, faults } = attempt
  const end = endingFault(faults, 'applied')
  const failure = end === undefined ? undefined : errorFor(end, errors)
  const isFailure =
    failure instanceof FakeAwsError && runtime.world.settings.undocumented.recordOfLostReply === 'failure'
  if (!operation.readOnly) record(attempt, isFailure ? undefined : output, isFailure ? failure : undefined)
  await endCall(end, errors, signal)
}

function record({ runtime, api, context, input }: Attempt, output: Output | undefined, error?: FakeAwsError): void {
  runtime.trail.record({ context, eventSource: api.eventSource, input, output, error })
}

function callContext(requestId: string, faults: readonly Fault[]): CallContext {
  const end = injectedStatus(faults)
  return { requestId, ...(end && { endsIn: end }) }
}

// A bug in a rule becomes an error reply with its stack, so that it does not end the server.
function asRefusal(thrown: unknown, errors: CommonErrors, signal: AbortSignal | undefined): unknown {
  if (thrown instanceof FakeAwsError || thrown instanceof ConnectionLost || signal?.aborted) return thrown
  if (thrown instanceof BrokenCallback) return errors.internal(thrown.message)
  const detail = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  return errors.internal(`The fake AWS broke: ${detail}`)
}

function replyContext(runtime: FakeRuntime, { model }: FakeApi, operation: string | undefined): ReplyContext {
  const { unmodelledErrorMember } = runtime.world.settings.undocumented
  return { model, operation, requestId: runtime.world.ids.requestId(), unmodelledErrorMember }
}

function replyToUnknownService(runtime: FakeRuntime, request: WireRequest): WireReply {
  const error = unknownOperation(describeTarget(request))
  runtime.calls.open('', '', runtime.world.now()).outcome = error.code
  return unknownServiceReply(request, error, runtime.world.ids.requestId())
}

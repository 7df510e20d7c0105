import type { Target } from '../settings/options.js'
import type { ApiModel } from '../wire/api-model.js'
import type { CommonErrors } from '../wire/errors.js'
import type { Codec, Input, Output, WireRequest } from '../wire/wire.js'
import type { World } from './world.js'

/** One AWS service of the fake: its model, its protocol and its rules. `apis.ts` lists them all. */
export interface FakeApi {
  readonly model: ApiModel
  readonly codec: Codec
  /** As CloudTrail writes it, such as `sagemaker.amazonaws.com`. */
  readonly eventSource: string
  readonly operations: Readonly<Record<string, Operation>>
  /** Where the service words a common error otherwise than the JSON services do. */
  readonly errors?: Partial<CommonErrors>
  /** Throttling that AWS's documents put a number on; see `documentedRates`. */
  readonly rates?: readonly DocumentedRate[]
  /** Whether a request that names no service by its signature or target is for this one, by host or path. */
  readonly claims?: (request: WireRequest) => boolean
}

/** A token bucket of one operation: tokens that come back per second, and those that it holds. */
export interface DocumentedRate {
  readonly operation: string
  readonly perSecond: number
  readonly burst: number
}

/** How what an operation starts can fail: `error` is EFS's, the others are SageMaker's. */
export type FailedStatus = 'Failed' | 'Update_Failed' | 'Delete_Failed' | 'error'

export interface Operation {
  /** CloudTrail records only what is not read-only. */
  readonly readOnly: boolean
  /** The status of what the operation starts when that fails; absent when it starts nothing that takes time. */
  readonly endsIn?: FailedStatus
  /** Applies the operation to the world and returns its output, or throws a FakeAwsError and changes nothing. */
  readonly handle: (world: World, input: Input, call: CallContext) => Output | undefined | Promise<Output | undefined>
}

/** An operation, as a request has named it. */
export interface CalledOperation {
  readonly service: string
  readonly name: string
  readonly operation: Operation
}

/** What a rule may know of the call besides its input. */
export interface CallContext {
  readonly requestId: string
  /** An injected fault: the status in which the change that this call starts is to end. */
  readonly endsIn?: { readonly status: string; readonly reason?: string }
}

type Handler<I> = (world: World, input: I, call: CallContext) => Output | undefined | Promise<Output | undefined>

/** An operation that changes nothing. Its input has been checked against the model: `I` states what that leaves. */
export function reads<I extends object>(handle: Handler<I>): Operation {
  return { readOnly: true, handle: handle as Operation['handle'] }
}

/** An operation that may change something, so CloudTrail records it. */
export function writes<I extends object>(handle: Handler<I>): Operation {
  return { readOnly: false, handle: handle as Operation['handle'] }
}

/** One that starts a change, which takes time and may end in that status. */
export function starts<I extends object>(handle: Handler<I>, endsIn: FailedStatus): Operation {
  return { ...writes(handle), endsIn }
}

/** The operations that the target names; throws when it names what the fake does not have. */
export function operationsOf(apis: readonly FakeApi[], { service, operation }: Target): readonly Operation[] {
  const api = apis.find(({ model }) => model.service === service)
  if (api === undefined)
    throw unknownName(
      'service',
      service,
      apis.map(({ model }) => model.service),
    )
  if (operation === undefined) return Object.values(api.operations)
  const found = Object.hasOwn(api.operations, operation) ? api.operations[operation] : undefined
  if (found === undefined) throw unknownName(`operation of ${service}`, operation, Object.keys(api.operations))
  return [found]
}

export function unknownName(kind: string, name: string, known: readonly string[]): Error {
  return new Error(`The fake AWS has no ${kind} '${name}': it has ${known.join(', ')}.`)
}

import type { Target } from '../settings/options.js'
import type { ApiModel } from '../wire/api-model.js'
import type { CommonErrors } from '../wire/errors.js'
import type { Codec, Input, Output, WireRequest } from '../wire/wire.js'
import type { World } from './world.js'

/** One AWS service of the fake: its model, its protocol and its rules. `services/apis.ts` lists them all. */
export interface FakeApi {
  readonly model: ApiModel
  readonly codec: Codec
  /** Chooses the codec of a request, for a service whose clients speak several protocols. */
  readonly codecOf?: (request: WireRequest) => Codec
  /** CloudTrail's name of the service, such as `sagemaker.amazonaws.com`. */
  readonly eventSource: string
  readonly operations: Readonly<Record<string, Operation>>
  /** Common errors that the service words differently from the JSON services. */
  readonly errors?: Partial<CommonErrors>
  /** Token buckets in AWS's documents; see `documentedRates`. */
  readonly rates?: readonly DocumentedRate[]
  /** Claims a request by host or path, when neither its signature nor its target names a service. */
  readonly claims?: (request: WireRequest) => boolean
}

/** A token bucket of one operation: it holds `burst` tokens and gets `perSecond` back. */
export interface DocumentedRate {
  readonly operation: string
  readonly perSecond: number
  readonly burst: number
}

/** Status of a failed change: `error` in EFS, `FAILED` in AWS Backup, the others in SageMaker, with an underscore and in capitals for images. */
export type FailedStatus =
  | 'Failed'
  | 'Update_Failed'
  | 'Delete_Failed'
  | 'CREATE_FAILED'
  | 'DELETE_FAILED'
  | 'FAILED'
  | 'error'

export interface Operation {
  /** CloudTrail records operations that are not read-only. */
  readonly readOnly: boolean
  /** Status of the resource when the change fails; absent when the change takes no time. */
  readonly endsIn?: FailedStatus
  /** Applies the operation and returns its output, or throws a FakeAwsError and changes nothing. */
  readonly handle: (world: World, input: Input, call: CallContext) => Output | undefined | Promise<Output | undefined>
}

/** The operation that a request calls. */
export interface CalledOperation {
  readonly service: string
  readonly name: string
  readonly operation: Operation
}

/** Facts about the call, besides its input. */
export interface CallContext {
  readonly requestId: string
  /** Injected by a fault: the status in which the change ends. */
  readonly endsIn?: { readonly status: string; readonly reason?: string }
}

type Handler<I> = (world: World, input: I, call: CallContext) => Output | undefined | Promise<Output | undefined>

/** An operation that changes nothing. `I` is the input after the check against the model. */
export function reads<I extends object>(handle: Handler<I>): Operation {
  return { readOnly: true, handle: handle as Operation['handle'] }
}

/** An operation that CloudTrail records. */
export function writes<I extends object>(handle: Handler<I>): Operation {
  return { readOnly: false, handle: handle as Operation['handle'] }
}

/** An operation that starts a change, which takes time and may end in `endsIn`. */
export function starts<I extends object>(handle: Handler<I>, endsIn: FailedStatus): Operation {
  return { ...writes(handle), endsIn }
}

/** Finds the operations of the target; throws when the fake has no such service or operation. */
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

function unknownName(kind: string, name: string, known: readonly string[]): Error {
  return new Error(`The fake AWS has no ${kind} '${name}': it has ${known.join(', ')}.`)
}

import { decode, encode, type TagDecoder, Token, Type, type TypeEncoder } from 'cborg'
import type { ApiModel } from '../api-model.js'
import { type FakeAwsError, serializationError } from '../errors.js'
import type { Codec, Input, Output, ReplyContext, WireReply } from '../wire.js'

const OPERATION_PATH = /^\/service\/[^/]+\/operation\/([^/]+)$/

/**
 * Smithy RPC v2 in CBOR, which newer CloudWatch clients speak: `POST /service/<service>/operation/<operation>`.
 * Times are epoch seconds with the tag 1; inputs have them as numbers.
 */
export const rpcV2Cbor: Codec = {
  operationOf: ({ path }) => OPERATION_PATH.exec(path)?.[1],

  decode({ body }) {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    return bytes.length === 0 ? {} : asInput(decodeBytes(bytes))
  },

  encode(output: Output | undefined, { model, operation = '', requestId }: ReplyContext): WireReply {
    const value = typed(model, model.operations[operation]?.output ?? '', output ?? {})
    return reply(200, requestId, value)
  },

  encodeError(error: FakeAwsError, { model, requestId }: ReplyContext): WireReply {
    const status = error.status ?? model.errors[error.code] ?? 400
    const { headers, ...sent } = reply(status, requestId, { __type: error.code, message: error.message })
    // Clients of services that once spoke the query protocol expect its error code here.
    const fault = status < 500 ? 'Sender' : 'Receiver'
    return { ...sent, headers: { ...headers, 'x-amzn-query-error': `${error.code};${fault}` } }
  },
}

/** True for a request in this protocol. */
export function isRpcV2Cbor(headers: Readonly<Record<string, string>>): boolean {
  return headers['smithy-protocol'] === 'rpc-v2-cbor'
}

const asNumber: TagDecoder = (content) => content()

function decodeBytes(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { tags: { 1: asNumber }, rejectDuplicateMapKeys: true })
  } catch (error) {
    throw serializationError(`The request body is not CBOR: ${(error as Error).message}`)
  }
}

function asInput(value: unknown): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input
  throw serializationError('Start of structure or map expected.')
}

/** A number that is written as a floating-point number, as the service model says. */
class Double {
  constructor(readonly value: number) {}
}

/** A point in time, written with the tag 1. */
class EpochSeconds {
  constructor(readonly value: number) {}
}

const typeEncoders: Readonly<Record<string, TypeEncoder>> = {
  Object(value: unknown) {
    if (value instanceof Double) return [new Token(Type.float, value.value)]
    if (value instanceof EpochSeconds) return [new Token(Type.tag, 1), new Token(Type.float, value.value)]
    return null
  },
}

function typed(model: ApiModel, shapeName: string, value: unknown): unknown {
  const shape = model.shapes[shapeName]
  switch (shape?.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(value as Output).flatMap(([name, item]) =>
          item === undefined || item === null ? [] : [[name, typed(model, shape.members?.[name] ?? '', item)]],
        ),
      )
    case 'list':
      return (value as readonly unknown[]).map((item) => typed(model, shape.member ?? '', item))
    case 'timestamp':
      return new EpochSeconds((value as { readonly ms: number }).ms / 1000)
    case 'double':
      return new Double(Number(value))
    default:
      return value
  }
}

function reply(status: number, requestId: string, value: unknown): WireReply {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  }
  return { status, headers, body: encode(value, { typeEncoders }) }
}

import type { FakeAwsError } from '../errors.js'
import { bodyText, type Codec, type Output, type ReplyContext, type WireReply } from '../wire.js'
import { parseObject } from './parse-json.js'
import { decodeRestRequest, inputShape, outputShape, splitRestOutput } from './rest-members.js'
import { findRoute } from './rest-path.js'

const CONTENT_TYPE = 'application/json'

/** REST with JSON bodies; the error's body differs between services. */
export function restJson(errorBody: (error: FakeAwsError) => Readonly<Record<string, unknown>>): Codec {
  return {
    operationOf: (request, model) => findRoute(request, model)?.operation,

    decode(request, operation, model) {
      const { payload } = inputShape(model, operation)
      const body = payload === undefined ? parseObject(bodyText(request)) : { [payload]: request.body }
      return { ...body, ...decodeRestRequest(request, operation, model) }
    },

    encode(output: Output | undefined, context: ReplyContext): WireReply {
      const shape = outputShape(context)
      const { status, headers, body } = splitRestOutput(output ?? {}, shape, context)
      return {
        status,
        headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': context.requestId, ...headers },
        body: shape?.payload === undefined ? bodyOf(output, body) : (body[shape.payload] as WireReply['body']),
      }
    },

    encodeError(error: FakeAwsError, { model, requestId }: ReplyContext): WireReply {
      const headers = { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code }
      const body = JSON.stringify({ ...errorBody(error), ...error.members })
      return { status: error.status ?? model.errors[error.code] ?? 400, headers, body }
    },
  }
}

function bodyOf(output: Output | undefined, body: Output): string {
  return output === undefined ? '' : JSON.stringify(body)
}

import type { FakeAwsError } from '../errors.js'
import type { Codec, Input, Output, ReplyContext, WireReply, WireRequest } from '../wire.js'
import { decodeRestRequest, outputShape, splitRestOutput } from './rest-members.js'
import { findRoute } from './rest-path.js'
import { type XmlRoot, xmlDocument } from './xml-body.js'

const CONTENT_TYPE = 'application/xml'

/** REST with XML replies, for operations whose requests have no body. `roots`: the replies' outermost elements. */
export function restXml(roots: Readonly<Record<string, XmlRoot>>): Codec {
  return {
    operationOf: (request, model) => findRoute(request, model)?.operation,
    decode: (request: WireRequest, operation, model): Input => decodeRestRequest(request, operation, model),

    encode(output: Output | undefined, context: ReplyContext): WireReply {
      const shape = outputShape(context)
      const { status, headers, body } = splitRestOutput(output ?? {}, shape, context)
      const common = { 'x-amz-request-id': context.requestId }
      if (shape?.payload !== undefined) {
        const content = body[shape.payload] as WireReply['body']
        return { status, headers: { ...common, ...headers }, body: content, streaming: true }
      }
      const { model, operation = '' } = context
      if (model.operations[operation]?.http?.method === 'HEAD')
        return { status, headers: { ...common, ...headers }, body: '' }
      const root = roots[operation] ?? { name: operation }
      const name = model.operations[operation]?.output
      const text = xmlDocument(root, body, name === undefined ? undefined : { model, name })
      return { status, headers: { ...common, ...headers, 'content-type': CONTENT_TYPE }, body: text }
    },

    encodeError(error: FakeAwsError, { model, requestId }: ReplyContext): WireReply {
      const headers = { 'content-type': CONTENT_TYPE, 'x-amz-request-id': requestId }
      const content = { Code: error.code, Message: error.message, ...error.members, RequestId: requestId }
      const body = xmlDocument({ name: 'Error' }, content)
      return { status: error.status ?? model.errors[error.code] ?? 400, headers, body }
    },
  }
}

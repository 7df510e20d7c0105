import type { FakeAwsError } from '../errors.js'
import { bodyText, type Codec, type Output, type ReplyContext, type WireReply, type WireRequest } from '../wire.js'
import { queryTree, readStructure } from './ec2-input.js'
import { xmlDocument } from './xml-body.js'

// Of every request, beside what the operation takes.
const COMMON = ['Action', 'Version']

/** EC2's query protocol: a form with `Action` and flattened parameters in, XML out. */
export const ec2Query: Codec = {
  operationOf: (request) => parametersOf(request).get('Action') ?? undefined,

  decode(request, operation, model) {
    const parameters = parametersOf(request)
    for (const name of COMMON) parameters.delete(name)
    const shape = model.shapes[model.operations[operation]?.input ?? ''] ?? { type: 'structure' }
    return readStructure(model, shape, queryTree(parameters), '')
  },

  encode(output: Output | undefined, { model, operation = '', requestId }: ReplyContext): WireReply {
    const shape = model.operations[operation]?.output
    const root = { name: `${operation}Response`, xmlns: `${model.xmlNamespace}/`, first: { requestId } }
    return reply(200, requestId, xmlDocument(model, shape, output ?? { return: true }, root))
  },

  encodeError(error: FakeAwsError, { model, requestId }: ReplyContext): WireReply {
    const content = {
      Errors: { Error: { Code: error.code, Message: printable(error.message) } },
      RequestID: requestId,
    }
    return reply(error.status ?? 400, requestId, xmlDocument(model, undefined, content, { name: 'Response' }))
  },
}

function parametersOf(request: WireRequest): URLSearchParams {
  return request.method === 'GET' ? new URLSearchParams(request.query) : new URLSearchParams(bodyText(request))
}

function reply(status: number, requestId: string, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body }
}

// XML has no way to write control characters, and a message may repeat what the caller sent.
function printable(text: string): string {
  return text.replace(/[^\t\n\r\x20-\uFFFD]/g, '?')
}

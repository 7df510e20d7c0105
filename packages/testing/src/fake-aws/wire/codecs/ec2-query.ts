import type { FakeAwsError } from '../errors.js'
import { bodyText, type Codec, type Output, type ReplyContext, type WireReply, type WireRequest } from '../wire.js'
import { queryTree, readStructure } from './ec2-input.js'
import { xmlDocument } from './xml-body.js'

const COMMON_PARAMETERS = ['Action', 'Version']

/** EC2's query protocol: a form with `Action` and flattened parameters in, XML out. */
export const ec2Query: Codec = {
  operationOf: (request) => parametersOf(request).get('Action') ?? undefined,

  decode(request, operation, model) {
    const parameters = parametersOf(request)
    for (const name of COMMON_PARAMETERS) parameters.delete(name)
    const shape = model.shapes[model.operations[operation]?.input ?? ''] ?? { type: 'structure' }
    return readStructure(model, shape, queryTree(parameters))
  },

  encode(output: Output | undefined, { model, operation = '', requestId }: ReplyContext): WireReply {
    const name = model.operations[operation]?.output
    const root = { name: `${operation}Response`, xmlns: `${model.xmlNamespace}/`, first: { requestId } }
    return reply(
      200,
      requestId,
      xmlDocument(root, output ?? { return: true }, name === undefined ? undefined : { model, name }),
    )
  },

  encodeError(error: FakeAwsError, { requestId }: ReplyContext): WireReply {
    const content = {
      Errors: { Error: { Code: error.code, Message: printable(error.message) } },
      RequestID: requestId,
    }
    return reply(error.status ?? 400, requestId, xmlDocument({ name: 'Response' }, content))
  },
}

function parametersOf(request: WireRequest): URLSearchParams {
  return request.method === 'GET' ? new URLSearchParams(request.query) : new URLSearchParams(bodyText(request))
}

function reply(status: number, requestId: string, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body }
}

// XML cannot contain control characters, and a message may repeat the caller's input.
function printable(text: string): string {
  return text.replace(/[^\t\n\r\x20-\uFFFD]/g, '?')
}

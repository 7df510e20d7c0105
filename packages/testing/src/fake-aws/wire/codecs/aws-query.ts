import type { FakeAwsError } from '../errors.js'
import type { Codec, Output, ReplyContext, WireReply } from '../wire.js'
import { decodeForm, parametersOf, printable } from './query-form.js'
import { queryDialect } from './query-input.js'
import { toElements, xmlDocument } from './xml-body.js'

/** AWS's query protocol (STS, IAM, older CloudWatch clients): a form with `Action` in, XML out. */
export const awsQuery: Codec = {
  operationOf: (request) => parametersOf(request).get('Action') ?? undefined,
  decode: (request, operation, model) => decodeForm(request, operation, { model, dialect: queryDialect }),

  encode(output: Output | undefined, { model, operation = '', requestId }: ReplyContext): WireReply {
    const name = model.operations[operation]?.output
    const result = name === undefined ? {} : { [`${operation}Result`]: toElements(model, name, output ?? {}) }
    const root = { name: `${operation}Response`, xmlns: String(model.xmlNamespace) }
    return reply(200, requestId, xmlDocument(root, { ...result, ResponseMetadata: { RequestId: requestId } }))
  },

  encodeError(error: FakeAwsError, { model, requestId }: ReplyContext): WireReply {
    const status = error.status ?? model.errors[error.code] ?? 400
    const Type = status < 500 ? 'Sender' : 'Receiver'
    const content = { Error: { Type, Code: error.code, Message: printable(error.message) }, RequestId: requestId }
    return reply(status, requestId, xmlDocument({ name: 'ErrorResponse', xmlns: String(model.xmlNamespace) }, content))
  },
}

function reply(status: number, requestId: string, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}

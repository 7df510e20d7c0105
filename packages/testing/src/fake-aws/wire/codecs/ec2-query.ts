import type { FakeAwsError } from '../errors.js'
import type { Codec, Output, ReplyContext, WireReply } from '../wire.js'
import { decodeForm, parametersOf, printable } from './query-form.js'
import { ec2Dialect } from './query-input.js'
import { xmlDocument } from './xml-body.js'

/** EC2's query protocol: a form with `Action` and flattened parameters in, XML out. */
export const ec2Query: Codec = {
  operationOf: (request) => parametersOf(request).get('Action') ?? undefined,

  decode: (request, operation, model) => decodeForm(request, operation, { model, dialect: ec2Dialect }),

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

function reply(status: number, requestId: string, body: string): WireReply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body }
}

import type { FakeAwsError } from '../errors.js'
import { bodyText, type Codec, type Output, type ReplyContext, type WireReply } from '../wire.js'
import { parseObject } from './parse-json.js'

const CONTENT_TYPE = 'application/x-amz-json-1.1'

/** AWS JSON 1.1: everything is a POST to `/`, the operation is in `X-Amz-Target`, input and output are JSON. */
export const awsJson11: Codec = {
  operationOf(request) {
    const target = request.headers['x-amz-target']
    return target?.slice(target.lastIndexOf('.') + 1)
  },

  decode(request) {
    return parseObject(bodyText(request))
  },

  encode(output: Output | undefined, { requestId }: ReplyContext): WireReply {
    const body = output === undefined ? '' : JSON.stringify(output)
    return { status: 200, headers: { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId }, body }
  },

  encodeError(error: FakeAwsError, { model, requestId, unmodelledErrorMember }: ReplyContext): WireReply {
    const modelled = model.errors[error.code]
    const member = modelled === undefined ? unmodelledErrorMember : 'Message'
    const headers = { 'content-type': CONTENT_TYPE, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code }
    const body = JSON.stringify({ __type: error.code, [member]: error.message, ...error.members })
    return { status: error.status ?? modelled ?? 400, headers, body }
  },
}

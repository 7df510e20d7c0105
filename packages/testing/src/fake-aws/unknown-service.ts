import type { FakeAwsError } from './fake-aws-error.js'
import type { WireReply, WireRequest } from './wire.js'

/** The error as the protocol of the request has it: XML for forms (STS, IAM, SQS ...) and for XML, else JSON. */
export function replyOfNoService(request: WireRequest, error: FakeAwsError, requestId: string): WireReply {
  const { code, message, status = 404 } = error
  const type = request.headers['content-type'] ?? ''
  if (/\bx-www-form-urlencoded\b|\bxml\b/.test(type)) {
    return { status, headers: { 'content-type': 'text/xml' }, body: errorResponse(code, message, requestId) }
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code }
  return { status, headers, body: JSON.stringify({ __type: code, message }) }
}

function errorResponse(code: string, message: string, requestId: string): string {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${xmlText(message)}</Message></Error>`
  return `<?xml version="1.0"?>\n<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

import type { FakeAwsError } from '../wire/errors.js'
import { bodyText, type WireReply, type WireRequest } from '../wire/wire.js'
import type { FakeApi } from '../world/fake-api.js'

const CREDENTIAL_SCOPE = /Credential=([^/,\s]*)\/\d*\/([^/,\s]*)\/([^/,\s]+)\/aws4_request/
const PRESIGNED_SCOPE = /^([^/]*)\/\d*\/([^/]*)\/([^/]+)\/aws4_request$/

/** Scope of a request's signature. */
export interface CredentialScope {
  readonly accessKeyId: string
  readonly region: string
  readonly signingName: string
}

/** Reads the scope of a signed or presigned request; undefined without one. */
export function scopeOf(request: WireRequest): CredentialScope | undefined {
  const signed = CREDENTIAL_SCOPE.exec(request.headers['authorization'] ?? '')
  const [, accessKeyId, region, signingName] =
    signed ?? PRESIGNED_SCOPE.exec(request.query.get('X-Amz-Credential') ?? '') ?? []
  if (accessKeyId === undefined || region === undefined || signingName === undefined) return undefined
  return { accessKeyId, region, signingName }
}

/** Finds the service by the signature's scope, else by X-Amz-Target, else by host or path. */
export function route(apis: readonly FakeApi[], request: WireRequest): FakeApi | undefined {
  const signedFor = scopeOf(request)?.signingName
  return (
    apis.find(({ model }) => model.signingName === signedFor) ??
    apis.find(({ model }) => isTargetOf(request.headers['x-amz-target'], model.targetPrefix)) ??
    apis.find(({ model }) => request.host.startsWith(`${model.endpointPrefix}.`)) ??
    apis.find(({ claims }) => claims?.(request))
  )
}

/** Names the service and action of a request that no service here claims, for the error's message. */
export function describeTarget(request: WireRequest): string {
  const service = scopeOf(request)?.signingName
  const action = /^(?:.*&)?Action=(\w+)/.exec(bodyText(request).slice(0, 1_000))?.[1]
  const target = request.headers['x-amz-target'] ?? action ?? `${request.method} ${request.path}`
  return service === undefined ? target : `the service '${service}' (${target})`
}

function isTargetOf(target: string | undefined, prefix: string | undefined): boolean {
  return target !== undefined && prefix !== undefined && target.includes(`${prefix}.`)
}

/** Writes the error in the request's own protocol: XML for forms (STS, IAM, SQS ...) and for XML, else JSON. */
export function unknownServiceReply(request: WireRequest, error: FakeAwsError, requestId: string): WireReply {
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

import type { FakeApi } from './fake-api.js'
import { bodyText, type WireRequest } from './wire.js'

const CREDENTIAL_SCOPE = /Credential=[^/,\s]*\/\d*\/[^/,\s]*\/([^/,\s]+)\/aws4_request/
const PRESIGNED_SCOPE = /^[^/]*\/\d*\/[^/]*\/([^/]+)\/aws4_request$/

/** The service that a request is for: by the signature's scope, else by X-Amz-Target, else by host or path. */
export function route(apis: readonly FakeApi[], request: WireRequest): FakeApi | undefined {
  const signedFor = signingName(request)
  return (
    apis.find(({ model }) => model.signingName === signedFor) ??
    apis.find(({ model }) => isTargetOf(request.headers['x-amz-target'], model.targetPrefix)) ??
    apis.find(({ model }) => request.host.startsWith(`${model.endpointPrefix}.`)) ??
    apis.find(({ claims }) => claims?.(request))
  )
}

/** What a request for no service here says it is for, as far as that can be told. */
export function describeTarget(request: WireRequest): string {
  const service = signingName(request)
  const action = /^(?:.*&)?Action=(\w+)/.exec(bodyText(request).slice(0, 1_000))?.[1]
  const target = request.headers['x-amz-target'] ?? action ?? `${request.method} ${request.path}`
  return service === undefined ? target : `the service '${service}' (${target})`
}

function signingName(request: WireRequest): string | undefined {
  const signed = CREDENTIAL_SCOPE.exec(request.headers['authorization'] ?? '')
  const presigned = PRESIGNED_SCOPE.exec(request.query.get('X-Amz-Credential') ?? '')
  return (signed ?? presigned)?.[1]
}

function isTargetOf(target: string | undefined, prefix: string | undefined): boolean {
  return target !== undefined && prefix !== undefined && target.includes(`${prefix}.`)
}

import { FakeAwsError } from '../wire/errors.js'
import type { WireReply, WireRequest } from '../wire/wire.js'
import type { FakeApi } from '../world/fake-api.js'
import type { FakeRuntime } from './exchange.js'
import { route, scopeOf, unknownServiceReply } from './router.js'

// Services without Regions: their clients sign for us-east-1.
const GLOBAL = new Set(['iam', 'sts'])

/** Refuses a request that is signed for a Region that is not served; undefined for every other request. */
export function refuseForeignRegion(
  runtime: FakeRuntime,
  request: WireRequest,
  served: readonly string[],
): WireReply | undefined {
  const scope = scopeOf(request)
  if (scope === undefined || served.includes(scope.region) || GLOBAL.has(scope.signingName)) return undefined
  const message =
    `Credential should be scoped to a valid region, not '${scope.region}'. ` +
    `This fake AWS serves ${served.join(', ')}: set AWS_REGION and AWS_DEFAULT_REGION, or start it for that Region.`
  return refuse(runtime, request, message)
}

/** Answers with the error of a request whose credentials are for another place, in the service's protocol. */
export function refuse(runtime: FakeRuntime, request: WireRequest, message: string): WireReply {
  const { apis, calls, world } = runtime
  const api = route(apis, request)
  const error = new FakeAwsError(codeOf(api), message, { status: 403 })
  const requestId = world.ids.requestId()
  const codec = api?.codecOf?.(request) ?? api?.codec
  const operation = api && codec?.operationOf(request, api.model)
  calls.open(api?.model.service ?? '', operation ?? '', world.now()).outcome = error.code
  if (api === undefined || codec === undefined) return unknownServiceReply(request, error, requestId)
  const { unmodelledErrorMember } = world.settings.undocumented
  return codec.encodeError(error, { model: api.model, operation, requestId, unmodelledErrorMember })
}

/** AWS's code for a wrong credential scope. */
function codeOf(api: FakeApi | undefined): string {
  switch (api?.model.protocol) {
    case 'ec2':
      return 'AuthFailure'
    case 'rest-xml':
      return 'AuthorizationHeaderMalformed'
    case 'query':
      return 'SignatureDoesNotMatch'
    default:
      return 'InvalidSignatureException'
  }
}

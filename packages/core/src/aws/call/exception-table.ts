import {
  AccessDeniedError,
  AlreadyExistsError,
  type AwsError,
  type AwsReply,
  type AwsRequest,
  ClientNotInstalledError,
  ConnectionError,
  CredentialsError,
  RequestRefusedError,
  ResourceInUseError,
  ResourceLimitExceededError,
  ResourceNotFoundError,
  ServiceFailureError,
  ThrottledError,
} from './aws-error.js'
import { causesOf, textOf } from './exception-text.js'
import { credentialsHint, denialHint, notFoundHint } from './hints.js'

type Make = (request: AwsRequest, reply: AwsReply, cause: Error) => AwsError

const denied: Make = (request, reply, cause) =>
  new AccessDeniedError({ request, reply, retryable: false, hint: denialHint(reply.message), cause })

const noCredentials: Make = (request, reply, cause) =>
  new CredentialsError({ request, reply, retryable: false, hint: credentialsHint(reply), cause })

const notFound: Make = (request, reply, cause) =>
  new ResourceNotFoundError({
    request,
    reply,
    retryable: false,
    hint: notFoundHint(request),
    cause,
  })

const notInstalled: Make = (request, _reply, cause) => {
  const packageName = /'(@aws-sdk\/client-[a-z0-9-]+)/.exec(cause.message)?.[1] ?? `@aws-sdk/client-${request.service}`
  const reply = { code: 'ClientNotInstalled', message: `the package ${packageName} is not installed` }
  const hint = `Install it: npm install ${packageName}.`
  return new ClientNotInstalledError({ request, reply, retryable: false, hint, cause })
}

const inUse: Make = (request, reply, cause) => new ResourceInUseError({ request, reply, retryable: true, cause })

const exists: Make = (request, reply, cause) => new AlreadyExistsError({ request, reply, retryable: false, cause })

const limit: Make = (request, reply, cause) =>
  new ResourceLimitExceededError({
    request,
    reply,
    retryable: false,
    hint: 'Ask for a higher quota in Service Quotas.',
    cause,
  })

const noAddress: Make = (request, reply, cause) =>
  new ResourceLimitExceededError({
    request,
    reply,
    retryable: false,
    hint: 'Free an IP address in that subnet, or name another subnet of the same zone.',
    cause,
  })

const throttled: Make = (request, reply, cause) => new ThrottledError({ request, reply, retryable: true, cause })

// SageMaker may take the execution role that goes along with the list for a change of role.
const RUNNING_APPS_HINT =
  "If it is about running apps: stop those of the domain's shared spaces, or leave shared spaces out with scope 'private'."

const refused: Make = (request, reply, cause) => {
  const hint = denialHint(reply.message) ?? (request.operation === 'UpdateDomain' ? RUNNING_APPS_HINT : undefined)
  return new RequestRefusedError({ request, reply, retryable: false, hint, cause })
}

const failed: Make = (request, reply, cause) => new ServiceFailureError({ request, reply, retryable: true, cause })

const tooLarge: Make = (request, reply, cause) =>
  new ServiceFailureError({
    request,
    reply,
    retryable: false,
    hint: 'Check the endpoint: AWS sends no reply of this size, a proxy may.',
    cause,
  })

const disconnected: Make = (request, reply, cause) => new ConnectionError({ request, reply, retryable: true, cause })

const noHost: Make = (request, reply, cause) =>
  new ConnectionError({
    request,
    reply,
    retryable: true,
    hint: 'There is no such host: check the Region, the endpoint and the network.',
    cause,
  })

const untrusted: Make = (request, reply, cause) =>
  new ConnectionError({
    request,
    reply,
    retryable: false,
    hint: 'The certificate is not trusted: check for a proxy, NODE_EXTRA_CA_CERTS, and the clock of this computer.',
    cause,
  })

/**
 * Exception names and socket error codes.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 */
const makeByCode: Readonly<Record<string, Make>> = {
  AccessDenied: denied,
  AccessDeniedException: denied,
  NotAuthorized: denied,
  OptInRequired: denied,
  UnauthorizedOperation: denied,
  AuthFailure: noCredentials,
  CredentialsProviderError: noCredentials,
  ExpiredToken: noCredentials,
  ExpiredTokenException: noCredentials,
  IncompleteSignature: noCredentials,
  InvalidClientTokenId: noCredentials,
  InvalidSignatureException: noCredentials,
  MissingAuthenticationTokenException: noCredentials,
  RequestExpired: noCredentials,
  RequestInTheFuture: noCredentials,
  RequestTimeTooSkewed: noCredentials,
  SignatureDoesNotMatch: noCredentials,
  TokenProviderError: noCredentials,
  UnrecognizedClientException: noCredentials,
  ResourceNotFound: notFound,
  ResourceNotFoundException: notFound,
  AccessPointNotFound: notFound,
  FileSystemNotFound: notFound,
  MountTargetNotFound: notFound,
  NoSuchBucket: notFound,
  NoSuchKey: notFound,
  PolicyNotFound: notFound,
  ReplicationNotFound: notFound,
  SecurityGroupNotFound: notFound,
  SubnetNotFound: notFound,
  'InvalidGroup.NotFound': notFound,
  'InvalidNetworkInterfaceID.NotFound': notFound,
  'InvalidSecurityGroupID.NotFound': notFound,
  'InvalidSubnetID.NotFound': notFound,
  'InvalidVpcID.NotFound': notFound,
  ConflictException: inUse,
  ResourceConflictException: inUse,
  ResourceInUse: inUse,
  DependencyViolation: inUse,
  FileSystemInUse: inUse,
  IncorrectFileSystemLifeCycleState: inUse,
  IncorrectMountTargetState: inUse,
  'InvalidGroup.InUse': inUse,
  AccessPointAlreadyExists: exists,
  FileSystemAlreadyExists: exists,
  MountTargetConflict: exists,
  'InvalidGroup.Duplicate': exists,
  'InvalidPermission.Duplicate': exists,
  ResourceLimitExceeded: limit,
  AccessPointLimitExceeded: limit,
  FileSystemLimitExceeded: limit,
  NetworkInterfaceLimitExceeded: limit,
  NoFreeAddressesInSubnet: noAddress,
  RulesPerSecurityGroupLimitExceeded: limit,
  SecurityGroupLimitExceeded: limit,
  ThroughputLimitExceeded: limit,
  // Thrown by Node for a client that is loaded when it is needed.
  ERR_MODULE_NOT_FOUND: notInstalled,
  MODULE_NOT_FOUND: notInstalled,
  // Thrown by this package: see pace/call-gate.ts and call/reply-body.ts.
  HeldBack: throttled,
  ReplyTooLarge: tooLarge,
  RequestLimitExceeded: throttled,
  SlowDown: throttled,
  ThrottledException: throttled,
  Throttling: throttled,
  ThrottlingException: throttled,
  TooManyRequests: throttled,
  TooManyRequestsException: throttled,
  ValidationError: refused,
  ValidationException: refused,
  DependencyTimeout: failed,
  InsufficientThroughputCapacity: failed,
  InternalError: failed,
  InternalFailure: failed,
  InternalServerError: failed,
  RequestTimeout: failed,
  RequestTimeoutException: failed,
  ServiceUnavailable: failed,
  ServiceUnavailableException: failed,
  Unavailable: failed,
  EAI_AGAIN: disconnected,
  ECONNABORTED: disconnected,
  ECONNREFUSED: disconnected,
  ECONNRESET: disconnected,
  EHOSTDOWN: disconnected,
  EHOSTUNREACH: disconnected,
  EADDRNOTAVAIL: disconnected,
  ENETDOWN: disconnected,
  ENETRESET: disconnected,
  ENETUNREACH: disconnected,
  ENOTFOUND: noHost,
  EPIPE: disconnected,
  EPROTO: disconnected,
  ERR_STREAM_PREMATURE_CLOSE: disconnected,
  ETIMEDOUT: disconnected,
  TimeoutError: disconnected,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  HOSTNAME_MISMATCH: untrusted,
  INVALID_CA: untrusted,
  INVALID_PURPOSE: untrusted,
  PATH_LENGTH_EXCEEDED: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
}

/** Families of codes: certificate, TLS, HTTP parser. */
const makeByFamily: readonly (readonly [RegExp, Make])[] = [
  [/^(CERT|CRL|ERROR_IN_CERT|ERROR_IN_CRL|UNABLE_TO)_/, untrusted],
  [/^(ERR_SSL|ERR_TLS|ERR_HTTP2|HPE)_/, disconnected],
]

interface Thrown extends Error {
  readonly code?: unknown
  readonly $fault?: unknown
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number }
}

/** Typed error of an exception that an SDK client threw. One that neither AWS nor the network can cause is thrown again. */
export function awsErrorOf(request: AwsRequest, thrown: unknown): AwsError {
  if (!(thrown instanceof Error)) throw thrown
  const exception: Thrown = thrown
  const code = knownCodeOf(exception)
  const make = makerOf(exception, code)
  if (make === undefined) throw thrown
  const requestId = exception.$metadata?.requestId
  // AWS's own exceptions have no cause; the text of any other is that of the network.
  const message = exception.$fault === undefined ? textOf(exception) : exception.message
  return make(request, { code: code ?? exception.name, message, requestId }, exception)
}

/** True when AWS refused the request because there were too many. */
export function isThrottling(thrown: unknown): boolean {
  return thrown instanceof Error && makerOf(thrown, knownCodeOf(thrown)) === throttled
}

/** True when the package of the client is missing. */
export function isNotInstalled(thrown: unknown): boolean {
  return thrown instanceof Error && makerOf(thrown, knownCodeOf(thrown)) === notInstalled
}

function knownCodeOf(exception: Thrown): string | undefined {
  const own = [exception.name, exception.code].find(isKnown)
  return (
    own ??
    causesOf(exception)
      .map(({ code }: Thrown) => code)
      .find(isNetworkCode)
  )
}

function isKnown(code: unknown): code is string {
  return typeof code === 'string' && makeOf(code) !== undefined
}

/** The code of a connection that failed below the exception, as with the `TypeError: fetch failed` of some handlers. */
function isNetworkCode(code: unknown): code is string {
  return isKnown(code) && [disconnected, noHost, untrusted].includes(makeOf(code) ?? refused)
}

function makeOf(code: string): Make | undefined {
  if (Object.hasOwn(makeByCode, code)) return makeByCode[code]
  return makeByFamily.find(([family]) => family.test(code))?.[1]
}

function makerOf(exception: Thrown, code: string | undefined): Make | undefined {
  return (code === undefined ? undefined : makeOf(code)) ?? makeByStatus(exception)
}

/** For an exception that is not in the table: decides between caller and service by the HTTP status. */
function makeByStatus({ $fault, $metadata }: Thrown): Make | undefined {
  const status = $metadata?.httpStatusCode
  if ($fault === 'server' || (status !== undefined && status >= 500)) return failed
  if (status === 429) return throttled
  if ($fault === 'client' || (status !== undefined && status >= 400)) return refused
  // The SDK could not parse the reply: a proxy's page, half a body.
  return $metadata === undefined ? undefined : failed
}

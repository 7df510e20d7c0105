import {
  AccessDeniedError,
  AlreadyExistsError,
  type AwsCall,
  type AwsError,
  type AwsReply,
  ConnectionError,
  CredentialsError,
  RequestRefusedError,
  ResourceInUseError,
  ResourceLimitExceededError,
  ResourceNotFoundError,
  ServiceFailureError,
  ThrottledError,
} from './aws-error.js'

type Make = (call: AwsCall, reply: AwsReply, cause: Error) => AwsError

const denied: Make = (call, reply, cause) =>
  new AccessDeniedError(call, reply, {
    retryable: false,
    hint: `Allow ${call.service === 'efs' ? 'elasticfilesystem' : call.service}:${call.operation === 'Invoke' ? 'InvokeFunction' : call.operation} on it to the role that runs this.`,
    cause,
  })
const noCredentials: Make = (call, reply, cause) =>
  new CredentialsError(call, reply, {
    retryable: false,
    hint: 'Check the credentials and the Region that the AWS SDK finds in this environment.',
    cause,
  })
const notFound: Make = (call, reply, cause) =>
  new ResourceNotFoundError(call, reply, {
    retryable: false,
    hint: 'Check the id, the name and the Region; it may have been deleted in the meantime.',
    cause,
  })
const inUse: Make = (call, reply, cause) => new ResourceInUseError(call, reply, { retryable: true, cause })
const exists: Make = (call, reply, cause) => new AlreadyExistsError(call, reply, { retryable: false, cause })
const limit: Make = (call, reply, cause) =>
  new ResourceLimitExceededError(call, reply, {
    retryable: false,
    hint: 'Ask for a higher quota in Service Quotas.',
    cause,
  })
const noAddress: Make = (call, reply, cause) =>
  new ResourceLimitExceededError(call, reply, {
    retryable: false,
    hint: 'Free an IP address in that subnet, or name another subnet of the same zone.',
    cause,
  })
const throttled: Make = (call, reply, cause) => new ThrottledError(call, reply, { retryable: true, cause })
const refused: Make = (call, reply, cause) =>
  new RequestRefusedError(call, reply, {
    retryable: false,
    // SageMaker may take the execution role that goes along with the list for a change of role.
    ...(call.operation === 'UpdateDomain' && {
      hint: "If it is about running apps: stop those of the domain's shared spaces, or leave shared spaces out with scope 'private'.",
    }),
    cause,
  })
const failed: Make = (call, reply, cause) => new ServiceFailureError(call, reply, { retryable: true, cause })
const disconnected: Make = (call, reply, cause) => new ConnectionError(call, reply, { retryable: true, cause })
const noHost: Make = (call, reply, cause) =>
  new ConnectionError(call, reply, {
    retryable: true,
    hint: 'There is no such host: check the Region, the endpoint and the network.',
    cause,
  })
const untrusted: Make = (call, reply, cause) =>
  new ConnectionError(call, reply, {
    retryable: false,
    hint: 'The certificate is not trusted: check for a proxy, NODE_EXTRA_CA_CERTS, and the clock of this computer.',
    cause,
  })

/**
 * Every exception name and socket error code that has a meaning here.
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
  // Our own: see call-gate.ts.
  HeldBack: throttled,
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

/** Codes that come in families: of OpenSSL's look at a certificate, of a TLS connection, of what is no HTTP. */
const makeByFamily: readonly (readonly [RegExp, Make])[] = [
  [/^(CERT|CRL|ERROR_IN_CERT|ERROR_IN_CRL|UNABLE_TO)_/, untrusted],
  [/^(ERR_SSL|ERR_TLS|ERR_HTTP2|HPE)_/, disconnected],
]

interface Thrown extends Error {
  readonly code?: unknown
  readonly $fault?: unknown
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number }
}

/**
 * The typed error for what an SDK client threw. What neither AWS nor the network can have caused is a bug, and is
 * thrown again.
 */
export function awsErrorOf(call: AwsCall, thrown: unknown): AwsError {
  if (!(thrown instanceof Error)) throw thrown
  const exception: Thrown = thrown
  const code = knownCodeOf(exception)
  const make = makerOf(exception, code)
  if (make === undefined) throw thrown
  const requestId = exception.$metadata?.requestId
  return make(call, { code: code ?? exception.name, message: exception.message, requestId }, exception)
}

/** Whether AWS refused the call because there were too many. */
export function isThrottling(thrown: unknown): boolean {
  return thrown instanceof Error && makerOf(thrown, knownCodeOf(thrown)) === throttled
}

function knownCodeOf(exception: Thrown): string | undefined {
  const codes = [exception.name, exception.code].filter((code) => typeof code === 'string')
  return codes.find((candidate) => makeOf(candidate) !== undefined)
}

function makeOf(code: string): Make | undefined {
  if (Object.hasOwn(makeByCode, code)) return makeByCode[code]
  return makeByFamily.find(([family]) => family.test(code))?.[1]
}

function makerOf(exception: Thrown, code: string | undefined): Make | undefined {
  return (code === undefined ? undefined : makeOf(code)) ?? makeByStatus(exception)
}

/** For an exception that the table does not have: the protocol says whose fault it is. */
function makeByStatus({ $fault, $metadata }: Thrown): Make | undefined {
  const status = $metadata?.httpStatusCode
  if ($fault === 'server' || (status !== undefined && status >= 500)) return failed
  if (status === 429) return throttled
  if ($fault === 'client' || (status !== undefined && status >= 400)) return refused
  // The connection carried something that is no reply of the service: a proxy's page, half a body.
  return $metadata === undefined ? undefined : failed
}

import {
  denied,
  disconnected,
  exists,
  failed,
  inUse,
  limit,
  type Make,
  noAddress,
  noCredentials,
  noHost,
  notFound,
  notInstalled,
  refused,
  throttled,
  tooLarge,
  untrusted,
} from './error-makers.js'

/**
 * Names of exceptions without the suffix `Exception`, which some services add, and error codes of sockets.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/CommonErrors.html
 */
const makeByCode: Readonly<Record<string, Make>> = {
  AccessDenied: denied,
  NotAuthorized: denied,
  OptInRequired: denied,
  UnauthorizedOperation: denied,
  AuthFailure: noCredentials,
  CredentialsProviderError: noCredentials,
  ExpiredToken: noCredentials,
  IncompleteSignature: noCredentials,
  InvalidClientTokenId: noCredentials,
  InvalidSignature: noCredentials,
  MissingAuthenticationToken: noCredentials,
  RequestExpired: noCredentials,
  RequestInTheFuture: noCredentials,
  RequestTimeTooSkewed: noCredentials,
  SignatureDoesNotMatch: noCredentials,
  TokenProviderError: noCredentials,
  UnrecognizedClient: noCredentials,
  Conflict: inUse,
  ResourceConflict: inUse,
  ResourceInUse: inUse,
  DependencyViolation: inUse,
  FileSystemInUse: inUse,
  IncorrectFileSystemLifeCycleState: inUse,
  IncorrectMountTargetState: inUse,
  'InvalidGroup.InUse': inUse,
  MountTargetConflict: exists,
  NoFreeAddressesInSubnet: noAddress,
  // Thrown by Node for a client that is loaded when it is needed.
  ERR_MODULE_NOT_FOUND: notInstalled,
  MODULE_NOT_FOUND: notInstalled,
  // Thrown by this package: see pace/call-gate.ts and call/reply-body.ts.
  HeldBack: throttled,
  ReplyTooLarge: tooLarge,
  RequestLimitExceeded: throttled,
  SlowDown: throttled,
  Throttled: throttled,
  Throttling: throttled,
  TooManyRequests: throttled,
  ValidationError: refused,
  Validation: refused,
  DependencyTimeout: failed,
  InsufficientThroughputCapacity: failed,
  KMSInternal: failed,
  RequestTimeout: failed,
  ServiceUnavailable: failed,
  Unavailable: failed,
  EAI_AGAIN: disconnected,
  EADDRNOTAVAIL: disconnected,
  ENOTFOUND: noHost,
  EPIPE: disconnected,
  EPROTO: disconnected,
  ERR_STREAM_PREMATURE_CLOSE: disconnected,
  ETIMEDOUT: disconnected,
  TimeoutError: disconnected,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  HOSTNAME_MISMATCH: untrusted,
  INVALID_CA: untrusted,
  INVALID_PURPOSE: untrusted,
  PATH_LENGTH_EXCEEDED: untrusted,
}

/** Families of codes: resources that are missing or there, quotas, failures of AWS, connection, certificate, TLS, HTTP parser. */
const makeByFamily: readonly (readonly [RegExp, Make])[] = [
  [/^NoSuch|NotFound$/, notFound],
  [/(AlreadyExists|\.Duplicate)$/, exists],
  [/LimitExceeded$/, limit],
  [/^Internal(Error|Failure|ServerError)$/, failed],
  [/^E(CONN|HOST|NET)[A-Z]+$/, disconnected],
  [/^(CERT|CRL|ERROR_IN_CERT|ERROR_IN_CRL|UNABLE_TO)_|SELF_SIGNED_CERT/, untrusted],
  [/^(ERR_SSL|ERR_TLS|ERR_HTTP2|HPE)_/, disconnected],
]

/** The maker of a code's error; undefined for a code that the table does not know. */
export function makeOf(code: string): Make | undefined {
  const name = code.replace(/Exception$/, '')
  if (Object.hasOwn(makeByCode, name)) return makeByCode[name]
  return makeByFamily.find(([family]) => family.test(name))?.[1]
}

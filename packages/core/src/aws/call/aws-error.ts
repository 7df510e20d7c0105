import type { ResultAsync } from 'neverthrow'
import { boundedText } from '../../bounded-text.js'
import type { CallEndedError } from '../../call.js'
import { type InvalidInputError, StudioEfsError } from '../../studio-efs-error.js'

/** A service of AWS, named as its SDK client is; `logs` and `cloudwatch` are Amazon CloudWatch. */
export type AwsService =
  | 'sagemaker'
  | 'efs'
  | 'ec2'
  | 'cloudtrail'
  | 'lambda'
  | 's3'
  | 'iam'
  | 'kms'
  | 'logs'
  | 'cloudwatch'
  | 'cloudformation'
  | 'backup'

/** A request to AWS, as errors name it. */
export interface AwsRequest {
  readonly service: AwsService
  /** In the API's spelling: `DescribeUserProfile`. */
  readonly operation: string
  /** The resource, for people: `user profile d-abc/alice`. */
  readonly resource: string
  /** Region of the client, as far as it is known. */
  readonly region?: string | undefined
  /** Account that was asked: 12 digits, as far as a reply of AWS named it. */
  readonly accountId?: string | undefined
}

/** The answer to a request that failed, as far as there was one. */
export interface AwsReply {
  /** The exception's name, or the socket's error code. */
  readonly code: string
  readonly message: string
  readonly requestId?: string | undefined
}

export interface AwsFailure {
  readonly request: AwsRequest
  readonly reply: AwsReply
  readonly retryable: boolean
  readonly hint?: string | undefined
  /** The exception that the SDK threw. */
  readonly cause?: unknown
}

/** Characters of AWS's text that go into an error; EC2 appends a message in code to its own. The `cause` has all. */
const MAX_MESSAGE = 1000
const MAX_CODE = 100

/** Base of the errors that come from a request to AWS. */
export abstract class AwsCallError extends StudioEfsError {
  readonly service: AwsRequest['service']
  readonly operation: string
  readonly resource: string
  readonly code: string
  readonly requestId: string | undefined
  /** Region that was asked; undefined when the client does not say. */
  readonly region: string | undefined
  /** Account that was asked; undefined until a reply has named it. */
  readonly accountId: string | undefined

  constructor({ request, reply, retryable, hint, cause }: AwsFailure) {
    const code = boundedText(reply.code, MAX_CODE)
    const message = boundedText(reply.message, MAX_MESSAGE)
    const answer = message === '' || message === code ? code : `${code}: ${message}`
    const sentence = `${request.operation} of ${request.resource} failed with ${answer}`
    super({ message: /[.!?]$/.test(answer) ? sentence : `${sentence}.`, retryable, hint, cause })
    this.service = request.service
    this.operation = request.operation
    this.resource = request.resource
    this.code = code
    this.region = request.region
    this.accountId = request.accountId
    this.requestId = reply.requestId === undefined ? undefined : boundedText(reply.requestId, MAX_CODE)
  }
}

/** The caller's identity may not make this request. */
export class AccessDeniedError extends AwsCallError {
  readonly name = 'AccessDeniedError'
}

/** There are no usable credentials: none found, expired, or not recognised. */
export class CredentialsError extends AwsCallError {
  readonly name = 'CredentialsError'
}

/** The client has no Region, or one that is no name of a Region. Nothing was sent. */
export class RegionError extends AwsCallError {
  readonly name = 'RegionError'
}

/** The package of an AWS SDK client, an optional peer, is not installed. Nothing was sent. */
export class ClientNotInstalledError extends AwsCallError {
  readonly name = 'ClientNotInstalledError'
}

/** The domain, user profile or other resource does not exist in the account and Region that were asked; the hint names them. */
export class ResourceNotFoundError extends AwsCallError {
  readonly name = 'ResourceNotFoundError'
}

/** Another change of the same resource is under way. */
export class ResourceInUseError extends AwsCallError {
  readonly name = 'ResourceInUseError'
}

/** The resource to be created exists, or another one that excludes it does. */
export class AlreadyExistsError extends AwsCallError {
  readonly name = 'AlreadyExistsError'
}

/** An account quota is used up. */
export class ResourceLimitExceededError extends AwsCallError {
  readonly name = 'ResourceLimitExceededError'
}

/** Too many requests in too short a time; this one had no effect. */
export class ThrottledError extends AwsCallError {
  readonly name = 'ThrottledError'
}

/** AWS refused the request as it stands: a value out of its limits, or a state that does not allow it. */
export class RequestRefusedError extends AwsCallError {
  readonly name = 'RequestRefusedError'
}

/** AWS failed inside. The request may have had its effect. */
export class ServiceFailureError extends AwsCallError {
  readonly name = 'ServiceFailureError'
}

/** No reply arrived. The request may have had its effect. */
export class ConnectionError extends AwsCallError {
  readonly name = 'ConnectionError'
}

/**
 * The answer is not one of AWS's API: a page of a proxy, or half a reply. The request may have had its effect. It is repeated
 * a few times only.
 */
export class UnreadableReplyError extends AwsCallError {
  readonly name = 'UnreadableReplyError'
}

/**
 * AWS replied with a value that this package cannot use, such as root as the identity of a space. Nothing was changed
 * because of it.
 */
export class MalformedReplyError extends AwsCallError {
  readonly name = 'MalformedReplyError'
  /** The member of the reply: `UserSettings.CustomPosixUserConfig.Uid`. */
  readonly field: string
  readonly allowed: string
  /** The value, quoted and cut to 80 characters. */
  readonly received: string

  constructor({ request, field, allowed, received, hint = SETTING_HINT }: MalformedReply) {
    const reply = { code: 'MalformedReply', message: `${field} is ${received}; allowed: ${allowed}` }
    super({ request, reply, retryable: false, hint })
    this.field = field
    this.allowed = allowed
    this.received = received
  }
}

const SETTING_HINT = 'Correct this setting in AWS, or use a version of this package that knows it.'

export type MalformedReply = Pick<AwsFailure, 'request' | 'hint'> &
  Pick<InvalidInputError, 'field' | 'allowed' | 'received'>

/** Errors of a call to AWS: its answer, or the network. Branch on `name`. */
export type AwsError =
  | AccessDeniedError
  | CredentialsError
  | RegionError
  | ClientNotInstalledError
  | ResourceNotFoundError
  | ResourceInUseError
  | AlreadyExistsError
  | ResourceLimitExceededError
  | ThrottledError
  | RequestRefusedError
  | ServiceFailureError
  | ConnectionError
  | UnreadableReplyError
  | MalformedReplyError

/** Result of a step that makes requests to AWS. */
export type AwsResult<T, E = never> = ResultAsync<T, AwsError | CallEndedError | E>

const UNCONFIRMED: ReadonlySet<string> = new Set(['ConnectionError', 'ServiceFailureError', 'UnreadableReplyError'])

/** True when no reply of AWS arrived or AWS failed inside: the request may have had its effect all the same. */
export function mayHaveBeenApplied({ name }: StudioEfsError): boolean {
  return UNCONFIRMED.has(name)
}

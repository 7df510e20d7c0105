import { StudioEfsError, type StudioEfsErrorOptions } from '../../errors.js'

/** Which call it was, and about what. */
export interface AwsCall {
  readonly service: 'sagemaker' | 'efs' | 'ec2' | 'cloudtrail' | 'lambda' | 's3'
  /** The API's name for it: `DescribeUserProfile`. */
  readonly operation: string
  /** What it was about, for people: `user profile d-abc/alice`. */
  readonly resource: string
}

/** What AWS said, as far as it said anything. */
export interface AwsReply {
  /** The exception's name, or the socket's error code. */
  readonly code: string
  readonly message: string
  readonly requestId?: string | undefined
}

/** Base of the errors that come from a call to AWS. */
export abstract class AwsCallError extends StudioEfsError {
  readonly service: AwsCall['service']
  readonly operation: string
  readonly resource: string
  readonly code: string
  readonly requestId: string | undefined

  constructor(call: AwsCall, reply: AwsReply, options: StudioEfsErrorOptions) {
    const said = reply.message === '' || reply.message === reply.code ? reply.code : `${reply.code}: ${reply.message}`
    super(`${call.operation} of ${call.resource} failed with ${said}${/[.!?]$/.test(said) ? '' : '.'}`, options)
    this.service = call.service
    this.operation = call.operation
    this.resource = call.resource
    this.code = reply.code
    this.requestId = reply.requestId
  }
}

/** The caller's identity may not make this call. */
export class AccessDeniedError extends AwsCallError {
  readonly name = 'AccessDeniedError'
}

/** There are no usable credentials: none found, expired, or not recognised. */
export class CredentialsError extends AwsCallError {
  readonly name = 'CredentialsError'
}

/** The domain, user profile or other thing that the call names does not exist in this account and Region. */
export class ResourceNotFoundError extends AwsCallError {
  readonly name = 'ResourceNotFoundError'
}

/** Another change of the same thing is under way. */
export class ResourceInUseError extends AwsCallError {
  readonly name = 'ResourceInUseError'
}

/** What was to be made is there already, or something that excludes it is. */
export class AlreadyExistsError extends AwsCallError {
  readonly name = 'AlreadyExistsError'
}

/** An account quota is used up. */
export class ResourceLimitExceededError extends AwsCallError {
  readonly name = 'ResourceLimitExceededError'
}

/** Too many calls in too short a time; the call had no effect. */
export class ThrottledError extends AwsCallError {
  readonly name = 'ThrottledError'
}

/** AWS refused the request as it stands: a value out of its limits, or a state that does not allow it. */
export class RequestRefusedError extends AwsCallError {
  readonly name = 'RequestRefusedError'
}

/** AWS failed inside. Whether the call had an effect is not known. */
export class ServiceFailureError extends AwsCallError {
  readonly name = 'ServiceFailureError'
}

/** No reply arrived. Whether the call had an effect is not known. */
export class ConnectionError extends AwsCallError {
  readonly name = 'ConnectionError'
}

export type AwsError =
  | AccessDeniedError
  | CredentialsError
  | ResourceNotFoundError
  | ResourceInUseError
  | AlreadyExistsError
  | ResourceLimitExceededError
  | ThrottledError
  | RequestRefusedError
  | ServiceFailureError
  | ConnectionError

/** Whether the call may have had its effect although it failed: no reply arrived, or AWS failed inside. */
export function mayHaveBeenApplied({ name }: StudioEfsError): boolean {
  return name === 'ConnectionError' || name === 'ServiceFailureError'
}

import { FakeAwsError, validationError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'

/** Spelling of AWS's messages. */
export type ResourceKind =
  | 'Domain'
  | 'UserProfile'
  | 'Space'
  | 'App'
  | 'StudioLifecycleConfig'
  | 'Image'
  | 'ImageVersion'
  | 'AppImageConfig'

// AWS's own texts for the first four are unknown; these are invented, so do not parse them.
export function notFound(kind: ResourceKind, arn: string): FakeAwsError {
  return new FakeAwsError('ResourceNotFound', `${kind} [${arn}] does not exist.`)
}

/** The domain, or the owner, of a new profile or space does not exist. The service model has no error for it. */
export function unknownOwner({ settings }: World, kind: ResourceKind, arn: string): FakeAwsError {
  return new FakeAwsError(settings.undocumented.unknownOwnerError, `${kind} [${arn}] does not exist.`)
}

export function domainNameTaken(name: string): FakeAwsError {
  return new FakeAwsError('ResourceInUse', `A Domain with the name [${name}] already exists.`)
}

export function alreadyExists(kind: ResourceKind, arn: string): FakeAwsError {
  return new FakeAwsError('ResourceInUse', `${kind} [${arn}] already exists.`)
}

/** A resource whose status decides about the call. */
export interface Resource {
  readonly kind: ResourceKind
  readonly arn: string
  readonly status: string
}

export function notReady(world: World, verb: string, { kind, arn, status }: Resource): FakeAwsError {
  const message = `Unable to ${verb} ${kind} [${arn}] because it is in ${status} state.`
  return new FakeAwsError(world.settings.undocumented.notReadyError, message)
}

export function stillAssociated(kind: ResourceKind, arn: string, dependents: string): FakeAwsError {
  const message = `Unable to delete ${kind} [${arn}] because ${dependents} are associated with it.`
  return new FakeAwsError('ResourceInUse', message)
}

export function appsRunning(domainArn: string): FakeAwsError {
  return validationError(
    `Unable to update Domain [${domainArn}] with InService App. Delete all InService apps in the domain including shared Apps for [domain-shared] User Profile, and try again.`,
  )
}

export interface Quota {
  /** Undefined: unlimited. */
  readonly limit: number | undefined
  /** Number of resources that the account has. */
  readonly count: number
  readonly quotaName: string
  readonly unit: string
}

/** Refuses one more resource when the account has reached its limit. */
export function checkQuota({ limit, count, quotaName, unit }: Quota): void {
  if (limit === undefined || count < limit) return
  const message =
    `The account-level service limit '${quotaName}' is ${limit} ${unit}, with current utilization of ${count} ${unit} ` +
    `and a request delta of 1 ${unit}. Please use AWS Service Quotas to request an increase for this quota. ` +
    'If AWS Service Quotas is not available, contact AWS support to request an increase for this quota.'
  throw new FakeAwsError('ResourceLimitExceeded', message)
}

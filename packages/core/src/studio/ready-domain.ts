import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, readinessOf, UnusableStatusError } from '../aws/sagemaker/readiness.js'
import { waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import type { Domain } from '../model/studio-resource.js'

/** The domain once it may be updated: as it was seen, unless it was being created or changed then. */
export function readyDomain(call: SageMakerCall, seen: Domain): ResultAsync<Domain, ReadinessError> {
  const { domainId, status, failureReason } = seen
  const readiness = readinessOf(status)
  if (readiness === 'ready') return okAsync(seen)
  if (readiness === 'unusable')
    return errAsync(new UnusableStatusError({ resource: `domain ${domainId}`, status, failureReason }))
  return waitForDomain(call, domainId, 'long-ago')
}

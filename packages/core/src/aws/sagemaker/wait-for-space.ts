import type { SpaceRef } from '../../model/ids.js'
import type { Space } from '../../model/space.js'
import type { AwsResult } from '../call/aws-error.js'
import type { SageMakerCall } from './describe-and-update.js'
import type { UnusableStatusError } from './readiness.js'
import { describeSpace } from './spaces.js'
import type { CreatedAt } from './visibility-plan.js'
import { waitUntilReady } from './wait-until-ready.js'

/** Resolves when the space may be updated: `InService` or `Update_Failed`. Waits first until it is visible. */
export function waitForSpace(
  call: SageMakerCall,
  ref: SpaceRef,
  createdAt: CreatedAt,
): AwsResult<Space, UnusableStatusError> {
  return waitUntilReady(call, {
    resource: `space ${ref.domainId}/${ref.spaceName}`,
    createdAt,
    read: () => describeSpace(call, ref),
  })
}

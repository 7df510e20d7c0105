import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, waitForUserProfile } from '../aws/sagemaker/wait-until-ready.js'
import { type Patience, withPatience } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { Read } from '../profiles/attach.js'
import type { Clock } from '../time/clock.js'
import { type DomainCache, readDomain } from './domain-cache.js'

interface ProfileStepContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
  readonly domainCache?: DomainCache
}

/**
 * Reads the profile and its domain, both ready, and runs `work` on them while nothing else in this process works on the
 * same profile.
 */
export function withProfile<T, E>(
  context: ProfileStepContext,
  input: UserProfileRef & { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
  work: (read: Read, patience: Patience) => Promise<Result<T, E>>,
): ResultAsync<T, E | ReadinessError> {
  const run = (patience: Patience) =>
    oneAtATime(`user profile ${userProfileKey(input)}`, patience, async (): Promise<Result<T, E | ReadinessError>> => {
      const read = await readProfile(context, input, patience)
      return read.isErr() ? err(read.error) : work(read.value, patience)
    })
  return new ResultAsync(withPatience(context.clock, input, run))
}

async function readProfile(
  context: ProfileStepContext,
  ref: UserProfileRef,
  patience: Patience,
): Promise<Result<Read, ReadinessError>> {
  const domain = await readDomain(context, ref.domainId, patience)
  if (domain.isErr()) return err(domain.error)
  // Last, since it is the one that is written: its reading is to be fresh.
  const profile = await waitForUserProfile(context, ref, patience)
  return profile.isErr() ? err(profile.error) : ok({ profile: profile.value, domain: domain.value })
}

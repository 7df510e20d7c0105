import { ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import type { CreatedAt } from '../aws/sagemaker/visibility-plan.js'
import { waitForUserProfile } from '../aws/sagemaker/wait-until-ready.js'
import { type Call, type CallLimits, withDeadline } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { readDomain, type StudioCall, type StudioContext } from './domain-cache.js'

/** A profile that may be updated, and its domain. */
export interface ProfileReading {
  readonly profile: UserProfile
  readonly domain: Domain
}

export interface ProfileTurn extends UserProfileRef, CallLimits {
  /** Default: unknown. */
  readonly createdAt?: Date | undefined
}

/**
 * Reads the profile and its domain, both ready, and runs `work` on them while nothing else in this process works on the
 * same profile.
 */
export function withProfile<Context extends StudioContext, T, E>(
  context: Context,
  turn: ProfileTurn,
  work: (call: Context & Call, reading: ProfileReading) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E | ReadinessError> {
  return withDeadline(context, turn, (call) =>
    oneAtATime(call, `user profile ${userProfileKey(turn)}`, () =>
      safeTry<T, E | ReadinessError>(async function* () {
        const reading = yield* readProfile(call, { ...turn, createdAt: turn.createdAt?.getTime() })
        return work(call, reading)
      }),
    ),
  )
}

/** Reads the profile last, because it is the one that will be written. */
export function readProfile(
  call: StudioCall,
  { createdAt, ...ref }: UserProfileRef & { readonly createdAt: CreatedAt },
): ResultAsync<ProfileReading, ReadinessError> {
  return safeTry(async function* () {
    const domain = yield* readDomain(call, ref.domainId)
    const profile = yield* waitForUserProfile(call, ref, createdAt)
    return ok({ profile, domain })
  })
}

import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import { AbortedError, DeadlineExceededError, type InvalidInputError } from '../errors.js'
import { parseDomainId, parseUserProfileName, type UserProfileRef, userProfileKey } from '../model/ids.js'
import { listOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { eachOf } from './each-of.js'
import { checkDomains } from './preflight-checks.js'
import type { ProfileOutcome } from './profile-outcome.js'
import { type ManyRun, startMany } from './run.js'
import { type ManyProfilesInput, manyFields } from './run-fields.js'
import type { OnboardingSummary } from './run-iterable.js'

export interface OnboardProfilesInput extends ManyProfilesInput {
  readonly domainId: string
  /** Up to 10,000. Two spellings of one name are one profile. */
  readonly userProfileNames: readonly string[]
  /** How long the whole call may take, in milliseconds. Default 600,000 (10 minutes). */
  readonly timeoutMs?: number
}

export interface OnboardProfilesOutput extends OnboardingSummary {
  /** One per profile, in the order of the names; a spelling that SageMaker stores differently is replaced by that. */
  readonly outcomes: readonly ProfileOutcome[]
}

export type OnboardProfilesError = InvalidInputError | ReadinessError

/**
 * Each of the profiles has its own directory and lists it, as after `onboardProfile`: for a consumer of a queue, or one
 * item batch of a Distributed Map. One bad profile never fails its neighbours. What there was no time for is `failed` with
 * a retryable error, and running the batch again does only what is left.
 *
 * @example
 * const result = await onboardProfiles(context, {
 *   domainId: 'd-abcdefghijkl', userProfileNames: ['alice', 'bob'], fileSystemId: 'fs-0123456789abcdef0',
 * })
 * const again = result._unsafeUnwrap().outcomes.filter((each) => each.outcome === 'failed' && each.error.retryable)
 */
export function onboardProfiles(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: OnboardProfilesInput,
): ResultAsync<OnboardProfilesOutput, OnboardProfilesError> {
  const complete = withDefaults(context)
  return parseInput(input, onboardProfilesFields).asyncAndThen((parsed) => {
    const refs = refsOf(parsed)
    const run = startMany<OnboardProfilesError>(complete, { ...parsed, onProgress: undefined }, async (many) => {
      const obstacle = await checkDomains({ look: (domainId) => many.domains.look(domainId, many.opening) }, [
        parsed.domainId,
      ])
      if (obstacle !== undefined) return err(obstacle)
      return ok({ refs: eachOf(refs), failure: () => undefined, total: () => refs.length })
    })
    return new ResultAsync(collect(run, refs))
  })
}

const onboardProfilesFields = {
  ...manyFields,
  domainId: parseDomainId,
  userProfileNames: listOf(parseUserProfileName, { min: 0, max: 10_000 }),
  timeoutMs: optional(callFields.timeoutMs, 600_000),
}

function refsOf({ domainId, userProfileNames }: ParsedFields<typeof onboardProfilesFields>): readonly UserProfileRef[] {
  const refs = userProfileNames.map((userProfileName) => ({ domainId, userProfileName }))
  return [...new Map(refs.map((ref) => [userProfileKey(ref), ref])).values()]
}

async function collect(
  run: ManyRun<OnboardProfilesError>,
  refs: readonly UserProfileRef[],
): Promise<Result<OnboardProfilesOutput, OnboardProfilesError>> {
  const outcomes = new Map<string, ProfileOutcome>()
  for await (const outcome of run.outcomes) outcomes.set(userProfileKey(outcome.profile), outcome)
  return run.result().map((summary) => {
    const all = refs.map((ref) => outcomes.get(userProfileKey(ref)) ?? unfinished(ref, summary))
    return { ...summary, failed: summary.failed + all.length - outcomes.size, outcomes: all }
  })
}

function unfinished(profile: UserProfileRef, { stopped, interrupted }: OnboardingSummary): ProfileOutcome {
  const key = userProfileKey(profile)
  const changes = interrupted.find((each) => userProfileKey(each.profile) === key)?.changes ?? []
  const pending = `onboarding user profile ${profile.domainId}/${profile.userProfileName}`
  const error = stopped?.because === 'aborted' ? new AbortedError({ pending }) : new DeadlineExceededError({ pending })
  return { outcome: 'failed', profile, error: stopped?.error ?? error, changes }
}

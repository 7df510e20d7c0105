import { type Result, ResultAsync } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { callFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { parseDomainId, parseUserProfileName, type UserProfileRef, userProfileKey } from '../model/ids.js'
import {
  type FieldParser,
  listOf,
  optional,
  type ParsedFields,
  parseInput,
  parseTime,
} from '../model/parse/parse-input.js'
import type { FileSystemCheckError } from '../studio/file-system-check.js'
import { AbortedError, DeadlineExceededError, type InvalidInputError } from '../studio-efs-error.js'
import { type ItemSource, iterate, openRun } from './engine/run.js'
import type { RunCall, RunContext } from './engine/run-context.js'
import type { StartedRun } from './engine/run-iterable.js'
import { createOnboarding } from './onboarding-work.js'
import { checkDomains } from './preflight.js'
import { profileRunWork } from './profile-run/attempt-profile.js'
import type { OnboardingSummary, ProfileOutcome } from './profile-run/profile-outcome.js'
import { type RunInput, runFields } from './run-fields.js'

/** Input of {@link onboardProfiles}. */
export interface OnboardProfilesInput extends RunInput {
  readonly domainId: string
  /** Up to 10,000. Two spellings of one name are one profile. */
  readonly userProfileNames: readonly string[]
  /**
   * When the youngest of the profiles was created: a Date or ISO 8601. SageMaker may not know a profile yet that is younger
   * than a minute, so until then the call tries again. Default: unknown, which means 5 seconds.
   */
  readonly createdAt?: Date | string
  /** Time limit of the whole call, in milliseconds. Default 600,000 (10 minutes). */
  readonly timeoutMs?: number
}

/** Summary of {@link onboardProfiles}. */
export interface OnboardProfilesOutput extends OnboardingSummary {
  /** One per profile, in the order of the names, each spelled as SageMaker stores it. */
  readonly outcomes: readonly ProfileOutcome[]
}

/** Errors that keep a run of {@link onboardProfiles} from starting; an error of one profile is its outcome. */
export type OnboardProfilesError = InvalidInputError | ReadinessError | FileSystemCheckError

/**
 * Each of the profiles has its own directory and lists it, as after `onboardProfile`: for a consumer of a queue, or one
 * item batch of a Distributed Map. One bad profile never fails its neighbours. A profile that there was no time for is
 * `failed` with a retryable error, and running the batch again does only what is left.
 *
 * @example
 * const result = await onboardProfiles(context, {
 *   domainId: 'd-abcdefghijkl', userProfileNames: ['alice', 'bob'], fileSystemId: 'fs-0123456789abcdef0',
 * })
 * if (result.isOk()) console.log(result.value.outcomes.filter((each) => each.outcome === 'failed' && each.error.retryable))
 */
export function onboardProfiles(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'efs'>>,
  input: OnboardProfilesInput,
): ResultAsync<OnboardProfilesOutput, OnboardProfilesError> {
  const clients = withDefaults(context)
  return parseInput(input, onboardProfilesFields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .asyncAndThen((parsed) => {
      const refs = refsOf(parsed)
      const createdAt = parsed.createdAt?.getTime()
      const source = {
        refs: iterate(refs.map((ref) => ({ ref, createdAt }))),
        failure: () => undefined,
        total: () => refs.length,
      }
      const spec = { ...parsed, turnTimeoutMs: parsed.profileTimeoutMs, onProgress: undefined }
      const onboarding = createOnboarding(clients, spec)
      const open = (run: RunContext): ResultAsync<ItemSource<UserProfileRef>, OnboardProfilesError> =>
        checkDomains(run, [parsed.domainId])
          .andThen(() => onboarding.checkFileSystem(run, [parsed.domainId]))
          .map(() => source)
      const workOf = (call: RunCall) => profileRunWork(onboarding.workOf(call), spec)
      const opened = openRun(clients, spec, { workOf, open })
      return new ResultAsync(collect(opened, refs))
    })
}

const onboardProfilesFields = {
  ...runFields,
  domainId: parseDomainId,
  userProfileNames: listOf(parseUserProfileName, { min: 0, max: 10_000 }),
  createdAt: optional(parseTime, undefined),
  timeoutMs: callFields.timeoutMs,
} satisfies Record<keyof Required<OnboardProfilesInput>, FieldParser<unknown>>

function refsOf({ domainId, userProfileNames }: ParsedFields<typeof onboardProfilesFields>): readonly UserProfileRef[] {
  const refs = userProfileNames.map((userProfileName) => ({ domainId, userProfileName }))
  return [...new Map(refs.map((ref) => [userProfileKey(ref), ref])).values()]
}

async function collect(
  run: StartedRun<ProfileOutcome, OnboardingSummary, OnboardProfilesError>,
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

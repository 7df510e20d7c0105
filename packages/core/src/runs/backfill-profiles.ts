import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { DomainId, UserProfileRef } from '../model/ids.js'
import { type FieldParser, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import type { FileSystemCheckError } from '../studio/file-system-check.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import type { OnProgress } from '../wait-progress.js'
import type { RunContext } from './engine/run-context.js'
import { createRunIterable, refusedRun, type StartedRun } from './engine/run-iterable.js'
import { type ListedOptions, type ListedSpec, type ListedSummary, listedFields, startListedRun } from './listed-run.js'
import { createOnboarding, type OnboardingClients } from './onboarding-work.js'
import { checkLayout, preflight } from './preflight.js'
import { profileRunWork } from './profile-run/attempt-profile.js'
import { beginProfiles } from './profile-run/listed-profiles.js'
import type {
  OnboardingProgress,
  OnboardingSummary,
  ProfileOutcome,
  ProfilesRun,
} from './profile-run/profile-outcome.js'
import { type OnboardRunSpec, type RunInput, runFields } from './run-fields.js'

/** Input of {@link backfillProfiles}. */
export interface BackfillProfilesInput extends RunInput, ListedOptions {
  /** Default: every domain of the Region. More than one needs a layout with `{domainId}`. */
  readonly domainIds?: readonly string[]
  /** Called four times a second. Counting the profiles takes one more ListUserProfiles per 100 of them. */
  readonly onProgress?: OnProgress<OnboardingProgress>
}

/** Summary of {@link backfillProfiles}. */
export interface BackfillSummary extends OnboardingSummary, ListedSummary {}

/** Run of {@link backfillProfiles}: iterate it for the outcomes, then ask it for its summary. */
export type BackfillProfilesOutput = ProfilesRun<ProfileOutcome, BackfillSummary, BackfillProfilesError>

/** Why a run cannot start. */
export type BackfillProfilesError = InvalidInputError | ReadinessError | DirectoryError | FileSystemCheckError

/**
 * Every user profile of the domains has its own directory and lists it, as after `onboardProfile`. Gives one outcome per
 * profile, as they come; keeps to the rate at which AWS takes the calls; and holds no more than a few pages of profiles
 * in memory. A run that was cut off, even by `kill -9`, is simply started again.
 *
 * @example
 * const run = backfillProfiles(context, { domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0' })
 * for await (const { outcome, profile } of run) console.log(profile.userProfileName, outcome)
 * const summary = await run.summary()
 * if (summary.isErr()) throw summary.error
 */
export function backfillProfiles(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'efs'>>,
  input: BackfillProfilesInput,
): BackfillProfilesOutput {
  return createRunIterable(() =>
    parseInput(input, backfillFields)
      .andThen(requireParts(context, ['sagemaker', 'directories']))
      .andThen((parsed) => beginProfiles(parsed, 'backfill'))
      .match(
        (spec): Started => start(withDefaults(context), spec),
        (error) => refusedRun(error),
      ),
  )
}

type Started = StartedRun<ProfileOutcome, BackfillSummary, BackfillProfilesError>

const backfillFields = {
  ...runFields,
  ...listedFields,
} satisfies Record<keyof Required<BackfillProfilesInput>, FieldParser<unknown>>

type BackfillSpec = ParsedFields<typeof backfillFields> & ListedSpec<UserProfileRef> & OnboardRunSpec

function start(clients: OnboardingClients, spec: BackfillSpec): Started {
  const onboarding = createOnboarding(clients, spec)
  return startListedRun(clients, spec, {
    workOf: (call) => profileRunWork(onboarding.workOf(call), spec),
    check: (run: RunContext, domainIds: readonly DomainId[]) =>
      checkLayout(spec.layout, domainIds)
        .asyncAndThen(() => preflight(run, clients.directories, spec.domainIds ?? []))
        .andThen(() => onboarding.checkFileSystem(run, spec.domainIds ?? [])),
  })
}

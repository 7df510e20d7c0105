import { err, ok, type Result } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { DirectoryChange } from '../model/change.js'
import { parseFileSystemId, type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type FieldParser, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { type ProvisionUserDirectoryInput, provisionFields } from '../profiles/provision-user-directory.js'
import { InvalidInputError } from '../studio-efs-error.js'
import type { OnProgress } from '../wait-progress.js'
import type { FoundDirectory } from './adoption-plan.js'
import { type AdoptionError, adoptionWork } from './adoption-work.js'
import type { RunClients } from './engine/run-context.js'
import { createRunIterable, refusedRun, type StartedRun } from './engine/run-iterable.js'
import { limitFields, type RunLimits } from './engine/run-spec.js'
import { type ListedOptions, type ListedSpec, type ListedSummary, listedFields, startListedRun } from './listed-run.js'
import { checkLayout, preflight } from './preflight.js'
import { profileRunWork } from './profile-run/attempt-profile.js'
import { beginProfiles } from './profile-run/listed-profiles.js'
import type { OutcomeOf, ProfilesRun, RunProgress, RunSummary } from './profile-run/profile-outcome.js'

/** Input of {@link adoptDirectories}. */
export interface AdoptDirectoriesInput
  extends RunLimits,
    ListedOptions,
    Pick<ProvisionUserDirectoryInput, 'layout' | 'nameCase' | 'reservedPaths'> {
  readonly fileSystemId: string
  /** Called four times a second. Counting the profiles takes one more ListUserProfiles per 100 of them. */
  readonly onProgress?: OnProgress<AdoptingProgress>
}

/** Progress of {@link adoptDirectories}. */
export type AdoptingProgress = RunProgress<'adopting', 'adopted'>

/**
 * Result for one profile: `adopted` (its directory is claimed now, or would be in a dry run), `unchanged`, `skipped` or
 * `failed`; with what stood at its path, as far as that was read.
 */
export type AdoptionOutcome = OutcomeOf<'adopted', DirectoryChange, AdoptionError | ReadinessError> & {
  readonly found?: FoundDirectory
}

/** Summary of {@link adoptDirectories}. */
export interface AdoptionSummary extends RunSummary<'adopted', DirectoryChange>, ListedSummary {
  /** Number of profiles by what stood at their paths. */
  readonly found: Readonly<Record<FoundDirectory, number>>
}

/** Run of {@link adoptDirectories}: iterate it for the outcomes, then ask it for its summary. */
export type AdoptDirectoriesOutput = ProfilesRun<AdoptionOutcome, AdoptionSummary, AdoptDirectoriesError>

/** Why a run cannot start. */
export type AdoptDirectoriesError = InvalidInputError | ReadinessError | DirectoryError

/**
 * Every directory that was made before claims existed, and is a profile's own, is claimed for that profile, as it is; the
 * ledger of identities knows the uids of all profiles. Nothing is made, moved or repaired. With `dryRun` it tells what stands
 * at each profile's path. It runs as `backfillProfiles` does, resumed with a token, or simply started again.
 *
 * @example
 * const run = adoptDirectories(context, { domainIds: ['d-abcdefghijkl'], fileSystemId: 'fs-0123456789abcdef0', dryRun: true })
 * for await (const { profile, outcome, found } of run) console.log(profile.userProfileName, outcome, found)
 * const summary = await run.summary()
 * if (summary.isErr()) throw summary.error
 */
export function adoptDirectories(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: AdoptDirectoriesInput,
): AdoptDirectoriesOutput {
  return createRunIterable(() =>
    parseInput(input, fields)
      .andThen(requireParts(context, ['sagemaker', 'directories']))
      .andThen((parsed) => requireClaims(context.directories).map(() => parsed))
      .andThen((parsed) => beginProfiles(parsed, 'adopt'))
      .match(
        (spec): Started => start(withDefaults(context), spec),
        (error) => refusedRun(error),
      ),
  )
}

type Started = StartedRun<AdoptionOutcome, AdoptionSummary, AdoptDirectoriesError>

const fields = {
  fileSystemId: parseFileSystemId,
  layout: provisionFields.layout,
  nameCase: provisionFields.nameCase,
  reservedPaths: provisionFields.reservedPaths,
  ...limitFields,
  ...listedFields,
} satisfies Record<keyof Required<AdoptDirectoriesInput>, FieldParser<unknown>>

type AdoptRunSpec = ParsedFields<typeof fields> & ListedSpec<UserProfileRef>

function requireClaims(directories: StudioEfsContext['directories']): Result<undefined, InvalidInputError> {
  if (directories.inspectClaims !== undefined && directories.claimDirectories !== undefined) return ok(undefined)
  const allowed = 'a directory driver that keeps claims, such as posixDirectoryDriver'
  return err(
    new InvalidInputError({ field: 'context.directories', allowed, received: `the driver ${directories.name}` }),
  )
}

function start(clients: RunClients & Pick<StudioEfsContext, 'directories'>, spec: AdoptRunSpec): Started {
  const { directories } = clients
  const counts = {
    ...{ missing: 0, unfinished: 0, unclaimed: 0, taken: 0 },
    ...{ claimed: 0, 'same-person': 0, 'earlier-generation': 0, overlapping: 0 },
  }
  /** Of profiles under way: it holds no more of them than the run does. */
  const foundAt = new Map<string, FoundDirectory>()
  const started = startListedRun(clients, spec, {
    workOf: (call) =>
      profileRunWork(
        adoptionWork({ ...call, directories }, spec, (profile, found) => foundAt.set(userProfileKey(profile), found)),
        spec,
      ),
    check: (run, domainIds) =>
      checkLayout(spec.layout, domainIds).asyncAndThen(() => preflight(run, directories, spec.domainIds ?? [])),
  })
  async function* outcomes(): AsyncGenerator<AdoptionOutcome, void, undefined> {
    for await (const outcome of started.outcomes) {
      const key = userProfileKey(outcome.profile)
      const found = foundAt.get(key)
      foundAt.delete(key)
      if (found !== undefined) counts[found] += 1
      yield { ...outcome, ...(found && { found }) }
    }
  }
  return {
    outcomes: outcomes(),
    leave: started.leave,
    result: () => started.result().map((summary) => ({ ...summary, found: counts })),
  }
}

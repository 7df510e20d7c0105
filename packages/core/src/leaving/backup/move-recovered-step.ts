import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { RestoreReceipt } from '../../drivers/archive-store.js'
import { ArchiveBusyError } from '../../drivers/claim-error.js'
import { directoryChanges, ensureDirectory } from '../../drivers/ensure-directory.js'
import { oneAtATime } from '../../keyed-queue.js'
import { logChange } from '../../logger.js'
import type { DirectoryChange } from '../../model/change.js'
import { isSameGeneration } from '../../model/claim.js'
import { userProfileKey } from '../../model/ids.js'
import type { RestoreJob } from '../../model/recovery-point.js'
import { readProfile } from '../../studio/profile-turn.js'
import { wallTimeOf } from '../../time/clock.js'
import { ArchiveNotFoundError, RestoreTargetError } from '../leaving-error.js'
import { restoreInStretches } from '../restore-step.js'
import {
  checkRestoredFor,
  outputOf,
  type PlannedRecovery,
  type RecoveryCall,
  wantedDirectory,
  wantedOf,
} from './plan-recovery-step.js'
import { RecoveryFolderError, UncertainOwnerError } from './recovery-error.js'
import type { RecoveryInput, RestoreFromBackupError, RestoreFromBackupOutput } from './recovery-fields.js'

interface Recovered {
  readonly plan: PlannedRecovery
  /** The completed job. Default: the directory is in the archive. */
  readonly job?: RestoreJob
}

/** Moves the recovered directory to the profile, which is read again: the job may have taken hours. */
export function moveRecovered(
  call: RecoveryCall,
  input: RecoveryInput,
  { plan, job }: Recovered,
): ResultAsync<RestoreFromBackupOutput, RestoreFromBackupError> {
  const { archive, request } = plan
  const { domainId, userProfileName } = input
  return oneAtATime(call, `user profile ${userProfileKey({ domainId, userProfileName })}`, () =>
    safeTry<RestoreFromBackupOutput, RestoreFromBackupError>(async function* () {
      const reading = yield* readProfile(call, { domainId, userProfileName, createdAt: undefined })
      const { directory, generation } = yield* wantedDirectory(call, reading, input)
      if (!isSameGeneration(generation, request.generation))
        return err(new RestoreTargetError({ archive, generation, from: request.generation }))
      const ensured = yield* ensureDirectory(call, directory, { dryRun: false })
      const spec = wantedOf({ archive, request, directory }, input, job && timesOf(call, job))
      const receipt = yield* restoreInStretches(call, spec, { dryRun: false })
      return reportOf(call, receipt, { plan, job, changes: directoryChanges(ensured) })
    }),
  )
}

function timesOf({ clock }: RecoveryCall, { createdAt, completedAt }: RestoreJob) {
  return { startedAt: createdAt, endedAt: completedAt ?? new Date(wallTimeOf(clock)).toISOString() }
}

interface Moved {
  readonly plan: PlannedRecovery
  readonly job: RestoreJob | undefined
  readonly changes: readonly DirectoryChange[]
}

function reportOf(
  call: RecoveryCall,
  receipt: RestoreReceipt,
  { plan, job, changes }: Moved,
): Result<RestoreFromBackupOutput, RestoreFromBackupError> {
  const { outcome, restoredTo = plan.path, entries, hardLinks } = receipt
  const report = { ...outputOf(plan), entries, hardLinks, changes, ...(job && { job }) }
  if (outcome === 'unfinished') return ok({ ...report, outcome })
  if (outcome === 'restored-before')
    return checkRestoredFor(plan.request, receipt).map(() => ({ ...report, path: restoredTo, outcome: 'unchanged' }))
  if (outcome !== 'restored') return err(refusalOf(receipt, { plan, job }))
  const change = plan.changesTo(restoredTo).filter(({ kind }) => kind === 'backup')
  for (const each of change) logChange(call.logger, each)
  return ok({ ...report, path: restoredTo, outcome, changes: [...changes, ...change] })
}

function refusalOf(
  { outcome, folders = [], foundOwner }: RestoreReceipt,
  { plan, job }: Pick<Moved, 'plan' | 'job'>,
): RestoreFromBackupError {
  const { archive, request } = plan
  const { point, item, generation } = request
  if (outcome === 'other-owner') {
    const { recoveryPointArn, takenAt } = point
    const about = { recoveryPointArn, takenAt, item, generation, reason: 'other-owner' } as const
    return new UncertainOwnerError({ ...about, ...(foundOwner && { owner: foundOwner }) })
  }
  const isUnclear = outcome === 'not-recovered' || outcome === 'several-folders'
  if (isUnclear && job !== undefined) return new RecoveryFolderError({ restoreJobId: job.restoreJobId, item, folders })
  return outcome === 'not-found' ? new ArchiveNotFoundError({ archive }) : new ArchiveBusyError({ archive })
}

import { ok, type ResultAsync, safeTry } from 'neverthrow'
import { withDeadline } from '../../call.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../../context.js'
import { parseInput } from '../../model/parse/parse-input.js'
import type { RestoreJob } from '../../model/recovery-point.js'
import { safeProgress } from '../../wait-progress.js'
import { type LeavingStore, requireRestore } from '../archive-step.js'
import { endOfStretches } from '../stretch.js'
import { moveRecovered } from './move-recovered-step.js'
import { outputOf, type PlannedRecovery, planRecovery, type RecoveryCall } from './plan-recovery-step.js'
import {
  type BackupProgress,
  type RecoveryInput,
  type RestoreFromBackupError,
  type RestoreFromBackupInput,
  type RestoreFromBackupOutput,
  recoveryFields,
} from './recovery-fields.js'
import { jobMetadata, jobToken } from './recovery-plan.js'
import { findOrStartJob, waitForJob } from './restore-job-step.js'

/** Part of the context that {@link restoreFromBackup} uses. */
export type RestoreFromBackupContext = Pick<
  StudioEfsContext,
  'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'
> &
  Required<Pick<StudioEfsContext, 'backup'>>

/**
 * The profile has its directory as it was in a backup of AWS Backup, with the profile's owner: in its place if that is missing or
 * empty, else as `restored-<date>` inside it. Nothing that is there is replaced. AWS Backup restores the one directory into a
 * folder at the root, from where it is moved. Goes on where an earlier run was cut off, or ended with `pending`.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
 *
 * @example
 * const result = await restoreFromBackup(context, {
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0', before: '2026-11-24',
 * })
 * if (result.isOk()) console.log(result.value.recoveryPoint.takenAt, result.value.path, result.value.outcome)
 */
export function restoreFromBackup(
  context: RestoreFromBackupContext,
  input: RestoreFromBackupInput,
): ResultAsync<RestoreFromBackupOutput, RestoreFromBackupError> {
  return parseInput(input, recoveryFields)
    .andThen(requireParts(context, ['sagemaker', 'directories', 'backup']))
    .andThen((spec) => requireRestore(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), { ...spec, onProgress: undefined }, (call) => {
        const report = safeProgress<BackupProgress>(call.logger, spec.onProgress)
        const store = context.directories as LeavingStore
        return restore({ ...call, store, stopAt: endOfStretches(call, spec), report, reportJob: report }, spec)
      }),
    )
}

function restore(
  call: RecoveryCall,
  input: RecoveryInput,
): ResultAsync<RestoreFromBackupOutput, RestoreFromBackupError> {
  return safeTry<RestoreFromBackupOutput, RestoreFromBackupError>(async function* () {
    const plan = yield* planRecovery(call, input)
    const { outcome, restoredTo = plan.path } = plan.found
    const report = outputOf(plan)
    if (outcome === 'restored-before') return ok({ ...report, path: restoredTo, outcome: 'unchanged' as const })
    const planned = { ...report, path: restoredTo, outcome: 'restored' as const, changes: plan.changesTo(restoredTo) }
    if (input.dryRun) return ok(planned)
    // It is in the archive, since an earlier run was interrupted there.
    if (outcome === 'restored') return moveRecovered(call, input, { plan })
    const job = yield* completeJob(call, input, plan)
    if (job.status !== 'COMPLETED') return ok({ ...report, outcome: 'pending' as const, job })
    return moveRecovered(call, input, { plan, job })
  })
}

function completeJob(
  call: RecoveryCall,
  { restoreJobId, restoreRoleArn }: RecoveryInput,
  { request, metadata, defaultRoleArn }: PlannedRecovery,
): ResultAsync<RestoreJob, RestoreFromBackupError> {
  const { item, point } = request
  return safeTry<RestoreJob, RestoreFromBackupError>(async function* () {
    const job = yield* findOrStartJob(call, {
      ...{ recoveryPointArn: point.recoveryPointArn, metadata: jobMetadata(metadata, request), item, restoreJobId },
      roleArn: restoreRoleArn ?? defaultRoleArn,
      tokenOf: (attempt) => jobToken(request, attempt),
    })
    return waitForJob(call, job, { item, recoveryPointArn: point.recoveryPointArn })
  })
}

import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import { type BackupCall, describeRestoreJob, type NewRestoreJob, startRestoreJob } from '../../aws/backup.js'
import type { AwsError } from '../../aws/call/aws-error.js'
import { type Probe, pollUntil } from '../../aws/call/poll.js'
import type { CallEndedError } from '../../call.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { RestoreJob } from '../../model/recovery-point.js'
import { wallTimeOf } from '../../time/clock.js'
import type { OnProgress } from '../../wait-progress.js'
import { RestoreJobFailedError } from './recovery-error.js'

/** Progress of a restore job. `percentDone`: 0 to 100, where AWS Backup says. */
export interface RestoreJobProgress {
  readonly step: 'restoring-backup'
  readonly restoreJobId: string
  readonly status: string
  readonly percentDone?: number
}

export interface JobRequest extends Omit<NewRestoreJob, 'token'> {
  readonly item: FileSystemPath
  /** Token of the nth job for this request. */
  tokenOf(attempt: number): string
  /** A job to go on with. Default: that of the request. */
  readonly restoreJobId: string | undefined
}

/** Jobs that may have failed before another one is not started any more. */
const MAX_ATTEMPTS = 10
/** Age at which a failure is that of an earlier run: clocks of AWS and of this computer may differ. */
const OLD_MS = 60_000

type JobError = AwsError | CallEndedError | RestoreJobFailedError

/**
 * The job of the request: the one that an earlier run started with the same token, else a new one. A job that failed more than
 * a minute ago, and one that AWS Backup does not know any more, is followed by the next.
 */
export function findOrStartJob(call: BackupCall, request: JobRequest): ResultAsync<RestoreJob, JobError> {
  return safeTry<RestoreJob, JobError>(async function* () {
    const { recoveryPointArn } = request
    if (request.restoreJobId !== undefined) return describeRestoreJob(call, request.restoreJobId, recoveryPointArn)
    for (let attempt = 1; ; attempt += 1) {
      const restoreJobId = yield* startRestoreJob(call, { ...request, token: request.tokenOf(attempt) })
      const job = await describeRestoreJob(call, restoreJobId, recoveryPointArn)
      const isLast = attempt === MAX_ATTEMPTS
      if (job.isErr()) {
        if (job.error.name !== 'ResourceNotFoundError' || isLast) return err(job.error)
        continue
      }
      if (isLast || !hasFailedBefore(call, job.value)) return ok(job.value)
    }
  })
}

function hasFailedBefore({ clock }: BackupCall, job: RestoreJob): boolean {
  return isFailed(job) && wallTimeOf(clock) - Date.parse(job.completedAt ?? job.createdAt) > OLD_MS
}

function isFailed({ status }: RestoreJob): boolean {
  return status === 'FAILED' || status === 'ABORTED'
}

/** The job as it was last seen: completed, or still at work when the call ended. */
export function waitForJob(
  call: BackupCall & { readonly reportJob: OnProgress<RestoreJobProgress> },
  job: RestoreJob,
  { item, recoveryPointArn }: Pick<JobRequest, 'item' | 'recoveryPointArn'>,
): ResultAsync<RestoreJob, AwsError | RestoreJobFailedError> {
  const { restoreJobId } = job
  let seen = job
  const evaluate = (found: RestoreJob): Probe<RestoreJob, RestoreJobFailedError> => {
    seen = found
    if (found.status === 'COMPLETED') return { kind: 'done', value: found }
    if (isFailed(found)) return { kind: 'failed', error: failureOf(found, item) }
    return { kind: 'pending', status: found.status }
  }
  return pollUntil(call, {
    resource: `restore job ${restoreJobId}`,
    firstProbe: 'at-once',
    read: () => describeRestoreJob(call, restoreJobId, recoveryPointArn),
    evaluate,
    onPending: (_, status) => {
      const { percentDone } = seen
      call.reportJob({
        step: 'restoring-backup',
        restoreJobId,
        status,
        ...(percentDone !== undefined && { percentDone }),
      })
    },
  }).orElse((error) =>
    error.name === 'AbortedError' || error.name === 'DeadlineExceededError' ? ok(seen) : err(error),
  )
}

function failureOf({ statusMessage, ...job }: RestoreJob, item: FileSystemPath): RestoreJobFailedError {
  return new RestoreJobFailedError({ ...job, item, ...(statusMessage !== undefined && { statusMessage }) })
}

import type { RecoveryPointRecord, RestoredItems, RestoreJobRecord } from '../../state/backup.js'
import { timestamp } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import { countLook, scheduleTransitionEnd } from '../../world/transition.js'
import { arnOf, type World } from '../../world/world.js'
import { findRecoveryPoint } from './recovery-point.js'
import { itemsIn } from './restored-items.js'

interface StartInput {
  readonly RecoveryPointArn: string
  readonly Metadata: Readonly<Record<string, string>>
  readonly IamRoleArn?: string
  readonly IdempotencyToken?: string
}

/** Part of the time of a job that it is `PENDING`. */
const PENDING_SHARE = 0.1

/** A repeated token answers with the job that it started, whatever became of that one. */
export function startRestoreJob(world: World, input: StartInput, call: CallContext): Output {
  const { restoreJobs } = world.state.backup
  const started = [...restoreJobs.values()].find(
    ({ idempotencyToken }) => idempotencyToken !== undefined && idempotencyToken === input.IdempotencyToken,
  )
  if (started !== undefined) return { RestoreJobId: started.RestoreJobId }
  const point = findRecoveryPoint(world, input.RecoveryPointArn)
  if (point.Status !== 'COMPLETED')
    throw new FakeAwsError('InvalidRequestException', `Recovery point ${point.RecoveryPointArn} is ${point.Status}.`)
  const items = itemsIn(world, input.Metadata)
  const record: RestoreJobRecord = {
    RestoreJobId: world.ids.uuid().toUpperCase(),
    RecoveryPointArn: input.RecoveryPointArn,
    CreationDate: world.timestamp(),
    Status: 'PENDING',
    PercentDone: '0.00%',
    ...(input.IamRoleArn !== undefined && { IamRoleArn: input.IamRoleArn }),
    ...(input.IdempotencyToken !== undefined && { idempotencyToken: input.IdempotencyToken }),
    metadata: input.Metadata,
  }
  restoreJobs.set(record.RestoreJobId, record)
  run(world, record, (completedAt) =>
    call.endsIn === undefined ? restoreItems(record, { point, items, completedAt }) : (call.endsIn.reason ?? ''),
  )
  return { RestoreJobId: record.RestoreJobId }
}

/** `restore` gives the reason of a failure. */
function run(world: World, record: RestoreJobRecord, restore: (at: number) => string | undefined): void {
  const stored = { records: world.state.backup.restoreJobs, key: record.RestoreJobId, record }
  const { startRestoreJob: delay } = world.settings.delays
  const complete = (at: number) => {
    const failure = restore(at)
    record.CompletionDate = timestamp(at)
    record.Status = failure === undefined ? 'COMPLETED' : 'FAILED'
    if (failure === undefined) record.PercentDone = '100.00%'
    else if (failure !== '') record.StatusMessage = failure
  }
  const begin = (at: number) => {
    record.Status = 'RUNNING'
    // The clock may have gone on for long since then.
    const left = delay * (1 - PENDING_SHARE) - (world.now() - at)
    scheduleTransitionEnd(world, stored, { status: 'Status', delay: left, run: complete })
  }
  scheduleTransitionEnd(world, stored, { status: 'Status', delay: delay * PENDING_SHARE, run: begin })
}

/** The directory is named after the time at which the job began to run. */
function restoreItems(
  { CreationDate }: RestoreJobRecord,
  { point, ...restored }: { readonly point: RecoveryPointRecord } & Omit<RestoredItems, 'folder'>,
): string | undefined {
  const datetime = new Date(CreationDate.ms).toISOString().replaceAll(/[:.]/g, '-')
  try {
    point.restore?.({ ...restored, folder: `/aws-backup-restore_${datetime}` })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export function describeRestoreJob(world: World, { RestoreJobId }: { readonly RestoreJobId: string }): Output {
  const record = world.state.backup.restoreJobs.get(RestoreJobId)
  if (record === undefined)
    throw new FakeAwsError('ResourceNotFoundException', `Restore job ${RestoreJobId} does not exist.`)
  countLook(world, record)
  const { metadata: _, idempotencyToken: __, transitionEndsAt: ___, ...job } = record
  const point = world.state.backup.recoveryPoints.get(record.RecoveryPointArn)
  return {
    AccountId: world.settings.account,
    ...job,
    ...(point && {
      SourceResourceArn: point.ResourceArn,
      BackupVaultArn: arnOf(world, 'backup', `backup-vault:${point.BackupVaultName}`),
      BackupSizeInBytes: point.BackupSizeBytes,
      RecoveryPointCreationDate: point.CreationDate,
      ...(record.Status === 'COMPLETED' && { CreatedResourceArn: point.ResourceArn }),
    }),
    ResourceType: 'EFS',
  }
}

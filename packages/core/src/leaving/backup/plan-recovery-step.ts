import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import {
  type BackupCall,
  describeRestoreJob,
  listRecoveryPoints,
  type RestoreMetadata,
  readRestoreMetadata,
} from '../../aws/backup.js'
import type { RestoreReceipt, RestoreSpec } from '../../drivers/archive-store.js'
import { directoryChanges, ensureDirectory, type WantedDirectory } from '../../drivers/ensure-directory.js'
import { oneAtATime } from '../../keyed-queue.js'
import type { DirectoryChange } from '../../model/change.js'
import type { BackupRestoreChange } from '../../model/changes/leaving-change.js'
import { isSameGeneration } from '../../model/claim.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { type DomainId, userProfileKey } from '../../model/ids.js'
import type { RecoveryPoint } from '../../model/recovery-point.js'
import type { ArchiveName } from '../../model/state/archive-name.js'
import { posixOwnerOf } from '../../studio/posix-owner.js'
import { checkPrivatePath } from '../../studio/private-path-plan.js'
import { type ProfileReading, readProfile } from '../../studio/profile-turn.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type { OnProgress } from '../../wait-progress.js'
import { readArchives } from '../archive-query.js'
import { ArchiveNotFoundError, UnknownPlaceError } from '../leaving-error.js'
import { findDirectory, inspect, type RestoreCall } from '../restore-step.js'
import type { RecoveryInput, RestoreFromBackupError } from './recovery-fields.js'
import {
  checkOwnerInBackup,
  chooseRecoveryPoint,
  partitionOf,
  type RecoveryRequest,
  recoveryArchive,
} from './recovery-plan.js'
import type { RestoreJobProgress } from './restore-job-step.js'

export interface RecoveryCall extends RestoreCall, BackupCall {
  readonly reportJob: OnProgress<RestoreJobProgress>
}

/** What a restoration would do, as far as that is known before the job. */
export interface PlannedRecovery {
  readonly request: RecoveryRequest
  readonly metadata: RestoreMetadata
  readonly defaultRoleArn: string
  readonly archive: ArchiveName
  /** The profile's directory. */
  readonly path: FileSystemPath
  readonly directory: WantedDirectory
  /** State of the copy: restored before, in the archive, or not recovered yet; with its destination. */
  readonly found: RestoreReceipt
  /** Changes by a restoration to that place. */
  changesTo(path: FileSystemPath): readonly (DirectoryChange | BackupRestoreChange)[]
}

/** Reads profile, directory and backups, and chooses; changes nothing. */
export function planRecovery(
  call: RecoveryCall,
  input: RecoveryInput,
): ResultAsync<PlannedRecovery, RestoreFromBackupError> {
  const { domainId, userProfileName } = input
  return oneAtATime(call, `user profile ${userProfileKey({ domainId, userProfileName })}`, () =>
    safeTry<PlannedRecovery, RestoreFromBackupError>(async function* () {
      const reading = yield* readProfile(call, { domainId, userProfileName, createdAt: undefined })
      const { directory, generation } = yield* wantedDirectory(call, reading, input)
      const { path } = directory
      const partition = partitionOf(reading.domain.domainArn)
      const place = `arn:${partition}:elasticfilesystem:${generation.region}:${generation.accountId}`
      const point = yield* findPoint(call, `${place}:file-system/${input.fileSystemId}`, input)
      const request = {
        point,
        generation,
        item: input.item ?? path,
        fileSystemId: input.fileSystemId,
        copy: input.copy,
      }
      if (input.uncertainOwner === 'refuse') {
        const query = { domainId: domainOf(path, domainId), userProfileName, olderThanDays: 0 }
        const { archives } = yield* readArchives(call, call.store, { query, limit: Number.POSITIVE_INFINITY, now: 0 })
        yield* checkOwnerInBackup({ ...request, path, archives })
      }
      const metadata = yield* readRestoreMetadata(call, point)
      yield* checkFileSystem(metadata, input)
      const archive = recoveryArchive(request)
      const planned = yield* ensureDirectory(call, directory, { dryRun: true })
      const found = yield* inspect(call, wantedOf({ archive, request, directory }, input), planned)
      yield* checkRestoredFor(request, found)
      const change = (to: FileSystemPath) => restoreChange(request, directory, to)
      return ok({
        ...{ request, metadata, archive, path, directory, found },
        defaultRoleArn: `arn:${partition}:iam::${generation.accountId}:role/service-role/AWSBackupDefaultServiceRole`,
        changesTo: (to: FileSystemPath) => [...directoryChanges(planned), change(to)],
      })
    }),
  )
}

/** Refuses a copy that went to another profile: `restoreDirectory` gives the archive that it went through to whom the caller names. */
export function checkRestoredFor(
  { generation }: RecoveryRequest,
  { archive, outcome, restoredTo: path, restoredFor }: RestoreReceipt,
): Result<undefined, ArchiveNotFoundError> {
  if (outcome !== 'restored-before' || path === undefined || restoredFor === undefined) return ok(undefined)
  if (isSameGeneration(restoredFor, generation)) return ok(undefined)
  return err(new ArchiveNotFoundError({ archive, restored: { path, generation: restoredFor } }))
}

/** Domain whose profiles can have had the path: the one that is named in it, else every one. */
function domainOf(path: FileSystemPath, domainId: DomainId): DomainId | undefined {
  return path.split(/[^-a-zA-Z0-9]/).includes(domainId) ? domainId : undefined
}

/** The profile's directory, claimed for the life that the profile has now. */
export function wantedDirectory(
  call: RecoveryCall,
  { profile, domain }: ProfileReading,
  input: Pick<RecoveryInput, 'layout' | 'nameCase' | 'mode'>,
) {
  const { generation } = profile
  return safeTry(async function* () {
    if (generation === undefined) return err(new UnknownPlaceError())
    const path = yield* findDirectory(call, { ...input, generation })
    const owner = posixOwnerOf(profile, domain)
    yield* checkPrivatePath({ profile, path, reservedPaths: [], fileSystemId: undefined }, domain)
    const directory = { path, owner, mode: input.mode, claim: { kind: 'private' as const, ...generation } }
    return ok({ directory, generation })
  })
}

function findPoint(
  call: RecoveryCall,
  fileSystemArn: string,
  input: RecoveryInput,
): ResultAsync<RecoveryPoint, RestoreFromBackupError> {
  const { restoreJobId, recoveryPointArn } = input
  return safeTry<RecoveryPoint, RestoreFromBackupError>(async function* () {
    const points = yield* listRecoveryPoints(call, fileSystemArn)
    if (restoreJobId === undefined) return chooseRecoveryPoint(points, input)
    const job = yield* describeRestoreJob(call, restoreJobId)
    if (recoveryPointArn === undefined || recoveryPointArn === job.recoveryPointArn)
      return chooseRecoveryPoint(points, { ...input, before: undefined, recoveryPointArn: job.recoveryPointArn })
    const allowed = `the job's own recovery point ${job.recoveryPointArn}, or none`
    return err(new InvalidInputError({ field: 'recoveryPointArn', allowed, received: recoveryPointArn }))
  })
}

/** A backup of another file system would restore into this one. */
function checkFileSystem(
  metadata: RestoreMetadata,
  { fileSystemId }: RecoveryInput,
): Result<undefined, InvalidInputError> {
  const backedUp = metadata['file-system-id'] ?? fileSystemId
  if (backedUp === fileSystemId) return ok(undefined)
  const allowed = `the file system that was backed up, ${backedUp}`
  return err(new InvalidInputError({ field: 'fileSystemId', allowed, received: fileSystemId }))
}

/** Spec for the driver, without what each call adds. `job`: creation and completion of the job; default: of one that nobody looks at. */
export function wantedOf(
  { archive, request, directory }: Pick<PlannedRecovery, 'archive' | 'request' | 'directory'>,
  input: Pick<RecoveryInput, 'uncertainOwner' | 'recoveryFolder'>,
  job?: Pick<NonNullable<RestoreSpec['recovery']>, 'startedAt' | 'endedAt'>,
) {
  const { path, owner, mode } = directory
  const recovery = recoveryOf(request, input, job)
  return { archive, generation: request.generation, path, owner, mode, recovery }
}

function recoveryOf(
  { item, point }: RecoveryRequest,
  { uncertainOwner, recoveryFolder }: Pick<RecoveryInput, 'uncertainOwner' | 'recoveryFolder'>,
  { startedAt, endedAt } = { startedAt: point.takenAt, endedAt: point.takenAt },
): NonNullable<RestoreSpec['recovery']> {
  return {
    ...{ item, startedAt, endedAt, otherOwner: uncertainOwner },
    ...(recoveryFolder !== undefined && { folder: recoveryFolder }),
  }
}

function restoreChange(
  { point, item, generation }: RecoveryRequest,
  { owner }: WantedDirectory,
  path: FileSystemPath,
): BackupRestoreChange {
  const { recoveryPointArn, takenAt } = point
  return { kind: 'backup', action: 'restore', recoveryPointArn, takenAt, item, path, generation, owner }
}

/** Report of a plan, before anything is done. */
export function outputOf({ request, path, archive }: PlannedRecovery) {
  const { point: recoveryPoint, item, generation } = request
  return { recoveryPoint, item, generation, path, archive, entries: 0, hardLinks: 0, changes: [] } as const
}

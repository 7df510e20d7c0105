import { createHash } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { RestoreMetadata } from '../../aws/backup.js'
import type { ArchivedDirectory } from '../../drivers/archive-store.js'
import { type Generation, generationId, isSamePerson } from '../../model/claim.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { FileSystemId } from '../../model/ids.js'
import type { RecoveryPoint } from '../../model/recovery-point.js'
import type { ArchiveName } from '../../model/state/archive-name.js'
import { RecoveryPointNotFoundError, UncertainOwnerError, type UncertainOwnerReason } from './recovery-error.js'

export interface PointChoice {
  readonly fileSystemId: FileSystemId
  readonly recoveryPointArn: string | undefined
  /** Latest time at which it may have been taken. */
  readonly before: Date | undefined
  readonly backupVaultName: string | undefined
}

/** The recovery point with that ARN, else the newest completed one that was taken by that time. */
export function chooseRecoveryPoint(
  points: readonly RecoveryPoint[],
  { fileSystemId, recoveryPointArn, before, backupVaultName }: PointChoice,
): Result<RecoveryPoint, RecoveryPointNotFoundError> {
  const completed = points
    .filter(({ status }) => status === 'COMPLETED')
    .filter((point) => backupVaultName === undefined || point.backupVaultName === backupVaultName)
    .toSorted((one, other) => Date.parse(one.takenAt) - Date.parse(other.takenAt))
  const latest = before === undefined ? Number.POSITIVE_INFINITY : before.getTime()
  const chosen = completed.findLast(
    (point) =>
      Date.parse(point.takenAt) <= latest &&
      (recoveryPointArn === undefined || point.recoveryPointArn === recoveryPointArn),
  )
  if (chosen !== undefined) return ok(chosen)
  const [oldest, newest] = [completed.at(0)?.takenAt, completed.at(-1)?.takenAt]
  const asked = [
    recoveryPointArn,
    before && `from ${before.toISOString()} or before`,
    backupVaultName && `in the vault ${backupVaultName}`,
  ]
  return err(
    new RecoveryPointNotFoundError({
      ...{ fileSystemId, asked: asked.filter(Boolean).join(' ') || 'at all' },
      ...(oldest !== undefined && { oldest }),
      ...(newest !== undefined && { newest }),
    }),
  )
}

export interface OwnerCheck {
  readonly point: RecoveryPoint
  readonly item: FileSystemPath
  /** The profile's directory now. */
  readonly path: FileSystemPath
  readonly generation: Generation
  /** Directories of earlier lives of the name, in every domain: two of them may have the same layout. */
  readonly archives: readonly ArchivedDirectory[]
}

/** Refuses a backup from a time at which the name, or the path, may have been another person's, and a path that is not the profile's. */
export function checkOwnerInBackup({
  point,
  item,
  path,
  generation,
  archives,
}: OwnerCheck): Result<RecoveryPoint, UncertainOwnerError> {
  const refuse = (reason: UncertainOwnerReason) => {
    const { recoveryPointArn, takenAt } = point
    return err(new UncertainOwnerError({ recoveryPointArn, takenAt, item, generation, reason }))
  }
  const takenAt = Date.parse(point.takenAt)
  if (item !== path) return refuse('other-path')
  if (takenAt < Date.parse(generation.createdAt)) return refuse('before-this-life')
  const isOfOther = (archived: ArchivedDirectory) =>
    lifeOf(archived.archive) !== lifeName(generation) &&
    !(archived.generation && isSamePerson(archived.generation, generation))
  return archives.some((archived) => isOfOther(archived) && Date.parse(archived.archivedAt) > takenAt)
    ? refuse('path-changed-hands')
    : ok(point)
}

/** Name of the life whose directory it is: without the number of its end. */
function lifeOf(archive: ArchiveName): string | undefined {
  return archive.split('.')[0]
}

function lifeName(generation: Generation): string {
  const { domainId, userProfileName } = generation
  return [domainId, userProfileName.toLowerCase(), generationId(generation)].join('/')
}

export interface RecoveryRequest {
  readonly point: RecoveryPoint
  readonly fileSystemId: FileSystemId
  readonly item: FileSystemPath
  readonly generation: Generation
  /** 1 for the first copy. */
  readonly copy: number
}

/** Slot of the archive through which the copy goes: the same for every run with the same request. */
export function recoveryArchive(request: RecoveryRequest): ArchiveName {
  return `${lifeName(request.generation)}.b${digestOf(request).slice(0, 16)}` as ArchiveName
}

/** Token of the nth job for the request; a job that failed keeps its token. */
export function jobToken(request: RecoveryRequest, attempt: number): string {
  return `studio-efs-${digestOf(request).slice(0, 40)}-${attempt}`
}

function digestOf({ point, fileSystemId, item, generation, copy }: RecoveryRequest): string {
  const { accountId, region, domainId, userProfileName, createdAt } = generation
  const life = [accountId, region, domainId, userProfileName.toLowerCase(), createdAt]
  const parts = [point.recoveryPointArn, fileSystemId, item, ...life, copy]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/**
 * Metadata of a job that restores one item beside what the file system has.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-efs.html
 */
export function jobMetadata(
  found: RestoreMetadata,
  { fileSystemId, item }: Pick<RecoveryRequest, 'fileSystemId' | 'item'>,
) {
  // Another spelling of the list of items, which would be a second list.
  const { ItemsToRestore: _, ...kept } = found
  return {
    Encrypted: 'false',
    PerformanceMode: 'generalPurpose',
    CreationToken: fileSystemId as string,
    ...kept,
    'file-system-id': fileSystemId as string,
    newFileSystem: 'false',
    itemsToRestore: JSON.stringify([item]),
  }
}

/** Partition of an ARN: `aws`, `aws-cn`, `aws-us-gov`. */
export function partitionOf(arn: string | undefined): string {
  return /^arn:(aws[-a-z]*):/.exec(arn ?? '')?.[1] ?? 'aws'
}

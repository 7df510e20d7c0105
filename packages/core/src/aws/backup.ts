import type { BackupClient } from '@aws-sdk/client-backup'
import { err, ok, type Result } from 'neverthrow'
import type { Call } from '../call.js'
import type { FieldParser } from '../model/parse/parse-input.js'
import { parseTime } from '../model/parse/parse-input.js'
import { isJsonObject } from '../model/parse/parse-json.js'
import { comparedText, membersOf, shownText } from '../model/parse/parse-member.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import {
  parseBackupVaultName,
  parseRecoveryPointArn,
  parseRestoreJobId,
  type RecoveryPoint,
  type RestoreJob,
} from '../model/recovery-point.js'
import { InvalidInputError } from '../studio-efs-error.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { nameCredentialsErrors } from './call/credentials.js'
import { rethrow } from './call/late-client.js'
import { parseReply, readList } from './call/read-list.js'
import { readBody } from './call/reply-body.js'

export type { BackupClient } from '@aws-sdk/client-backup'

export interface BackupCall extends Call {
  readonly backup: BackupClient
}

const RULE = { maxBytes: 1_000_000 }
const PAGE = 1000

const isoTime: FieldParser<string> = (value, field) => parseTime(value, field).map((time) => time.toISOString())

const parsePoint: FieldParser<RecoveryPoint | undefined> = (value, field) =>
  membersOf({
    RecoveryPointArn: parseRecoveryPointArn,
    BackupVaultName: comparedText,
    CreationDate: isoTime,
    Status: shownText,
  })(value, field).map((point) => ({
    recoveryPointArn: point.RecoveryPointArn,
    backupVaultName: point.BackupVaultName ?? '',
    takenAt: point.CreationDate,
    status: point.Status ?? 'unknown',
  }))

/**
 * Every recovery point of a file system, whatever its state. Points of vaults whose name cannot be asked for are left out.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html
 */
export function listRecoveryPoints(call: BackupCall, fileSystemArn: string): AwsResult<readonly RecoveryPoint[]> {
  return readList(call, {
    request: request('ListRecoveryPointsByResource', fileSystemArn),
    pending: `listing the recovery points of ${fileSystemArn}`,
    command: async (next) => {
      const { ListRecoveryPointsByResourceCommand } = await import('@aws-sdk/client-backup').catch(rethrow)
      const page = { ResourceArn: fileSystemArn, MaxResults: PAGE }
      return new ListRecoveryPointsByResourceCommand(next === undefined ? page : { ...page, NextToken: next })
    },
    send: (command, abortSignal) => call.backup.send(command, { abortSignal }),
    items: ({ RecoveryPoints }) => ['RecoveryPoints', RecoveryPoints],
    next: ({ NextToken }) => NextToken,
    parse: parsePoint,
  }).map((points) => points.flatMap((point) => (point !== undefined && isAskable(point) ? [point] : [])))
}

function isAskable({ backupVaultName }: RecoveryPoint): boolean {
  return parseBackupVaultName(backupVaultName, 'BackupVaultName').isOk()
}

/** Metadata of a file system that AWS Backup keeps with a recovery point: texts by name. */
export type RestoreMetadata = Readonly<Record<string, string>>

/** A job's metadata may have 200 KB. */
const MAX_ENTRIES = 50
const MAX_TEXT = 2048

/**
 * Texts that a restore job takes besides its own; others are left out.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_GetRecoveryPointRestoreMetadata.html
 */
export function readRestoreMetadata(
  call: BackupCall,
  { recoveryPointArn, backupVaultName }: RecoveryPoint,
): AwsResult<RestoreMetadata> {
  const asked = request('GetRecoveryPointRestoreMetadata', `recovery point ${recoveryPointArn}`)
  const send = async (abortSignal: AbortSignal) => {
    const { GetRecoveryPointRestoreMetadataCommand } = await import('@aws-sdk/client-backup').catch(rethrow)
    const command = new GetRecoveryPointRestoreMetadataCommand({
      RecoveryPointArn: recoveryPointArn,
      BackupVaultName: backupVaultName,
    })
    return call.backup.send(readBody(nameCredentialsErrors(command), RULE), { abortSignal })
  }
  return retry(call, `reading ${asked.resource}`, () =>
    callAws(call, asked, send).andThen(({ RestoreMetadata: found }) =>
      parseReply(asked, parseMetadata(found, 'RestoreMetadata')),
    ),
  )
}

const parseMetadata: FieldParser<RestoreMetadata> = (value, field) => {
  const found = value ?? {}
  if (!isJsonObject(found))
    return err(new InvalidInputError({ field, allowed: 'an object', received: quoteForMessage(value) }))
  const texts = Object.entries(found).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  )
  return ok(
    Object.fromEntries(texts.filter(([name, text]) => name.length + text.length <= MAX_TEXT).slice(0, MAX_ENTRIES)),
  )
}

export interface NewRestoreJob {
  readonly recoveryPointArn: string
  readonly metadata: RestoreMetadata
  readonly roleArn: string
  /** A request with the same token finds the job that the first one started. */
  readonly token: string
}

/**
 * Starts a restore job, or finds the one that was started with the same token, also after a reply was lost.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html
 */
export function startRestoreJob(call: BackupCall, job: NewRestoreJob): AwsResult<string> {
  const asked = request('StartRestoreJob', `recovery point ${job.recoveryPointArn}`)
  const send = async (abortSignal: AbortSignal) => {
    const { StartRestoreJobCommand } = await import('@aws-sdk/client-backup').catch(rethrow)
    const command = new StartRestoreJobCommand({
      RecoveryPointArn: job.recoveryPointArn,
      Metadata: job.metadata,
      IamRoleArn: job.roleArn,
      IdempotencyToken: job.token,
      ResourceType: 'EFS',
    })
    return call.backup.send(readBody(nameCredentialsErrors(command), RULE), { abortSignal })
  }
  return retry(call, `restoring from ${asked.resource}`, () =>
    callAws(call, asked, send).andThen(({ RestoreJobId: id }) =>
      parseReply(asked, parseRestoreJobId(id, 'RestoreJobId')),
    ),
  )
}

const parseJob = membersOf({
  RecoveryPointArn: comparedText,
  Status: shownText,
  StatusMessage: shownText,
  PercentDone: shownText,
  CreationDate: isoTime,
  CompletionDate: (value: unknown, field: string) => (value === undefined ? ok(undefined) : isoTime(value, field)),
})

/**
 * Reads a restore job. A reply about a job of another recovery point than `recoveryPointArn` is malformed. Default: any.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeRestoreJob.html
 */
export function describeRestoreJob(
  call: BackupCall,
  restoreJobId: string,
  recoveryPointArn?: string,
): AwsResult<RestoreJob> {
  const asked = request('DescribeRestoreJob', `restore job ${restoreJobId}`)
  const send = async (abortSignal: AbortSignal) => {
    const { DescribeRestoreJobCommand } = await import('@aws-sdk/client-backup').catch(rethrow)
    const command = new DescribeRestoreJobCommand({ RestoreJobId: restoreJobId })
    return call.backup.send(readBody(nameCredentialsErrors(command), RULE), { abortSignal })
  }
  return retry(call, `reading ${asked.resource}`, () =>
    callAws(call, asked, send).andThen((reply) =>
      parseReply(
        asked,
        parseJob(reply, 'RestoreJob').andThen((job) => isOfPoint(job, recoveryPointArn)),
      ),
    ),
  ).map((job) => ({
    restoreJobId,
    recoveryPointArn: job.RecoveryPointArn ?? '',
    status: job.Status ?? 'unknown',
    statusMessage: job.StatusMessage,
    percentDone: percentIn(job.PercentDone),
    createdAt: job.CreationDate,
    completedAt: job.CompletionDate,
  }))
}

function isOfPoint<Job extends { readonly RecoveryPointArn: string | undefined }>(
  job: Job,
  wanted: string | undefined,
): Result<Job, InvalidInputError> {
  const { RecoveryPointArn: received } = job
  if (wanted === undefined || received === undefined || received === wanted) return ok(job)
  return err(new InvalidInputError({ field: 'RestoreJob.RecoveryPointArn', allowed: wanted, received }))
}

/** AWS writes `42.50%`. */
function percentIn(text: string | undefined): number | undefined {
  const percent = Number.parseFloat(text ?? '')
  return percent >= 0 && percent <= 100 ? percent : undefined
}

function request(operation: string, resource: string): AwsRequest {
  return { service: 'backup', operation, resource }
}

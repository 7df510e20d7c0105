import { err, ok } from 'neverthrow'
import type { S3Client } from '../../aws/s3.js'
import { concurrently } from '../../concurrently.js'
import { boundedLogger, type Logger, silentLogger } from '../../logger.js'
import {
  type FieldParser,
  listOf,
  optional,
  type ParsedFields,
  parseInput,
  parseTime,
} from '../../model/parse/parse-input.js'
import { parseText, quoteForMessage } from '../../model/parse/parse-text.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import { type Clock, systemClock } from '../../time/clock.js'
import { abortedOnReturn, type CloudTrailSource, type LogFileRead, type SourceRun } from '../cloud-trail-source.js'
import type { DecodedRecord } from '../decode-user-profile-record.js'
import { bucketTree } from './bucket-tree.js'
import { decodeLogFile } from './decode-log-file.js'
import { findFiles } from './find-files.js'
import { folderTree } from './folder-tree.js'
import { createLogFilesSeen } from './log-files-seen.js'
import type { LogTree } from './log-tree.js'
import type { LogFilter } from './wanted-files.js'

/** Clients of {@link logFilesSource}. */
export interface LogFilesContext {
  /** For a bucket. Default: a client of the optional peer `@aws-sdk/client-s3`, configured by the environment. */
  readonly s3?: S3Client
  /** Default: the computer's own clock. */
  readonly clock?: Clock
  /** Gets a record of every request to S3 that is sent again, at `debug`. Default: none. */
  readonly logger?: Logger
}

/** Input of {@link logFilesSource}. */
export interface LogFilesSourceInput {
  /**
   * A folder, or `s3://bucket/prefix`: the parent of `AWSLogs`, `AWSLogs` itself, or any folder in it, of an account or of
   * an organisation. A prefix is a whole one: `s3://bucket/logs//AWSLogs` has an empty name in it.
   */
  readonly location: string
  /** 12 digits each. Default: every account. */
  readonly accounts?: readonly string[]
  /** Default: every Region. A replay uses the events of its client's Region only, so naming that Region saves work. */
  readonly regions?: readonly string[]
  /** Earliest event: a `Date`, or a string in ISO 8601. Default: no limit. */
  readonly from?: Date | string
  /** Latest event; files that were delivered up to a day later are read as well. Default: no limit. */
  readonly to?: Date | string
}

/**
 * Creations and deletions of user profiles from the log files of a trail. Digests, insights and the logs of other services
 * are skipped. A file that is damaged or cut off is reported, and the others are read. A location without a log file is a
 * LogLocationError. Memory use does not depend on the number or the size of the files.
 *
 * @example
 * const source = logFilesSource({}, { location: 's3://my-trail', regions: ['eu-west-1'], from: '2026-11-01' })
 * const run = replayCloudTrail(context, { source, fileSystemId })
 */
export function logFilesSource(context: LogFilesContext, input: LogFilesSourceInput): CloudTrailSource {
  return abortedOnReturn((run) => readAll(context, input, run))
}

const LOCATION_ALLOWED = 'a folder, or s3:// and the name of a bucket, with a prefix if wanted'
const account = { pattern: /^\d{12}$/, min: 12, max: 12, allowed: 'an account id: 12 digits' }
const region = { pattern: /^[a-z]{2,}(-[a-z]+)+-\d$/, min: 6, max: 32, allowed: 'a Region such as eu-west-1' }

const parseLocation: FieldParser<string> = (value, field) =>
  typeof value === 'string' && value !== '' && !/^[a-z0-9]+:\/\/(?![^/])|^(?!s3:)[a-z0-9]+:\/\//.test(value)
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: LOCATION_ALLOWED, received: quoteForMessage(value) }))

const fields = {
  location: parseLocation,
  accounts: optional(
    listOf((value, field) => parseText(value, field, account), { min: 1, max: 10_000 }),
    undefined,
  ),
  regions: optional(
    listOf((value, field) => parseText(value, field, region), { min: 1, max: 100 }),
    undefined,
  ),
  from: optional(parseTime, undefined),
  to: optional(parseTime, undefined),
} satisfies Record<keyof Required<LogFilesSourceInput>, FieldParser<unknown>>

/** Node unpacks in four threads: more files at once would only take memory. */
const FILES_AT_ONCE = 4

async function* readAll(
  context: LogFilesContext,
  input: LogFilesSourceInput,
  { signal, report }: SourceRun,
): AsyncGenerator<DecodedRecord | LogFileRead, void, undefined> {
  const parsed = parseInput(input, fields)
  if (parsed.isErr()) throw parsed.error
  const seen = createLogFilesSeen()
  const search = { tree: treeOf(parsed.value, context), filter: filterOf(parsed.value), signal, seen }
  report(() => seen.searched(search.tree.show('')))
  for await (const items of concurrently(findFiles(search), FILES_AT_ONCE, (file) => decodeLogFile(search, file)))
    yield* items
}

function treeOf({ location }: ParsedFields<typeof fields>, context: LogFilesContext): LogTree {
  const { s3, clock = systemClock, logger = silentLogger } = context
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(location) ?? []
  return bucket === undefined
    ? folderTree(location)
    : bucketTree({ bucket, prefix }, { s3, clock, logger: boundedLogger(logger) })
}

function filterOf({ accounts, regions, from, to }: ParsedFields<typeof fields>): LogFilter {
  return { accounts, regions, from: from?.getTime(), to: to?.getTime() }
}

import { err, ok } from 'neverthrow'
import type { S3Client } from '../../aws/s3.js'
import { concurrently } from '../../concurrently.js'
import { InvalidInputError } from '../../errors.js'
import {
  type FieldParser,
  listOf,
  optional,
  type ParsedFields,
  parseInput,
  parseTime,
} from '../../model/parse/parse-input.js'
import { parseText, show } from '../../model/parse/parse-text.js'
import { type Clock, systemClock } from '../../time/clock.js'
import type { CloudTrailSource, DecodedRecord, LogFileRead } from '../cloud-trail-source.js'
import { stoppable } from '../stoppable.js'
import { bucketTree } from './bucket.js'
import { decodeLogFile } from './file.js'
import { findFiles } from './find.js'
import { folderTree } from './folder.js'
import type { LogFilter } from './layout.js'
import type { LogTree } from './tree.js'

export interface LogFilesContext {
  /** For a bucket. Default: a client of the optional peer `@aws-sdk/client-s3`, with what it finds in the environment. */
  readonly s3?: S3Client
  /** Default: the computer's own clock. */
  readonly clock?: Clock
}

export interface LogFilesSourceInput {
  /**
   * A folder, or `s3://bucket/prefix`: what holds `AWSLogs`, `AWSLogs` itself, or any part of it, of an account or of an
   * organisation.
   */
  readonly location: string
  /** 12 digits each. Default: every account. */
  readonly accounts?: readonly string[]
  /** Default: every Region. A replay uses those of its client's Region only, so naming it saves work. */
  readonly regions?: readonly string[]
  /** Events from this time on: a `Date`, or a string in ISO 8601. Default: all. */
  readonly from?: Date | string
  /** Events up to this time; files that were delivered up to a day later are read as well. Default: all. */
  readonly to?: Date | string
}

/**
 * Creations and deletions of user profiles from the log files of a trail. Digests, insights and the logs of other services
 * are left alone. A file that is damaged or cut off is reported, and the rest goes on. The memory it takes does not
 * depend on how many files there are, or how large they are.
 *
 * @example
 * const source = logFilesSource({}, { location: 's3://my-trail', regions: ['eu-west-1'], from: '2026-11-01' })
 * const run = replayCloudTrail(context, { source, fileSystemId })
 */
export function logFilesSource(context: LogFilesContext, input: LogFilesSourceInput): CloudTrailSource {
  return stoppable((signal) => readAll(context, input, signal))
}

const PLACE = 'a folder, or s3:// and the name of a bucket, with a prefix if wanted'
const account = { pattern: /^\d{12}$/, min: 12, max: 12, allowed: 'an account id: 12 digits' }
const region = { pattern: /^[a-z]{2,}(-[a-z]+)+-\d$/, min: 6, max: 32, allowed: 'a Region such as eu-west-1' }

const parseLocation: FieldParser<string> = (value, field) =>
  typeof value === 'string' && value !== '' && !/^[a-z0-9]+:\/\/(?!.)|^(?!s3:)[a-z0-9]+:\/\//.test(value)
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: PLACE, received: show(value) }))

const fields = {
  location: parseLocation,
  accounts: optional(
    listOf((value, field) => parseText(field, value, account), { min: 1, max: 10_000 }),
    undefined,
  ),
  regions: optional(
    listOf((value, field) => parseText(field, value, region), { min: 1, max: 100 }),
    undefined,
  ),
  from: optional(parseTime, undefined),
  to: optional(parseTime, undefined),
}

type Parsed = ParsedFields<typeof fields>

/** Unpacking happens beside the main thread, in up to four threads: more files at once would only take memory. */
const FILES_AT_ONCE = 4

async function* readAll(
  context: LogFilesContext,
  input: LogFilesSourceInput,
  signal: AbortSignal,
): AsyncGenerator<DecodedRecord | LogFileRead, void, undefined> {
  const parsed = parseInput(input, fields)
  if (parsed.isErr()) throw parsed.error
  const tree = treeOf(parsed.value, context)
  const filter = filterOf(parsed.value)
  const files = findFiles(tree, filter, signal)
  for await (const items of concurrently(files, FILES_AT_ONCE, (file) => decodeLogFile(tree, file, filter, signal)))
    yield* items
}

function treeOf({ location }: Parsed, { s3, clock = systemClock }: LogFilesContext): LogTree {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(location) ?? []
  return bucket === undefined ? folderTree(location) : bucketTree({ bucket, prefix }, { s3, clock })
}

function filterOf({ accounts, regions, from, to }: Parsed): LogFilter {
  return { accounts, regions, from: from?.getTime(), to: to?.getTime() }
}

import { err, ok, type Result } from 'neverthrow'
import { parseClaim } from '../../../model/claim.js'
import { parseFileSystemPath } from '../../../model/file-system-path.js'
import { type FieldParser, listOf, oneOf, optional, parseInput } from '../../../model/parse/parse-input.js'
import { isJsonObject } from '../../../model/parse/parse-json.js'
import type { KnownDirectory } from '../../../model/usage/usage.js'
import { parseUsage, parseUsageRecord, parseUsageTotals } from '../../../model/usage/usage-record.js'
import { InvalidInputError } from '../../../studio-efs-error.js'
import {
  type KnownDirectories,
  type KnownDirectoriesPage,
  MAX_KNOWN_DIRECTORIES,
  type MeasureReceipt,
  type MeasureSpec,
} from '../../usage-meter.js'
import { type ParseResult, parseEither, same } from '../wire-reply.js'

export const parseMeasureReceipt: ParseResult<MeasureSpec, MeasureReceipt> = ({ path }, result) =>
  parseEither(result, (value) =>
    parseInput(value, { ...receiptFields, path: same(path) }).andThen(
      ({ outcome, usage, soFar }): Result<MeasureReceipt, InvalidInputError> => {
        if (outcome === 'waiting' || outcome === 'missing') return ok({ path, outcome })
        if (outcome === 'measured' && usage !== undefined) return ok({ path, outcome, usage })
        if (outcome === 'unfinished' && soFar !== undefined) return ok({ path, outcome, soFar })
        return err(new InvalidInputError({ field: 'outcome', allowed: 'one with its usage', received: outcome }))
      },
    ),
  )

const receiptFields = {
  outcome: oneOf('measured', 'unfinished', 'waiting', 'missing'),
  usage: optional(parseUsage, undefined),
  soFar: optional(parseUsageTotals, undefined),
}

export const parseKnownDirectories: ParseResult<KnownDirectoriesPage, KnownDirectories> = ({ path }, result) =>
  parseEither(result, (value) =>
    parseInput(value, { ...pageFields, path: same(path) }).map(({ directories, next }) => ({
      path,
      directories,
      ...(next !== undefined && { next }),
    })),
  )

const parseKnown: FieldParser<KnownDirectory> = (value, field) => {
  const { claim, ...record } = (isJsonObject(value) ? value : {}) as Readonly<Record<string, unknown>>
  return optional(parseClaim, undefined)(claim, `${field}.claim`).andThen((parsed) =>
    parseUsageRecord(record, field).map((known) => ({ ...known, ...(parsed && { claim: parsed }) })),
  )
}

const pageFields = {
  directories: listOf(parseKnown, { max: MAX_KNOWN_DIRECTORIES }),
  next: optional(parseFileSystemPath, undefined),
}

import { err, ok, type Result } from 'neverthrow'
import { parseClaim, parseGeneration } from '../../model/claim.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import {
  type FieldParser,
  listOf,
  oneOf,
  optional,
  parseInput,
  parseTime,
  unparsed,
} from '../../model/parse/parse-input.js'
import { parseWholeNumber, quoteForMessage } from '../../model/parse/parse-text.js'
import { type ArchiveName, parseArchiveName } from '../../model/state/archive-name.js'
import { parseRecoveryFolder } from '../../model/state/recovery-folder.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type {
  AbsenceReceipt,
  AbsenceSpec,
  ArchivedDirectory,
  ArchivePage,
  ClaimPage,
  ListedClaim,
  PageSpec,
  PurgeReceipt,
  PurgeSpec,
  RestoreReceipt,
  RestoreSpec,
  ServerTime,
} from '../archive-store.js'
import { parseAnyOwner } from '../attributes.js'
import { type ParseResult, parseEither } from './wire-reply.js'

const MAX_TOKEN = 1024
const MAX_FOLDERS = 1000

/** Accepts the `next` of a page: names with slashes between them. */
export const parsePageToken: FieldParser<string> = (value, field) =>
  typeof value === 'string' && value.length <= MAX_TOKEN && value.split('/').every((name) => !/^\.{0,2}$/.test(name))
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: 'the next of a page', received: quoteForMessage(value) }))

const parseIsoTime: FieldParser<string> = (value, field) => parseTime(value, field).map((time) => time.toISOString())
const parseCount: FieldParser<number> = (value, field) =>
  parseWholeNumber(value, field, { min: 0, max: Number.MAX_SAFE_INTEGER })
const next = optional(parsePageToken, undefined)

const parseListedClaim: FieldParser<ListedClaim> = (value) =>
  parseInput(value, { path: parseFileSystemPath, claim: parseClaim })

const parsePath: FieldParser<FileSystemPath> = (value, field) => parseFileSystemPath(value, field)

export const parseServerTime: ParseResult<unknown, ServerTime> = (_, result) =>
  parseEither(result, (value) =>
    parseInput(value, { now: optional(parseIsoTime, undefined) }).map(({ now }) => (now === undefined ? {} : { now })),
  )

export const parseClaimPage: ParseResult<PageSpec, ClaimPage> = ({ limit }, result) =>
  parseEither(result, (value) =>
    parseInput(value, {
      claims: listOf(parseListedClaim, { max: limit }),
      unreadable: listOf(parsePath, { max: limit }),
      next,
    }).map(({ next: token, ...page }) => ({ ...page, ...(token !== undefined && { next: token }) })),
  )

const parseArchive: FieldParser<ArchivedDirectory> = (value) =>
  parseInput(value, {
    archive: parseArchiveName,
    generation: optional(parseGeneration, undefined),
    archivedAt: parseIsoTime,
    owner: parseAnyOwner,
    state: oneOf('kept', 'unsettled', 'purging'),
  }).map(({ generation, ...archive }) => ({ ...archive, ...(generation && { generation }) }))

export const parseArchivePage: ParseResult<PageSpec, ArchivePage> = ({ limit }, result) =>
  parseEither(result, (value) =>
    parseInput(value, { archives: listOf(parseArchive, { max: limit }), next }).map(({ archives, next: token }) => ({
      archives,
      ...(token !== undefined && { next: token }),
    })),
  )

export const parseAbsenceReceipt: ParseResult<AbsenceSpec, AbsenceReceipt> = (spec, result) =>
  parseEither(result, (value) =>
    parseInput(value, {
      since: optional(parseIsoTime, undefined),
      // The item has them; those of the reply are ignored.
      ...{ path: unparsed, generation: unparsed, profile: unparsed },
    }).map(({ since }) => ({ ...spec, ...(since !== undefined && { since }) })),
  )

export const parsePurgeReceipt: ParseResult<PurgeSpec, PurgeReceipt> = ({ archive }, result) =>
  parseEither(result, (value) =>
    parseInput(value, {
      archive: sameArchive(archive),
      outcome: oneOf('done', 'unfinished', 'not-found', 'too-young'),
      entries: parseCount,
      bytes: parseCount,
    }),
  )

export const parseRestoreReceipt: ParseResult<RestoreSpec, RestoreReceipt> = ({ archive }, result) =>
  parseEither(result, (value) =>
    parseInput(value, {
      archive: sameArchive(archive),
      outcome: oneOf(
        ...(['restored', 'restored-before', 'unfinished', 'not-found', 'not-claimed'] as const),
        ...(['not-recovered', 'several-folders', 'other-owner'] as const),
      ),
      restoredTo: optional(parsePath, undefined),
      restoredFor: optional(parseGeneration, undefined),
      entries: parseCount,
      hardLinks: parseCount,
      folders: optional(listOf(parseRecoveryFolder, { max: MAX_FOLDERS }), undefined),
      foundOwner: optional(parseAnyOwner, undefined),
    }).map(({ restoredTo, restoredFor, folders, foundOwner, ...receipt }) => ({
      ...receipt,
      ...(folders && { folders }),
      ...(foundOwner && { foundOwner }),
      ...(restoredTo !== undefined && { restoredTo }),
      ...(restoredFor && { restoredFor }),
    })),
  )

function sameArchive(archive: ArchiveName): FieldParser<ArchiveName> {
  return (value, field): Result<ArchiveName, InvalidInputError> =>
    value === archive
      ? ok(archive)
      : err(new InvalidInputError({ field, allowed: archive, received: quoteForMessage(value) }))
}

import { err, ok, type Result } from 'neverthrow'
import { parseClaim, parseGeneration } from '../../model/claim.js'
import type {
  AncestorInfo,
  DirectoryReceipt,
  DirectorySpec,
  DirectoryState,
  ParentDirectory,
} from '../../model/directory.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import {
  type FieldParser,
  listOf,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseSwitch,
  unparsed,
} from '../../model/parse/parse-input.js'
import { isJsonObject, parseJson } from '../../model/parse/parse-json.js'
import { quoteForMessage } from '../../model/parse/parse-text.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type {
  AbsenceReceipt,
  ArchivePage,
  ClaimPage,
  PurgeReceipt,
  RestoreReceipt,
  ServerTime,
} from '../archive-store.js'
import { parseAttributes } from '../attributes.js'
import type {
  ClaimedDirectorySpec,
  ClaimedDirectoryState,
  ClaimReceipt,
  FoundClaim,
  ReleaseReceipt,
} from '../claim-store.js'
import type { DirectoryError } from '../directory-error.js'
import type { IdentityReceipt, IdentityReturnReceipt, IdentityUseReceipt } from '../identities/identity-ledger.js'
import { ancestorsOf } from '../paths.js'
import type { KnownDirectories, MeasureReceipt } from '../usage-meter.js'
import { encodeError, type WireError } from './encode-error.js'
import { parseError } from './wire-error.js'
import { WIRE_VERSION } from './wire-request.js'

/** Success for one item, by the verb of the request. */
export type WireValue =
  | DirectoryReceipt
  | DirectoryState
  | ClaimReceipt
  | ClaimedDirectoryState
  | ReleaseReceipt
  | IdentityReceipt
  | IdentityUseReceipt
  | IdentityReturnReceipt
  | ClaimPage
  | ArchivePage
  | ServerTime
  | AbsenceReceipt
  | PurgeReceipt
  | RestoreReceipt
  | MeasureReceipt
  | KnownDirectories

/** Result for one item, as the directory function sends it. */
export type WireResult = { readonly ok: WireValue } | { readonly error: WireError }

/** The reply of the directory function, in JSON: one result per item, in order. */
export interface DirectoryReply {
  readonly version: typeof WIRE_VERSION
  readonly results: readonly WireResult[]
}

export function encodeReply(results: readonly Result<WireValue, DirectoryError>[]): DirectoryReply {
  const encoded = results.map((result) =>
    result.match<WireResult>(
      (value) => ({ ok: value }),
      (error) => ({ error: encodeError(error) }),
    ),
  )
  return { version: WIRE_VERSION, results: encoded }
}

/** Returns the results unparsed. Refuses the reply unless it has one result for each item. */
export function parseReply(payload: string, items: number): Result<readonly unknown[], InvalidInputError> {
  const value = parseJson(payload)
  if (value === undefined)
    return err(new InvalidInputError({ field: 'reply', allowed: 'JSON', received: 'something else' }))
  return parseInput(value, { version, results: unparsed }).andThen(({ results }) =>
    Array.isArray(results) && results.length === items
      ? ok(results as readonly unknown[])
      : err(
          new InvalidInputError({
            field: 'results',
            allowed: `a list of ${items} results`,
            received: describe(results),
          }),
        ),
  )
}

const version: FieldParser<unknown> = (value, field) =>
  value === WIRE_VERSION
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: `${WIRE_VERSION}`, received: quoteForMessage(value) }))

function describe(results: unknown): string {
  return Array.isArray(results) ? `a list of ${results.length}` : quoteForMessage(results)
}

/** Parses the result for one item; refuses one for another path. */
export type ParseResult<Item, Value> = (
  item: Item,
  result: unknown,
) => Result<Result<Value, DirectoryError>, InvalidInputError>

export const parseReceipt: ParseResult<DirectorySpec, DirectoryReceipt> = (spec, result) =>
  parseEither(result, (value) => parseInput(value, fieldsOfReceipt(spec)).map((fields) => receiptOf(spec, fields)))

function fieldsOfReceipt({ path }: DirectorySpec) {
  return { ...receiptFields, ...ancestorFields(path), path: same(path) }
}

function receiptOf(
  { path, owner, mode }: DirectorySpec,
  { outcome, before, ...ancestors }: ParsedFields<ReturnType<typeof fieldsOfReceipt>>,
): DirectoryReceipt {
  return { path, owner, mode, outcome, ...(before && { before }), ...present(ancestors) }
}

export const parseClaimReceipt: ParseResult<ClaimedDirectorySpec, ClaimReceipt> = (spec, result) =>
  parseEither(result, (value) =>
    parseInput(value, { ...fieldsOfReceipt(spec), ...claimReceiptFields }).map(({ claim, archived, ...fields }) => ({
      ...receiptOf(spec, fields),
      claim,
      ...(archived && { archived }),
    })),
  )

const claimReceiptFields = {
  claim: oneOf('made', 'adopted', 'kept', 'inherited'),
  archived: optional(parseGeneration, undefined),
}

export const parseClaimedState: ParseResult<FileSystemPath, ClaimedDirectoryState> = (path, result) =>
  parseEither(result, (value) => {
    const { found, ...state } = (isJsonObject(value) ? value : {}) as Readonly<Record<string, unknown>>
    return parseFoundClaim(found, 'found').andThen((claim) =>
      stateFrom(path, state).map((directory) => ({ ...directory, found: claim })),
    )
  })

const parseFoundClaim: FieldParser<FoundClaim> = (value) =>
  parseInput(value, foundClaimFields).andThen(
    ({ kind, claim, relation, other }): Result<FoundClaim, InvalidInputError> => {
      if (kind === 'none') return ok({ kind })
      if (claim !== undefined && kind === 'claimed') return ok({ kind, claim })
      if (claim !== undefined && relation !== undefined && other !== undefined)
        return ok({ kind: 'overlaps', claim, relation, other })
      return err(new InvalidInputError({ field: 'found', allowed: 'a claim', received: `${kind} without one` }))
    },
  )

const foundClaimFields = {
  kind: oneOf('none', 'claimed', 'overlaps'),
  claim: optional(parseClaim, undefined),
  relation: optional(oneOf('holds', 'lies inside'), undefined),
  other: optional(parseFileSystemPath, undefined),
}

const receiptFields = {
  outcome: oneOf('created', 'unchanged', 'repaired'),
  before: optional(parseAttributes, undefined),
  // The item has them; those of the reply are ignored.
  owner: unparsed,
  mode: unparsed,
}

export const parseState: ParseResult<FileSystemPath, DirectoryState> = (path, result) =>
  parseEither(result, (value) => stateFrom(path, value))

function stateFrom(path: FileSystemPath, value: unknown): Result<DirectoryState, InvalidInputError> {
  return parseInput(value, { ...stateFields, ...ancestorFields(path), path: same(path) }).andThen(
    ({
      path,
      exists,
      isEmpty,
      writableParents,
      closedParents,
      ...found
    }): Result<DirectoryState, InvalidInputError> => {
      const further = present({ writableParents, closedParents })
      return exists
        ? parseAttributes(found).map((attributes) => ({
            ...{ path, exists, ...attributes, ...further },
            ...(isEmpty === undefined ? {} : { isEmpty }),
          }))
        : ok({ path, exists, ...further })
    },
  )
}

const stateFields = {
  exists: parseSwitch,
  uid: unparsed,
  gid: unparsed,
  mode: unparsed,
  isEmpty: optional(parseSwitch, undefined),
}

const ancestorFields = (path: FileSystemPath) => {
  const parents = ancestorsOf(path)
  const some = optional(listOf(parentIn(parents), { min: 1, max: parents.length }), undefined)
  return { writableParents: some, closedParents: some }
}

/** Leaves out the lists that the reply does not have. */
function present({
  writableParents,
  closedParents,
}: {
  readonly writableParents: readonly ParentDirectory[] | undefined
  readonly closedParents: readonly ParentDirectory[] | undefined
}): AncestorInfo {
  return { ...(writableParents && { writableParents }), ...(closedParents && { closedParents }) }
}

function parentIn(parents: readonly FileSystemPath[]): FieldParser<ParentDirectory> {
  return (value, field) =>
    parseInput(value, { path: unparsed, uid: unparsed, gid: unparsed, mode: unparsed }).andThen(
      ({ path, ...found }) => {
        const parent = parents.find((one) => one === path)
        return parent === undefined
          ? err(
              new InvalidInputError({
                field: `${field}.path`,
                allowed: parents.join(' or '),
                received: quoteForMessage(path),
              }),
            )
          : parseAttributes(found).map((attributes) => ({ path: parent, ...attributes }))
      },
    )
}

/** Accepts the path of the item only. */
export function same(path: FileSystemPath): FieldParser<FileSystemPath> {
  return (value, field) =>
    value === path
      ? ok(path)
      : err(new InvalidInputError({ field, allowed: quoteForMessage(path), received: quoteForMessage(value) }))
}

export function parseEither<Value>(
  result: unknown,
  parseValue: (value: unknown) => Result<Value, InvalidInputError>,
): Result<Result<Value, DirectoryError>, InvalidInputError> {
  return parseInput(result, { ok: unparsed, error: unparsed }).andThen((either) =>
    either.error === undefined
      ? parseValue(either.ok).map((value) => ok(value))
      : parseError(either.error, 'error').map((error) => err(error)),
  )
}

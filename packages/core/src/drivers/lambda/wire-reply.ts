import { err, ok, Result } from 'neverthrow'
import { InvalidInputError } from '../../errors.js'
import type { DirectoryReceipt, DirectorySpec, DirectoryState, WritableParent } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import {
  asIs,
  type FieldParser,
  listOf,
  oneOf,
  optional,
  parseInput,
  parseSwitch,
} from '../../model/parse/parse-input.js'
import { show } from '../../model/parse/parse-text.js'
import { parseAttributes } from '../attributes.js'
import type { DirectoryError } from '../directory-error.js'
import { parentsOf } from '../writable-parents.js'
import { encodeError, parseError, type WireError } from './wire-error.js'
import { WIRE_VERSION } from './wire-request.js'

export type WireResult = { readonly ok: DirectoryReceipt | DirectoryState } | { readonly error: WireError }

/** What the directory function replies, as JSON: one result per item, in order. */
export interface DirectoryReply {
  readonly version: typeof WIRE_VERSION
  readonly results: readonly WireResult[]
}

export function encodeReply(
  results: readonly Result<DirectoryReceipt | DirectoryState, DirectoryError>[],
): DirectoryReply {
  const encoded = results.map((result) =>
    result.match<WireResult>(
      (value) => ({ ok: value }),
      (error) => ({ error: encodeError(error) }),
    ),
  )
  return { version: WIRE_VERSION, results: encoded }
}

/** The reply's results, still to be parsed one by one; refused as a whole unless there is one for each item. */
export function parseReply(payload: string, items: number): Result<readonly unknown[], InvalidInputError> {
  return parseJson(payload)
    .andThen((value) => parseInput(value, { version, results: asIs }))
    .andThen(({ results }) =>
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

const parseJson = Result.fromThrowable(
  (payload: string): unknown => JSON.parse(payload),
  (_) => new InvalidInputError({ field: 'reply', allowed: 'JSON', received: 'something else' }),
)

const version: FieldParser<unknown> = (value, field) =>
  value === WIRE_VERSION
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: `${WIRE_VERSION}`, received: show(value) }))

function describe(results: unknown): string {
  return Array.isArray(results) ? `a list of ${results.length}` : show(results)
}

/** How the result for one item is read; refused when it is about something else than the item. */
export type ParseResult<Item, Value> = (
  item: Item,
  result: unknown,
) => Result<Result<Value, DirectoryError>, InvalidInputError>

export const parseReceipt: ParseResult<DirectorySpec, DirectoryReceipt> = (spec, result) =>
  parseEither(result, (value) =>
    parseInput(value, { ...receiptFields, ...wayFields(spec.path), path: same(spec.path) }).map(
      ({ outcome, before, writableParents }) => ({
        ...spec,
        outcome,
        ...(before === undefined ? {} : { before }),
        ...(writableParents === undefined ? {} : { writableParents }),
      }),
    ),
  )

const receiptFields = {
  outcome: oneOf('created', 'unchanged', 'repaired'),
  before: optional(parseAttributes, undefined),
  // Not looked at: what was asked for is known here.
  owner: asIs,
  mode: asIs,
}

export const parseState: ParseResult<FileSystemPath, DirectoryState> = (path, result) =>
  parseEither(result, (value) =>
    parseInput(value, { ...stateFields, ...wayFields(path), path: same(path) }).andThen(
      ({ path, exists, writableParents, ...found }): Result<DirectoryState, InvalidInputError> => {
        const way = writableParents === undefined ? {} : { writableParents }
        return exists
          ? parseAttributes(found).map((attributes) => ({ path, exists, ...attributes, ...way }))
          : ok({ path, exists, ...way })
      },
    ),
  )

const stateFields = { exists: parseSwitch, uid: asIs, gid: asIs, mode: asIs }

const wayFields = (path: FileSystemPath) => {
  const parents = parentsOf(path)
  return { writableParents: optional(listOf(parentIn(parents), { min: 1, max: parents.length }), undefined) }
}

function parentIn(parents: readonly FileSystemPath[]): FieldParser<WritableParent> {
  return (value, field) =>
    parseInput(value, { path: asIs, uid: asIs, gid: asIs, mode: asIs }).andThen(({ path, ...found }) => {
      const parent = parents.find((one) => one === path)
      return parent === undefined
        ? err(new InvalidInputError({ field: `${field}.path`, allowed: parents.join(' or '), received: show(path) }))
        : parseAttributes(found).map((attributes) => ({ path: parent, ...attributes }))
    })
}

function same(path: FileSystemPath): FieldParser<FileSystemPath> {
  return (value, field) =>
    value === path ? ok(path) : err(new InvalidInputError({ field, allowed: show(path), received: show(value) }))
}

function parseEither<Value>(
  result: unknown,
  parseValue: (value: unknown) => Result<Value, InvalidInputError>,
): Result<Result<Value, DirectoryError>, InvalidInputError> {
  return parseInput(result, { ok: asIs, error: asIs }).andThen((either) =>
    either.error === undefined
      ? parseValue(either.ok).map((value) => ok(value))
      : parseError(either.error, 'error').map((error) => err(error)),
  )
}

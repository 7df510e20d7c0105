import { err, ok, type Result } from 'neverthrow'
import { type DirectorySpec, parseForeignDirectories } from '../../model/directory.js'
import { parseDirectoryMode } from '../../model/directory-mode.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, optional, parseInput, unparsed } from '../../model/parse/parse-input.js'
import { quoteForMessage } from '../../model/parse/parse-text.js'
import { parsePosixOwner } from '../../model/posix-owner.js'
import { InvalidInputError } from '../../studio-efs-error.js'

/** Goes up when a function of an older release would misunderstand a request. */
export const WIRE_VERSION = 2

export const MAX_ITEMS = 10_000

/** A request to the directory function, in JSON. It has exactly one of the two lists. */
export interface DirectoryRequest {
  readonly version: typeof WIRE_VERSION
  readonly ensureDirectories?: readonly DirectorySpec[]
  readonly inspectDirectories?: readonly FileSystemPath[]
}

/** A request with every item parsed on its own, so that a bad one does not fail its neighbours. */
export type ParsedRequest =
  | { readonly verb: 'ensure'; readonly items: readonly Result<DirectorySpec, InvalidInputError>[] }
  | { readonly verb: 'inspect'; readonly items: readonly Result<FileSystemPath, InvalidInputError>[] }

export function parseDirectoryRequest(event: unknown): Result<ParsedRequest, InvalidInputError> {
  return parseInput(event, { version, ensureDirectories: list, inspectDirectories: list }).andThen(
    ({ ensureDirectories: ensure, inspectDirectories: inspect }): Result<ParsedRequest, InvalidInputError> => {
      if (ensure !== undefined && inspect === undefined) return ok({ verb: 'ensure', items: ensure.map(parseSpec) })
      if (inspect !== undefined && ensure === undefined)
        return ok({ verb: 'inspect', items: inspect.map((path) => parseFileSystemPath(path, 'path')) })
      return err(
        new InvalidInputError({
          field: 'input',
          allowed: 'either ensureDirectories or inspectDirectories',
          received: 'both or neither',
        }),
      )
    },
  )
}

const version: FieldParser<typeof WIRE_VERSION> = (value, field) =>
  value === WIRE_VERSION
    ? ok(WIRE_VERSION)
    : err(
        new InvalidInputError({
          field,
          allowed: `${WIRE_VERSION}: both functions from one release`,
          received: quoteForMessage(value),
        }),
      )

const list = optional(
  (value, field): Result<readonly unknown[], InvalidInputError> =>
    Array.isArray(value) && value.length <= MAX_ITEMS
      ? ok(value)
      : err(
          new InvalidInputError({ field, allowed: `a list of at most ${MAX_ITEMS} items`, received: describe(value) }),
        ),
  undefined,
)

function describe(value: unknown): string {
  return Array.isArray(value) ? `a list of ${value.length} items` : quoteForMessage(value)
}

function parseSpec(value: unknown): Result<DirectorySpec, InvalidInputError> {
  return parseInput(value, specFields).map(({ foreignDirectories, ...spec }) => ({
    ...spec,
    ...(foreignDirectories && { foreignDirectories }),
  }))
}

const parseOwner: FieldParser<DirectorySpec['owner']> = (value, field) =>
  parseInput(value, ownerFields).andThen((owner) => parsePosixOwner(owner, field))

const ownerFields = { uid: unparsed, gid: unparsed }

const specFields = {
  path: parseFileSystemPath,
  owner: parseOwner,
  mode: parseDirectoryMode,
  foreignDirectories: optional(parseForeignDirectories, undefined),
}

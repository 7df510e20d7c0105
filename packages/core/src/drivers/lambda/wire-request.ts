import { err, ok, type Result } from 'neverthrow'
import { parseClaim, parseGeneration } from '../../model/claim.js'
import { type DirectorySpec, parseForeignDirectories } from '../../model/directory.js'
import { parseDirectoryMode } from '../../model/directory-mode.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, oneOf, optional, parseInput, unparsed } from '../../model/parse/parse-input.js'
import { parseWholeNumber, quoteForMessage } from '../../model/parse/parse-text.js'
import { parsePosixOwner } from '../../model/posix-owner.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type { ClaimedDirectorySpec, ReleaseSpec } from '../claim-store.js'
import {
  type KnownDirectoriesPage,
  MAX_KNOWN_DIRECTORIES,
  type MeasureLimits,
  type MeasureSpec,
} from '../usage-meter.js'

/** Goes up when a function of an older release would misunderstand a request. */
export const WIRE_VERSION = 2

export const MAX_ITEMS = 10_000

/** A request to the directory function, in JSON. It has exactly one of the lists. */
export interface DirectoryRequest {
  readonly version: typeof WIRE_VERSION
  readonly ensureDirectories?: readonly DirectorySpec[]
  readonly inspectDirectories?: readonly FileSystemPath[]
  readonly claimDirectories?: readonly ClaimedDirectorySpec[]
  readonly inspectClaims?: readonly FileSystemPath[]
  readonly releaseDirectories?: readonly ReleaseSpec[]
  readonly measureDirectories?: readonly MeasureSpec[]
  readonly listKnownDirectories?: readonly KnownDirectoriesPage[]
  /** With `measureDirectories` only. */
  readonly measureLimits?: MeasureLimits
}

export type Verb = Exclude<keyof DirectoryRequest, 'version' | 'measureLimits'>

export type ItemOf<Name extends Verb> = NonNullable<DirectoryRequest[Name]>[number]

/** A request with every item parsed on its own, so that a bad one does not fail its neighbours. */
export type ParsedRequest = {
  readonly [Name in Verb]: {
    readonly verb: Name
    readonly items: readonly Result<ItemOf<Name>, InvalidInputError>[]
    readonly measureLimits: MeasureLimits
  }
}[Verb]

export function parseDirectoryRequest(event: unknown): Result<ParsedRequest, InvalidInputError> {
  return parseInput(event, { version, measureLimits, ...lists }).andThen(
    (request): Result<ParsedRequest, InvalidInputError> => {
      const [verb, another] = verbs.filter((name) => request[name] !== undefined)
      if (verb !== undefined && another === undefined)
        return ok({
          verb,
          items: request[verb]?.map((item) => itemParsers[verb](item, 'item')),
          measureLimits: request.measureLimits,
        } as ParsedRequest)
      return err(
        new InvalidInputError({
          field: 'input',
          allowed: `exactly one of ${verbs.join(', ')}`,
          received: verb === undefined ? 'none' : 'several',
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

const wholeFrom1To =
  (max: number): FieldParser<number> =>
  (value, field) =>
    parseWholeNumber(value, field, { min: 1, max })

const MAX_OPERATIONS_PER_SECOND = 1_000_000
const MAX_MEASURE_MS = 900_000
const limitFields = {
  operationsPerSecond: wholeFrom1To(MAX_OPERATIONS_PER_SECOND),
  maxMs: wholeFrom1To(MAX_MEASURE_MS),
}
const measureLimits = optional<MeasureLimits, MeasureLimits>((value) => parseInput(value, limitFields), {
  operationsPerSecond: 1000,
  maxMs: 1000,
})

const parsePage: FieldParser<KnownDirectoriesPage> = (value) =>
  parseInput(value, { path: parseFileSystemPath, limit: wholeFrom1To(MAX_KNOWN_DIRECTORIES) })

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

const parseSpec: FieldParser<DirectorySpec> = (value) =>
  parseInput(value, specFields).map(({ foreignDirectories, ...spec }) => ({
    ...spec,
    ...(foreignDirectories && { foreignDirectories }),
  }))

const parseClaimedSpec: FieldParser<ClaimedDirectorySpec> = (value) =>
  parseInput(value, claimedSpecFields).map(({ foreignDirectories, previousOwner, ...spec }) => ({
    ...spec,
    ...(foreignDirectories && { foreignDirectories }),
    ...(previousOwner && { previousOwner }),
  }))

const parseReleaseSpec: FieldParser<ReleaseSpec> = (value) =>
  parseInput(value, { path: parseFileSystemPath, generation: parseGeneration })

const parseOwner: FieldParser<DirectorySpec['owner']> = (value, field) =>
  parseInput(value, ownerFields).andThen((owner) => parsePosixOwner(owner, field))

const ownerFields = { uid: unparsed, gid: unparsed }

const specFields = {
  path: parseFileSystemPath,
  owner: parseOwner,
  mode: parseDirectoryMode,
  foreignDirectories: optional(parseForeignDirectories, undefined),
}

const claimedSpecFields = {
  ...specFields,
  claim: parseClaim,
  previousOwner: optional(oneOf('archive', 'refuse', 'adopt'), undefined),
}

const itemParsers: { readonly [Name in Verb]: FieldParser<ItemOf<Name>> } = {
  ensureDirectories: parseSpec,
  inspectDirectories: (value) => parseFileSystemPath(value, 'path'),
  claimDirectories: parseClaimedSpec,
  inspectClaims: (value) => parseFileSystemPath(value, 'path'),
  releaseDirectories: parseReleaseSpec,
  measureDirectories: (value) => parseInput(value, { path: parseFileSystemPath }),
  listKnownDirectories: parsePage,
}

const verbs = Object.keys(itemParsers) as readonly Verb[]

const lists = Object.fromEntries(verbs.map((verb) => [verb, list])) as Record<Verb, typeof list>

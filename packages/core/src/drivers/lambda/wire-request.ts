import { err, ok, type Result } from 'neverthrow'
import { parseClaim, parseGeneration, parsePerson } from '../../model/claim.js'
import { type DirectorySpec, parseForeignDirectories } from '../../model/directory.js'
import { parseDirectoryMode } from '../../model/directory-mode.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, listOf, oneOf, optional, parseInput, unparsed } from '../../model/parse/parse-input.js'
import { quoteForMessage } from '../../model/parse/parse-text.js'
import { parsePosixId, parsePosixOwner } from '../../model/posix-owner.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type { ClaimedDirectorySpec, ReleaseSpec } from '../claim-store.js'
import { parseHolder, parseIdentityUse } from '../identities/identity-entry.js'
import type { IdentitySpec, IdentityUse } from '../identities/identity-ledger.js'
import { WIRE_VERSION } from './wire-version.js'

export const MAX_ITEMS = 10_000

/** Uids to be passed over in one item. */
const MAX_AVOIDED = 100_000

/** A request to the directory function, in JSON. It has exactly one of the lists. */
export interface DirectoryRequest {
  readonly version: typeof WIRE_VERSION
  readonly ensureDirectories?: readonly DirectorySpec[]
  readonly inspectDirectories?: readonly FileSystemPath[]
  readonly claimDirectories?: readonly ClaimedDirectorySpec[]
  readonly inspectClaims?: readonly FileSystemPath[]
  readonly releaseDirectories?: readonly ReleaseSpec[]
  readonly takeIdentities?: readonly IdentitySpec[]
  readonly inspectIdentities?: readonly IdentitySpec[]
  readonly useIdentities?: readonly IdentityUse[]
  readonly returnIdentities?: readonly IdentityUse[]
}

export type Verb = Exclude<keyof DirectoryRequest, 'version'>

export type ItemOf<Name extends Verb> = NonNullable<DirectoryRequest[Name]>[number]

/** A request with every item parsed on its own, so that a bad one does not fail its neighbours. */
export type ParsedRequest = {
  readonly [Name in Verb]: { readonly verb: Name; readonly items: readonly Result<ItemOf<Name>, InvalidInputError>[] }
}[Verb]

export function parseDirectoryRequest(event: unknown): Result<ParsedRequest, InvalidInputError> {
  return parseInput(event, { version, ...lists }).andThen((request): Result<ParsedRequest, InvalidInputError> => {
    const [verb, another] = verbs.filter((name) => request[name] !== undefined)
    if (verb !== undefined && another === undefined)
      return ok({ verb, items: request[verb]?.map((item) => itemParsers[verb](item, 'item')) } as ParsedRequest)
    return err(
      new InvalidInputError({
        field: 'input',
        allowed: `exactly one of ${verbs.join(', ')}`,
        received: verb === undefined ? 'none' : 'several',
      }),
    )
  })
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

const parseUidRange: FieldParser<IdentitySpec['range']> = (value, field) =>
  parseInput(value, { first: parsePosixId, last: parsePosixId }).andThen((range) =>
    range.first <= range.last
      ? ok(range)
      : err(
          new InvalidInputError({ field, allowed: 'first before last', received: `${range.first} to ${range.last}` }),
        ),
  )

const identityFields = {
  holder: parseHolder,
  range: parseUidRange,
  person: optional(parsePerson, undefined),
  previousUid: optional(oneOf('retire', 'keep'), undefined),
  avoid: optional(listOf(parsePosixId, { max: MAX_AVOIDED }), undefined),
} satisfies Record<keyof Required<IdentitySpec>, FieldParser<unknown>>

const parseIdentitySpec: FieldParser<IdentitySpec> = (value) =>
  parseInput(value, identityFields).map(({ person, previousUid, avoid, ...spec }) => ({
    ...spec,
    ...(person === undefined ? {} : { person }),
    ...(previousUid && { previousUid }),
    ...(avoid && { avoid }),
  }))

const itemParsers: { readonly [Name in Verb]: FieldParser<ItemOf<Name>> } = {
  ensureDirectories: parseSpec,
  inspectDirectories: (value) => parseFileSystemPath(value, 'path'),
  claimDirectories: parseClaimedSpec,
  inspectClaims: (value) => parseFileSystemPath(value, 'path'),
  releaseDirectories: parseReleaseSpec,
  takeIdentities: parseIdentitySpec,
  inspectIdentities: parseIdentitySpec,
  useIdentities: parseIdentityUse,
  returnIdentities: parseIdentityUse,
}

const verbs = Object.keys(itemParsers) as readonly Verb[]

const lists = Object.fromEntries(verbs.map((verb) => [verb, list])) as Record<Verb, typeof list>

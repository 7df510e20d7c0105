import { err, ok, type Result } from 'neverthrow'
import type { DirectorySpec } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { type FieldParser, optional, parseInput, unparsed } from '../../model/parse/parse-input.js'
import { quoteForMessage } from '../../model/parse/parse-text.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import type { AbsenceSpec, ClaimPageSpec, PageSpec, PurgeSpec, RestoreSpec } from '../archive-store.js'
import type { ClaimedDirectorySpec, ReleaseSpec } from '../claim-store.js'
import type { IdentitySpec, IdentityUse } from '../identities/identity-ledger.js'
import { LATER_VERBS, type LaterVerb } from '../later-verbs.js'
import type { KnownDirectoriesPage, MeasureLimits, MeasureSpec } from '../usage-meter.js'

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
  readonly takeIdentities?: readonly IdentitySpec[]
  readonly inspectIdentities?: readonly IdentitySpec[]
  readonly useIdentities?: readonly IdentityUse[]
  readonly returnIdentities?: readonly IdentityUse[]
  readonly listClaims?: readonly ClaimPageSpec[]
  /** One item without fields. */
  readonly readServerTime?: readonly Readonly<Record<string, never>>[]
  readonly listArchives?: readonly PageSpec[]
  readonly noteAbsences?: readonly AbsenceSpec[]
  readonly purgeArchives?: readonly PurgeSpec[]
  readonly restoreDirectories?: readonly RestoreSpec[]
  readonly measureDirectories?: readonly MeasureSpec[]
  readonly listKnownDirectories?: readonly KnownDirectoriesPage[]
  /** With `measureDirectories` only. */
  readonly measureLimits?: MeasureLimits
}

export type Verb = Exclude<keyof DirectoryRequest, 'version' | 'measureLimits'>

/** The list of a request, its items unparsed. */
export interface VerbRequest {
  readonly verb: Verb
  readonly items: readonly unknown[]
  /** Unparsed, too: only the usage meter reads it. */
  readonly measureLimits: unknown
}

export function parseDirectoryRequest(event: unknown): Result<VerbRequest, InvalidInputError> {
  return parseInput(event, { version, measureLimits: unparsed, ...lists }).andThen(
    (request): Result<VerbRequest, InvalidInputError> => {
      const [verb, another] = verbs.filter((name) => request[name] !== undefined)
      if (verb !== undefined && another === undefined)
        return ok({ verb, items: request[verb] ?? [], measureLimits: request.measureLimits })
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

const frequentVerbs = Object.keys({
  ensureDirectories: true,
  inspectDirectories: true,
  claimDirectories: true,
  inspectClaims: true,
} satisfies Record<Exclude<Verb, LaterVerb>, true>)

const verbs = [...frequentVerbs, ...LATER_VERBS] as readonly Verb[]

const lists = Object.fromEntries(verbs.map((verb) => [verb, list])) as Record<Verb, typeof list>

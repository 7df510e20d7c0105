import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { describeDomain, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { MAX_PAGE } from '../drivers/archive-store.js'
import type { DirectoryStepError } from '../drivers/ask-driver.js'
import type { ReleaseReceipt, ReleaseSpec } from '../drivers/claim-store.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { ArchiveChange } from '../model/changes/leaving-change.js'
import {
  DEFAULT_LAYOUT,
  type DirectoryNameCase,
  directoryPathFor,
  parseDirectoryLayout,
} from '../model/directory-layout.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { parseDomainId, parseUserProfileName, type UserProfileRef, userProfileKey } from '../model/ids.js'
import {
  type FieldParser,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseTime,
} from '../model/parse/parse-input.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { askStore, findLife, type LeavingStore, requireArchive } from './archive-step.js'
import { hasLeft, isAt, pendingReason } from './leaver-plan.js'
import type { UnknownPlaceError } from './leaving-error.js'
import { type OwnPlaceInput, ownPlaceFields, readOwnPlace } from './own-place.js'
import { logRelease, releaseChanges, releaseDirectories } from './release-step.js'
import { readClocks } from './server-time.js'

/** Input of {@link offboardProfile}. */
export interface OffboardProfileInput extends WaitOptions, OwnPlaceInput {
  readonly domainId: string
  readonly userProfileName: string
  /** Template that the directory was made with; default `/{userProfileName}`. */
  readonly layout?: string
  /** Spelling of the name in the path. Default `as-stored`: as given here, once SageMaker knows the profile no more. */
  readonly nameCase?: DirectoryNameCase
  /**
   * When DeleteUserProfile was called, as its event says. A profile that was created before and is still there then is
   * `pending`. Default: unknown.
   */
  readonly deletedAt?: Date | string
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link offboardProfile}. */
export interface OffboardProfileOutput {
  readonly profile: UserProfileRef
  /** As it is claimed; `layout` may spell it in another case. */
  readonly path: FileSystemPath
  /**
   * `archived`: the directory is in the archive, and its path is free. `no-directory`: there was none; its claim ended.
   * `still-there`: the profile that has the directory exists, or is younger than 10 minutes. `not-claimed`: the path has no
   * claim of this profile, in any spelling, in this account and Region.
   */
  readonly outcome: 'archived' | 'no-directory' | 'still-there' | 'not-claimed'
  /**
   * With `still-there`, if a later call may archive the directory: SageMaker is `deleting` the profile, or it is gone but so
   * `young` that it may not be visible yet. Absent for a profile that stays.
   */
  readonly pending?: 'deleting' | 'young'
  readonly changes: readonly ArchiveChange[]
}

/**
 * Errors of {@link offboardProfile}. ResourceNotFoundError: the domain does not exist, the path has no claim of this profile, and
 * no `deletedAt` says that there was one.
 */
export type OffboardProfileError = InvalidInputError | AwsError | CallEndedError | DirectoryError | UnknownPlaceError

const offboardFields = {
  domainId: parseDomainId,
  userProfileName: parseUserProfileName,
  layout: optional(parseDirectoryLayout, DEFAULT_LAYOUT),
  nameCase: optional(oneOf('as-stored', 'lower'), 'as-stored' as const),
  deletedAt: optional(parseTime, undefined),
  ...ownPlaceFields,
  ...waitFields,
} satisfies Record<keyof Required<OffboardProfileInput>, FieldParser<unknown>>

/**
 * The directory of a profile that SageMaker knows no more is in the archive, whole, with its owner and modes. The profile is
 * looked for first: a directory whose profile exists is left, and of one that lives again under the same name, only the
 * directory of the earlier life is archived. Nothing is deleted.
 *
 * @example
 * const result = await offboardProfile(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk()) console.log(result.value.path, result.value.outcome)
 */
export function offboardProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger'>,
  input: OffboardProfileInput,
): ResultAsync<OffboardProfileOutput, OffboardProfileError> {
  return parseInput(input, offboardFields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .andThen((spec) => requireArchive(context.directories)(spec))
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context), spec, (call) => offboard(call, context.directories as LeavingStore, spec)),
    )
}

function offboard(
  call: SageMakerCall,
  store: LeavingStore,
  spec: ParsedFields<typeof offboardFields>,
): ResultAsync<OffboardProfileOutput, OffboardProfileError> {
  const { domainId, userProfileName, layout, nameCase, dryRun } = spec
  return safeTry(async function* () {
    const life = yield* findLife(call, spec)
    const { found } = life
    const asked = { domainId, userProfileName: typeof found === 'string' ? userProfileName : found.userProfileName }
    const path = directoryPathFor(layout, asked, nameCase)
    const claimed = yield* findClaims(call, store, { path, ref: asked })
    const report = (
      outcome: OffboardProfileOutput['outcome'],
      { path: at, generation }: Partial<ReleaseSpec> = {},
    ) => ({
      profile: { domainId, userProfileName: generation?.userProfileName ?? asked.userProfileName },
      path: at ?? path,
      outcome,
    })
    if (claimed.length === 0) {
      // A deletion's event says that the profile existed, and so did its domain.
      if (found === 'gone' && spec.deletedAt === undefined) yield* describeDomain(call, domainId)
      return ok({ ...report('not-claimed'), changes: [] })
    }
    const { place } = typeof found === 'string' ? yield* readOwnPlace(call, spec) : { place: found }
    const own = claimed.filter(({ generation }) => isAt(place, generation))
    const [first] = own
    if (first === undefined) return ok({ ...report('not-claimed'), changes: [] })
    const { server, own: ownTime } = yield* readClocks(call, store, spec)
    const left = own.filter(({ generation }) => hasLeft(generation, found, Math.min(server, ownTime)))
    if (left.length === 0) {
      const pending = pendingReason({ ...life, deletedAt: spec.deletedAt?.getTime() })
      return ok({ ...report('still-there', first), ...(pending && { pending }), changes: [] })
    }
    const ended: ReleaseReceipt[] = []
    for (const leaver of left) {
      const released = yield* askStore(call, store, {
        pending: `archiving ${leaver.path}`,
        ask: () => releaseDirectories(store, [leaver], { dryRun }),
      })
      if (!dryRun) logRelease(call, released)
      ended.push(released)
    }
    const [shown] = ended.toSorted((one, other) => OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome))
    const outcome = shown === undefined || shown.outcome === 'not-held' ? 'not-claimed' : shown.outcome
    return ok({ ...report(outcome, shown), changes: ended.flatMap(releaseChanges) })
  })
}

/** The best first: a profile may have left a directory in each of two spellings of its name. */
const OUTCOMES: readonly ReleaseReceipt['outcome'][] = ['archived', 'no-directory', 'not-held']

/**
 * The claims of a profile at a path, in any spelling: an event has the name as the caller of DeleteUserProfile wrote it, and
 * SageMaker takes it in any case. Reads the names in the directories of the path's claims, and no claim besides.
 */
function findClaims(
  call: SageMakerCall,
  store: LeavingStore,
  { path, ref }: { readonly path: FileSystemPath; readonly ref: UserProfileRef },
): ResultAsync<readonly ReleaseSpec[], DirectoryStepError> {
  return safeTry(async function* () {
    const found: ReleaseSpec[] = []
    for (let after: string | undefined, more = true; more; ) {
      const { claims, unreadable, next } = yield* askStore(call, store, {
        pending: `reading the claim of ${path}`,
        ask: () => store.listClaims([{ limit: MAX_PAGE, spelledLike: path, ...(after !== undefined && { after }) }]),
      })
      const damaged = unreadable.find((at) => at.toLowerCase() === path.toLowerCase())
      // Reading it again gives the error, which has its text.
      if (damaged !== undefined)
        yield* askStore(call, store, {
          pending: `reading the claim of ${damaged}`,
          ask: () => store.inspectClaims([damaged]),
        })
      for (const { path: at, claim } of claims) {
        if (claim.kind !== 'private' || at.toLowerCase() !== path.toLowerCase()) continue
        const { kind: _, ...generation } = claim
        if (userProfileKey(generation) === userProfileKey(ref)) found.push({ path: at, generation })
      }
      more = next !== undefined
      after = next
    }
    // The path as it was asked for first.
    return ok(found.toSorted((one, other) => Number(other.path === path) - Number(one.path === path)))
  })
}

import { err, ok, type Result } from 'neverthrow'
import {
  type DomainId,
  parseFileSystemId,
  parseSpaceName,
  parseUserProfileName,
  type SpaceRef,
  type UserProfileRef,
} from '../model/ids.js'
import { type FieldParser, listOf, oneOf, optional, type ParsedFields } from '../model/parse/parse-input.js'
import { limitFields, parseMilliseconds, type RunLimits } from '../runs/engine/run-spec.js'
import { beginOf, type ListedOptions, type ListedSpec, listedFields } from '../runs/listed-run.js'
import { InvalidInputError } from '../studio-efs-error.js'
import type { OnProgress } from '../wait-progress.js'
import type { RunningApps } from './apply-space-change.js'
import { listedSpaces, type SpaceScope } from './listed-spaces.js'

/** Input of the operations on many spaces. */
export interface SpacesRunOptions<Progress> extends Omit<RunLimits, 'profileTimeoutMs'>, ListedOptions {
  readonly fileSystemId: string
  /**
   * Only the private spaces of this profile. Needs one domain in `domainIds`; refused with the scope `shared`. Default: those of
   * every profile.
   */
  readonly userProfileName?: string
  /** Only these spaces, up to 1,000. Needs one domain in `domainIds`. Default: all. */
  readonly spaceNames?: readonly string[]
  /**
   * Spaces that Unified Studio manages: `if-named` (the default) changes those that `spaceNames` names, `leave` changes none.
   */
  readonly unifiedStudio?: 'if-named' | 'leave'
  /** `private`, `shared`, or `both` (the default): the spaces of one user each, those that users share, or all. */
  readonly scope?: SpaceScope
  /**
   * SageMaker changes no space whose app runs. `skip` (the default) leaves the space as `waits-for-stop`; `stop` stops the
   * app, which ends what its user runs in it; `restart` starts it again afterwards, with the instance and image it had.
   */
  readonly running?: RunningApps
  /** Time limit of one space from its turn on, in milliseconds. Default 600,000 (10 minutes). */
  readonly spaceTimeoutMs?: number
  /** Called four times a second. Counting the spaces takes one more ListSpaces per 100 of them. */
  readonly onProgress?: OnProgress<Progress>
}

const { concurrency, dryRun: _, profileTimeoutMs: __, signal } = { ...limitFields }

export const spaceFields = {
  fileSystemId: parseFileSystemId,
  userProfileName: optional(parseUserProfileName, undefined),
  spaceNames: optional(listOf(parseSpaceName, { min: 1, max: 1000 }), undefined),
  unifiedStudio: optional(oneOf('if-named', 'leave'), 'if-named' as const),
  scope: optional(oneOf('private', 'shared', 'both'), 'both' as const),
  running: optional(oneOf('skip', 'stop', 'restart'), 'skip' as const),
  spaceTimeoutMs: optional(parseMilliseconds, 600_000),
  concurrency,
  signal,
  ...listedFields,
} satisfies Record<keyof Required<SpacesRunOptions<never>>, FieldParser<unknown>>

type Parsed = ParsedFields<typeof spaceFields>

/** Spec of a run over spaces. */
export interface SpacesSpec extends ListedSpec<SpaceRef> {
  readonly running: RunningApps
  /** Spaces that Unified Studio manages are meant as well. */
  readonly takesUnifiedStudio: boolean
  /** Profile whose spaces are wanted. Undefined: every profile's, or a run that goes on. */
  readonly owner: UserProfileRef | undefined
}

/** Where the run over spaces begins. */
export function beginSpaces(
  parsed: Parsed,
  operation: 'attach-spaces' | 'detach-spaces',
): Result<SpacesSpec, InvalidInputError> {
  const items = listedSpaces(parsed)
  return oneDomain(parsed).andThen((domainId) =>
    beginOf(parsed, { operation, items }).map((begin) => {
      const isNew = parsed.resumeToken === undefined
      const named = domainId !== undefined && parsed.spaceNames !== undefined
      const names = isNew && named ? [...new Set(parsed.spaceNames)] : undefined
      const takesUnifiedStudio = named && parsed.unifiedStudio === 'if-named'
      const pending = names?.map((spaceName) => ({ domainId: domainId as DomainId, spaceName }))
      const point = pending === undefined ? begin.point : { domainIds: [], nextToken: undefined, pending }
      const { userProfileName, spaceTimeoutMs: turnTimeoutMs } = parsed
      const owner = isNew && domainId && userProfileName ? { domainId, userProfileName } : undefined
      return { ...parsed, ...begin, point, turnTimeoutMs, takesUnifiedStudio, owner }
    }),
  )
}

/** Names of profiles and spaces mean something in one domain only. */
function oneDomain({
  domainIds,
  userProfileName,
  spaceNames,
  scope,
}: Parsed): Result<DomainId | undefined, InvalidInputError> {
  if (userProfileName === undefined && spaceNames === undefined) return ok(undefined)
  if (userProfileName !== undefined && spaceNames !== undefined)
    return err(
      new InvalidInputError({
        field: 'spaceNames',
        allowed: 'left out together with userProfileName',
        received: 'given with it',
      }),
    )
  if (userProfileName !== undefined && scope === 'shared')
    return err(
      new InvalidInputError({ field: 'scope', allowed: 'private or both, with userProfileName', received: scope }),
    )
  const [domainId, second] = domainIds ?? []
  if (domainId !== undefined && second === undefined) return ok(domainId)
  const field = spaceNames === undefined ? 'userProfileName' : 'spaceNames'
  const received = `given with ${domainIds?.length ?? 'no'} domains`
  return err(new InvalidInputError({ field, allowed: 'with one domain in domainIds', received }))
}

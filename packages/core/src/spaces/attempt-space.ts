import { err, ok, okAsync, type ResultAsync } from 'neverthrow'
import { describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, readinessOf } from '../aws/sagemaker/readiness.js'
import { describeSpace } from '../aws/sagemaker/spaces.js'
import { meaningOfNotFound } from '../aws/sagemaker/visibility-plan.js'
import { withDeadline } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import type { SpaceChange } from '../model/change.js'
import { type SpaceRef, spaceKey } from '../model/ids.js'
import { kindOf, type Space } from '../model/space.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { type SkipReason, skipReasonOf } from '../profiles/skip-reason.js'
import type { Wanted } from '../runs/engine/item-queue.js'
import type { RunContext } from '../runs/engine/run-context.js'
import type { Attempt, RunWork } from '../runs/engine/run-work.js'
import { wallTimeOf } from '../time/clock.js'
import type { RunningApps } from './apply-space-change.js'
import { changeSpace } from './change-space.js'
import type { InterruptedSpace, OtherSpaceOutcome, SpaceError, SpaceOutcomeOf } from './space-outcome.js'
import type { Offer, SpacePlan } from './space-plan.js'

/** The work of a run on its spaces. */
export interface SpaceWork<Done extends string> {
  /** Word for a space whose list was changed. */
  readonly done: Done
  /** Word for the work, in the progress. */
  readonly step: string
  /** True to read the space's owner: what the profile offers decides. */
  readonly needsOwner: boolean
  /** Pure. */
  plan(space: Space, offer: Offer): SpacePlan
}

export interface SpaceRules {
  readonly running: RunningApps
  readonly dryRun: boolean
  /** Time limit of one space, in milliseconds. */
  readonly turnTimeoutMs: number
}

/** Makes the work of a run of what is to be done to each of its spaces. */
export function spaceRunWork<Done extends string>(
  work: SpaceWork<Done>,
  rules: SpaceRules,
): RunWork<SpaceRef, SpaceOutcomeOf<Done>, InterruptedSpace> {
  const others = [
    'unchanged',
    'waits-for-stop',
    'not-offered',
    'limit',
    'unsupported-app',
    'unified-studio',
    'skipped',
    'failed',
  ] as const
  return {
    step: work.step,
    words: [work.done, ...others],
    // Exact: AWS does not say that names of spaces which differ in case only are one name, as it says of profiles.
    keyOf: ({ domainId, spaceName }) => `${domainId}/${spaceName}`,
    attempt: (run, wanted) => attemptSpace(run, wanted, { work, rules }),
    failed: (space, error) => ({ outcome: 'failed', space, error, changes: [] }),
    interrupted: (outcome) =>
      'changes' in outcome && outcome.changes.length > 0
        ? { space: outcome.space, changes: outcome.changes }
        : undefined,
  }
}

interface AttemptSpec<Done extends string> {
  readonly work: SpaceWork<Done>
  readonly rules: SpaceRules
}

async function attemptSpace<Done extends string>(
  run: RunContext,
  wanted: Wanted<SpaceRef>,
  spec: AttemptSpec<Done>,
): Promise<Attempt<SpaceOutcomeOf<Done>>> {
  const { ref } = wanted
  const found = await run.domains.probe(ref.domainId)
  if (found.kind === 'pending') return notReady(`domain ${ref.domainId}, which is ${found.status}`)
  if (found.kind === 'failed') return failed(ref, found.error)
  if (found.kind === 'unusable') return skipped(ref, { reason: 'domain-unusable', detail: found.error.message })
  const call = { ...run.call, maxRetryMs: undefined }
  const limits = { timeoutMs: spec.rules.turnTimeoutMs, signal: run.call.signal }
  return withDeadline(call, limits, (inner) =>
    oneAtATime(inner, `space ${spaceKey(ref)}`, async () =>
      ok(await inTurn(inner, wanted, { ...spec, domain: found.domain })),
    ),
  ).match(
    (attempt) => attempt,
    (error) => failed(ref, error),
  )
}

interface TurnSpec<Done extends string> extends AttemptSpec<Done> {
  readonly domain: Domain
}

async function inTurn<Done extends string>(
  call: SageMakerCall,
  wanted: Wanted<SpaceRef>,
  { work, rules, domain }: TurnSpec<Done>,
): Promise<Attempt<SpaceOutcomeOf<Done>>> {
  const { ref } = wanted
  const read = await readIfReady(call, wanted)
  if (read.isErr()) return read.error
  const owner = work.needsOwner ? await readOwner(call, read.value) : ok(undefined)
  if (owner.isErr()) return owner.error
  const offer = { profile: owner.value, domain }
  const changed = await changeSpace(call, read.value, {
    plan: (space) => work.plan(space, offer),
    apps: rules.running,
    dryRun: rules.dryRun,
  })
  switch (changed.kind) {
    case 'changed':
      return settled({ outcome: work.done, space: ref, changes: changed.changes })
    case 'unchanged':
      return settled({ outcome: 'unchanged', space: ref })
    case 'obstacle':
      if (changed.obstacle === 'not-offered' && mayBeOfferedSoon(wanted, offer, wallTimeOf(call.clock)))
        return notReady(`an offer of the file system, since ${changed.detail}`)
      return settled({ outcome: changed.obstacle, space: ref, detail: changed.detail, changes: changed.changes })
    case 'waits-for-stop':
      return settled({ outcome: 'waits-for-stop', space: ref, apps: changed.apps, detail: changed.detail })
    case 'not-ready':
      return notReady(changed.what)
    case 'failed': {
      const { error, changes } = changed
      const reason =
        error.name === 'AppFailedError' || error.name === 'UpdateFailedError' ? undefined : skipReasonOf(error)
      if (reason !== undefined) return skipped(ref, { reason, detail: error.message, changes })
      return failed(ref, error, changes)
    }
  }
}

/** Time that the onboarding of a new profile may take: events come minutes late. */
const OFFERED_WITHIN_MS = 900_000

/** True for a new space of a new profile: both events are under way at the same time, and the profile's may come second. */
function mayBeOfferedSoon({ createdAt }: Wanted<SpaceRef>, { profile }: Offer, now: number): boolean {
  const born = Date.parse(profile?.generation?.createdAt ?? '')
  return typeof createdAt === 'number' && now - born < OFFERED_WITHIN_MS
}

/** Its error is how the attempt ends. */
function readIfReady(
  call: SageMakerCall,
  { ref, ...search }: Wanted<SpaceRef>,
): ResultAsync<Space, Attempt<OtherSpaceOutcome>> {
  const name = `space ${ref.domainId}/${ref.spaceName}`
  return describeSpace(call, ref)
    .mapErr((error): Attempt<OtherSpaceOutcome> => {
      if (error.name !== 'ResourceNotFoundError') return failed(ref, error)
      if (meaningOfNotFound(search, wallTimeOf(call.clock)) === 'deleted')
        return skipped(ref, { reason: 'not-found', detail: `${name} is not there` })
      return notReady(`${name}, which is not visible yet`)
    })
    .andThen((space) => {
      const readiness = readinessOf(space.status)
      if (readiness === 'ready') return ok(space)
      if (readiness === 'settling') return err(notReady(`${name}, which is ${space.status}`))
      return err(skipped(ref, { reason: 'unusable', detail: `${name} is ${space.status}` }))
    })
}

/** Reads the profile that a private space belongs to; undefined for a shared space, and for an owner that is gone. */
function readOwner(
  call: SageMakerCall,
  space: Space,
): ResultAsync<UserProfile | undefined, Attempt<OtherSpaceOutcome>> {
  const { domainId, ownerUserProfileName } = space
  if (kindOf(space) === 'shared' || ownerUserProfileName === undefined) return okAsync(undefined)
  const name = `user profile ${domainId}/${ownerUserProfileName}`
  return describeUserProfile(call, { domainId, userProfileName: ownerUserProfileName })
    .map((profile): UserProfile | undefined => profile)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(undefined) : err(failed(space, error))))
    .andThen((profile) =>
      profile !== undefined && readinessOf(profile.status) === 'settling'
        ? err(notReady(`${name}, which is ${profile.status}`))
        : ok(profile),
    )
}

function settled<Outcome>(outcome: Outcome): Attempt<Outcome> {
  return { kind: 'settled', outcome }
}

function notReady(what: string): Attempt<never> {
  return { kind: 'not-ready', what }
}

function failed(
  { domainId, spaceName }: SpaceRef,
  error: ReadinessError | SpaceError,
  changes: readonly SpaceChange[] = [],
): Attempt<OtherSpaceOutcome> {
  return settled({ outcome: 'failed', space: { domainId, spaceName }, error, changes })
}

interface Skip {
  readonly reason: SkipReason
  readonly detail: string
  readonly changes?: readonly SpaceChange[]
}

function skipped(space: SpaceRef, { reason, detail, changes = [] }: Skip): Attempt<OtherSpaceOutcome> {
  return settled({ outcome: 'skipped', space, reason, detail, changes })
}

import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { describeSpace, updateSpaceFileSystems } from '../aws/sagemaker/spaces.js'
import { addTags, deleteTags } from '../aws/sagemaker/tags.js'
import { waitForSpace } from '../aws/sagemaker/wait-for-space.js'
import { logChange } from '../logger.js'
import type { AppChange, SpaceChange, SpaceFileSystemsChange } from '../model/change.js'
import type { AppRef, AppResourceSpec, Space, SpaceApp } from '../model/space.js'
import { readModifyWrite, type UpdateError } from '../studio/read-modify-write.js'
import { wallTimeOf } from '../time/clock.js'
import { restartTag } from './restart-mark.js'
import type { SpaceError } from './space-outcome.js'
import type { SpaceObstacle, SpacePlan } from './space-plan.js'
import { readApp, startApp, stopApp, waitUntilStarted, waitUntilStopped } from './stop-and-start.js'

/** Treatment of apps that run: `skip` leaves them, `stop` stops them, `restart` starts them again afterwards. */
export type RunningApps = 'skip' | 'stop' | 'restart'

export interface ChangeSpaceSpec {
  /** Pure. */
  readonly plan: (space: Space) => SpacePlan
  readonly apps: RunningApps
  readonly dryRun: boolean
}

/** A plan that ends the work early. */
export type Ending =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'obstacle'; readonly obstacle: SpaceObstacle; readonly detail: string }
  | { readonly kind: 'waits-for-stop'; readonly apps: readonly SpaceApp[]; readonly detail: string }
  | { readonly kind: 'not-ready'; readonly what: string }

export interface Applying extends ChangeSpaceSpec {
  /** The plan that was made of what was read; without a change, apps are started only. */
  readonly planned: Ending | { readonly kind: 'change' }
  /** Apps to stop. */
  readonly running: readonly SpaceApp[]
  /** Apps that an earlier run stopped, and did not start again. */
  readonly interrupted: readonly AppRef[]
  /** Tags of the space that say so, now or no more. */
  readonly markKeys: readonly string[]
  /** Collects what was done, as it is done. */
  readonly changes: SpaceChange[]
}

export type Applied = Ending | { readonly kind: 'changed' }

interface Starting {
  readonly app: AppRef
  readonly spec: AppResourceSpec
}

/**
 * Stops the apps that run, writes the list, and with `restart` starts the apps again. Apps are marked on the space before
 * they are stopped, so that a run which dies in between is finished by the next one.
 */
export function applySpaceChange(
  call: SageMakerCall,
  space: Space,
  { planned, running, interrupted, markKeys, changes, plan, apps }: Applying,
): ResultAsync<Applied, SpaceError> {
  return safeTry<Applied, SpaceError>(async function* () {
    const record = (change: SpaceChange) => {
      changes.push(change)
      logChange(call.logger, change)
    }
    const starting: Starting[] = []
    if (apps === 'restart')
      for (const app of [...interrupted, ...running]) starting.push({ app, spec: yield* specOf(call, app, space) })
    const marks = apps === 'restart' ? running.map((app) => markOf(call, app)) : []
    yield* mark(call, space, marks)
    for (const app of running) {
      yield* stopApp(call, app)
      record(appChange('stop')(app))
      yield* waitUntilStopped(call, app)
    }
    const written =
      planned.kind === 'change'
        ? await writeList(call, space, { plan, wasStopped: running.length > 0, verify: starting.length > 0 })
        : ok<Written, UpdateError>({ changes: [], ending: planned })
    // Apps that were stopped are started again, whatever became of the list.
    changes.push(...written.map(({ changes: edits }) => edits).unwrapOr([]))
    for (const { app, spec } of starting) {
      yield* waitForSpace(call, space, 'long-ago')
      yield* startApp(call, app, spec)
      record(appChange('start')(app))
      yield* waitUntilStarted(call, app)
    }
    await unmark(call, space, [...new Set([...markKeys, ...marks.map(({ key }) => key)])])
    return written.map(endOf)
  })
}

interface Written {
  readonly changes: readonly SpaceFileSystemsChange[]
  /** Why there is no change, as the last reading of the space says. */
  readonly ending: Ending
}

interface Writing extends Pick<ChangeSpaceSpec, 'plan'> {
  readonly wasStopped: boolean
  readonly verify: boolean
}

function writeList(
  call: SageMakerCall,
  space: Space,
  { plan, wasStopped, verify }: Writing,
): ResultAsync<Written, UpdateError> {
  let ending: Ending = { kind: 'unchanged' }
  // Others may have changed the space while its app stopped.
  const fresh = wasStopped ? waitForSpace(call, space, 'long-ago') : okAsync(space)
  return fresh
    .andThen((first) =>
      readModifyWrite<Space, SpaceFileSystemsChange, 'ended'>(
        call,
        {
          resource: nameOf(space),
          plan: (seen): Result<SpaceFileSystemsChange | undefined, 'ended'> => {
            const planned = plan(seen)
            if (planned.kind === 'change') return ok(planned.change)
            if (planned.kind === 'unchanged') return ok(undefined)
            ending = planned
            return err('ended')
          },
          send: ({ after }) => updateSpaceFileSystems(call, space, after),
          describe: () => describeSpace(call, space),
          wait: () => waitForSpace(call, space, 'long-ago'),
        },
        { first, rules: { dryRun: false, verify } },
      ),
    )
    .map(({ changes }) => ({ changes, ending }))
    .orElse((error) => (error === 'ended' ? ok({ changes: [], ending }) : err(error)))
}

function endOf({ changes, ending }: Written): Applied {
  return changes.length > 0 ? { kind: 'changed' } : ending
}

/** Instance and image to start the app with again: the app's own, else those that the space keeps. */
function specOf(call: SageMakerCall, app: AppRef, space: Space): ResultAsync<AppResourceSpec, ReadinessError> {
  return readApp(call, app).map((found) => {
    const own = found?.resourceSpec ?? {}
    return Object.keys(own).length > 0 ? own : space.resourceSpec
  })
}

/** Not before the app was made, so that a clock that is behind hides no mark. */
function markOf(call: SageMakerCall, app: SpaceApp) {
  return restartTag(app, Math.max(wallTimeOf(call.clock), app.createdAt ?? 0))
}

function mark(
  call: SageMakerCall,
  space: Space,
  marks: readonly ReturnType<typeof restartTag>[],
): ResultAsync<unknown, ReadinessError> {
  return space.spaceArn === undefined || marks.length === 0
    ? okAsync(undefined)
    : addTags(call, { arn: space.spaceArn, resource: nameOf(space) }, marks)
}

/** A mark that stays does no harm: an app that was started after it is not started once more. */
export async function unmark(call: SageMakerCall, space: Space, keys: readonly string[]): Promise<void> {
  if (space.spaceArn === undefined || keys.length === 0) return
  const removed = await deleteTags(call, { arn: space.spaceArn, resource: nameOf(space) }, keys)
  if (removed.isErr())
    call.logger.warn('a tag that a run left on a space was not removed', {
      space: nameOf(space),
      keys,
      cause: removed.error.message,
    })
}

export function appChange(action: AppChange['action']) {
  return ({ domainId, spaceName, appType, appName }: AppRef): AppChange => ({
    kind: 'app',
    action,
    domainId,
    spaceName,
    appType,
    appName,
  })
}

function nameOf({ domainId, spaceName }: Space): string {
  return `space ${domainId}/${spaceName}`
}

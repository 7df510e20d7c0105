import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { listApps } from '../aws/sagemaker/space-lists.js'
import { describeSpace, updateSpaceFileSystems } from '../aws/sagemaker/spaces.js'
import { waitForSpace } from '../aws/sagemaker/wait-until-ready.js'
import { logChange } from '../logger.js'
import type { AppChange, SpaceChange, SpaceFileSystemsChange } from '../model/change.js'
import { type AppResourceSpec, isRunningApp, type Space, type SpaceApp } from '../model/space.js'
import { readModifyWrite, type UpdateError } from '../studio/read-modify-write.js'
import type { SpaceError } from './space-outcome.js'
import type { SpaceObstacle, SpacePlan } from './space-plan.js'
import { readApp, startApp, stopApp, waitUntilStarted, waitUntilStopped } from './stop-and-start.js'

/** Treatment of apps that run: `skip` leaves them, `stop` stops them, `restart` starts them again afterwards. */
export type RunningApps = 'skip' | 'stop' | 'restart'

export interface ChangeSpaceSpec {
  /** Pure. */
  readonly plan: (space: Space) => SpacePlan
  readonly running: RunningApps
  readonly dryRun: boolean
}

/** End of the work on a space. `changes` were made, or in a dry run would be. */
export type SpaceChanged =
  | { readonly kind: 'changed'; readonly changes: readonly SpaceChange[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'obstacle'; readonly obstacle: SpaceObstacle; readonly detail: string }
  | { readonly kind: 'waits-for-stop'; readonly apps: readonly SpaceApp[]; readonly detail: string }
  | { readonly kind: 'not-ready'; readonly what: string }
  | { readonly kind: 'failed'; readonly error: SpaceError; readonly changes: readonly SpaceChange[] }

/** A plan that ends the work early. */
type Ending = Exclude<SpaceChanged, { readonly kind: 'changed' | 'failed' }>

/**
 * Gives the space the list that `plan` makes of its own. Apps that run are looked at first, because SageMaker changes no
 * list beside them; nothing is stopped before the plan says that the list changes.
 */
export async function changeSpace(call: SageMakerCall, space: Space, spec: ChangeSpaceSpec): Promise<SpaceChanged> {
  const planned = spec.plan(space)
  if (planned.kind !== 'change') return planned
  const listed = await listApps(call, space)
  if (listed.isErr()) return { kind: 'failed', error: listed.error, changes: [] }
  const running = listed.value.filter(isRunningApp)
  const waiting = waitFor(running, spec.running)
  if (waiting !== undefined) return waiting
  const changes: SpaceChange[] = []
  if (spec.dryRun) {
    changes.push(...running.map(appChange('stop')), planned.change)
    if (spec.running === 'restart') changes.push(...running.map(appChange('start')))
    return { kind: 'changed', changes }
  }
  const done = await applyTo(call, space, { ...spec, apps: running, changes })
  if (done.isErr()) return afterError(call, space, { error: done.error, changes })
  if (done.value.kind !== 'changed') return changes.length > 0 ? { kind: 'changed', changes } : done.value
  return { kind: 'changed', changes }
}

/** The way to leave or wait for apps; undefined when there is none that keeps the space from being changed. */
function waitFor(apps: readonly SpaceApp[], running: RunningApps): Ending | undefined {
  const [first] = apps
  if (first === undefined) return undefined
  const deleting = apps.find(({ status }) => status === 'Deleting')
  if (deleting !== undefined) return { kind: 'not-ready', what: `${labelOf(deleting)}, which is Deleting` }
  if (running === 'skip') return waitsForStop(apps)
  // DeleteApp takes an app only once it is InService.
  const starting = apps.find(({ status }) => status !== 'InService')
  return starting && { kind: 'not-ready', what: `${labelOf(starting)}, which is ${starting.status}` }
}

function waitsForStop(apps: readonly SpaceApp[]): Ending {
  const names = apps.map((app) => `${labelOf(app)} (${app.status})`).join(', ')
  return { kind: 'waits-for-stop', apps, detail: `${names} runs: stop it, or pass running: 'stop' or 'restart'` }
}

interface Applying extends ChangeSpaceSpec {
  readonly apps: readonly SpaceApp[]
  /** Collects what was done, as it is done. */
  readonly changes: SpaceChange[]
}

type Applied = Ending | { readonly kind: 'changed' }

function applyTo(
  call: SageMakerCall,
  space: Space,
  { apps, changes, plan, running }: Applying,
): ResultAsync<Applied, SpaceError> {
  return safeTry<Applied, SpaceError>(async function* () {
    const record = (change: SpaceChange) => {
      changes.push(change)
      logChange(call.logger, change)
    }
    const stopped: { readonly app: SpaceApp; readonly spec: AppResourceSpec }[] = []
    for (const app of apps) {
      const spec = running === 'restart' ? yield* specOf(call, app, space) : {}
      yield* stopApp(call, app)
      stopped.push({ app, spec })
      record(appChange('stop')(app))
      yield* waitUntilStopped(call, app)
    }
    // Others may have changed the space while the app stopped.
    const fresh = apps.length > 0 ? yield* waitForSpace(call, space, 'long-ago') : space
    let ending: Ending | undefined
    const written = await readModifyWrite<Space, SpaceFileSystemsChange, 'ended'>(
      call,
      {
        resource: `space ${space.domainId}/${space.spaceName}`,
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
      { first: fresh, rules: { dryRun: false, verify: running === 'restart' && apps.length > 0 } },
    )
    // Apps that were stopped are started again, whatever became of the list.
    if (written.isOk()) changes.push(...written.value.changes)
    if (running === 'restart')
      for (const { app, spec } of stopped) {
        yield* waitForSpace(call, space, 'long-ago')
        yield* startApp(call, app, spec)
        record(appChange('start')(app))
        yield* waitUntilStarted(call, app)
      }
    return endOf(written, ending)
  })
}

function endOf(
  written: Result<{ readonly changes: readonly unknown[] }, 'ended' | UpdateError>,
  ending: Ending = { kind: 'unchanged' },
): Result<Applied, SpaceError> {
  if (written.isOk()) return ok({ kind: written.value.changes.length > 0 ? 'changed' : 'unchanged' })
  return written.error === 'ended' ? ok(ending) : err(written.error)
}

/** Instance and image to start the app with again: the app's own, else those that the space keeps. */
function specOf(call: SageMakerCall, app: SpaceApp, space: Space): ResultAsync<AppResourceSpec, ReadinessError> {
  return readApp(call, app).map((found) => {
    const own = found?.resourceSpec ?? {}
    return Object.keys(own).length > 0 ? own : space.resourceSpec
  })
}

/** Tells a refusal because of an app that was started in between from every other error. */
async function afterError(
  call: SageMakerCall,
  space: Space,
  { error, changes }: { readonly error: SpaceError; readonly changes: readonly SpaceChange[] },
): Promise<SpaceChanged> {
  if (error.name !== 'RequestRefusedError' || error.operation !== 'UpdateSpace' || changes.length > 0)
    return { kind: 'failed', error, changes }
  const apps = (await listApps(call, space)).map((all) => all.filter(isRunningApp)).unwrapOr([])
  return apps.length > 0 ? waitsForStop(apps) : { kind: 'failed', error, changes }
}

function appChange(action: AppChange['action']) {
  return ({ domainId, spaceName, appType, appName }: SpaceApp): AppChange => ({
    kind: 'app',
    action,
    domainId,
    spaceName,
    appType,
    appName,
  })
}

function labelOf({ domainId, spaceName, appType, appName }: SpaceApp): string {
  return `app ${domainId}/${spaceName}/${appType}/${appName}`
}

import { ok, okAsync, type ResultAsync } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { listApps } from '../aws/sagemaker/space-lists.js'
import { listTags } from '../aws/sagemaker/tags.js'
import type { SpaceChange } from '../model/change.js'
import { isRunningApp, type Space, type SpaceApp } from '../model/space.js'
import { wallTimeOf } from '../time/clock.js'
import {
  appChange,
  applySpaceChange,
  type ChangeSpaceSpec,
  type Ending,
  type RunningApps,
  unmark,
} from './apply-space-change.js'
import { appsToStart, type RestartMark, restartMarks } from './restart-mark.js'
import type { SpaceError } from './space-outcome.js'
import { readApp } from './stop-and-start.js'

/** End of the work on a space. `changes` were made, or in a dry run would be. */
export type SpaceChanged =
  | { readonly kind: 'changed'; readonly changes: readonly SpaceChange[] }
  | { readonly kind: 'failed'; readonly error: SpaceError; readonly changes: readonly SpaceChange[] }
  | Exclude<Ending, { readonly kind: 'obstacle' }>
  | (Extract<Ending, { readonly kind: 'obstacle' }> & { readonly changes: readonly SpaceChange[] })

/**
 * Gives the space the list that `plan` makes of its own. Apps that run are looked at first, because SageMaker changes no
 * list beside them; nothing is stopped before the plan says that the list changes. With `restart`, an app that an earlier
 * run stopped and did not start again is started, also if the list needs no change.
 */
export async function changeSpace(call: SageMakerCall, space: Space, spec: ChangeSpaceSpec): Promise<SpaceChanged> {
  const planned = spec.plan(space)
  const marked = spec.apps === 'restart' ? await readMarks(call, space) : ok([])
  if (marked.isErr()) return { kind: 'failed', error: marked.error, changes: [] }
  const marks = marked.value
  if (planned.kind !== 'change' && marks.length === 0) return endingOf(planned, [])
  const listed = await listApps(call, space)
  if (listed.isErr()) return { kind: 'failed', error: listed.error, changes: [] }
  const interrupted = appsToStart(marks, { apps: listed.value, now: wallTimeOf(call.clock) }).map(({ app }) => ({
    domainId: space.domainId,
    spaceName: space.spaceName,
    ...app,
  }))
  const markKeys = marks.map(({ key }) => key)
  if (planned.kind !== 'change' && interrupted.length === 0) {
    if (!spec.dryRun) await unmark(call, space, markKeys)
    return endingOf(planned, [])
  }
  const running = listed.value.filter(isRunningApp)
  const waiting = planned.kind === 'change' ? waitFor(running, spec.apps) : waitForDeletion(running)
  if (waiting !== undefined) return endingOf(waiting, [])
  const toStop = planned.kind === 'change' ? running : []
  const changes: SpaceChange[] = []
  if (spec.dryRun) {
    changes.push(...toStop.map(appChange('stop')), ...(planned.kind === 'change' ? [planned.change] : []))
    if (spec.apps === 'restart') changes.push(...[...interrupted, ...toStop].map(appChange('start')))
    return planned.kind === 'obstacle' ? endingOf(planned, changes) : { kind: 'changed', changes }
  }
  const applying = { ...spec, planned, running: toStop, interrupted, markKeys, changes }
  const done = await applySpaceChange(call, space, applying)
  if (done.isErr()) return afterError(call, space, { error: done.error, changes })
  if (done.value.kind === 'changed') return { kind: 'changed', changes }
  return changes.length > 0 && done.value.kind === 'unchanged'
    ? { kind: 'changed', changes }
    : endingOf(done.value, changes)
}

function endingOf(ending: Ending, changes: readonly SpaceChange[]): SpaceChanged {
  return ending.kind === 'obstacle' ? { ...ending, changes } : ending
}

function readMarks(call: SageMakerCall, space: Space): ResultAsync<readonly RestartMark[], ReadinessError> {
  const { domainId, spaceName, spaceArn: arn } = space
  return arn === undefined
    ? okAsync([])
    : listTags(call, { arn, resource: `space ${domainId}/${spaceName}` }).map(restartMarks)
}

/** The way to leave or wait for apps; undefined when there is none that keeps the space from being changed. */
function waitFor(apps: readonly SpaceApp[], running: RunningApps): Ending | undefined {
  if (apps.length === 0) return undefined
  const deleting = waitForDeletion(apps)
  if (deleting !== undefined) return deleting
  if (running === 'skip') return waitsForStop(apps)
  // DeleteApp takes an app only once it is InService.
  const starting = apps.find(({ status }) => status !== 'InService')
  return starting && { kind: 'not-ready', what: `${labelOf(starting)}, which is ${starting.status}` }
}

function waitForDeletion(apps: readonly SpaceApp[]): Ending | undefined {
  const deleting = apps.find(({ status }) => status === 'Deleting')
  return deleting && { kind: 'not-ready', what: `${labelOf(deleting)}, which is Deleting` }
}

function waitsForStop(apps: readonly SpaceApp[]): Extract<Ending, { readonly kind: 'waits-for-stop' }> {
  const names = apps.map((app) => `${labelOf(app)} (${app.status})`).join(', ')
  return { kind: 'waits-for-stop', apps, detail: `${names} runs: stop it, or pass running: 'stop' or 'restart'` }
}

/** Tells a refusal because of an app that was started in between from every other error. */
async function afterError(
  call: SageMakerCall,
  space: Space,
  { error, changes }: { readonly error: SpaceError; readonly changes: readonly SpaceChange[] },
): Promise<SpaceChanged> {
  if (error.name !== 'RequestRefusedError' || error.operation !== 'UpdateSpace' || changes.length > 0)
    return { kind: 'failed', error, changes }
  const listed = (await listApps(call, space)).map((all) => all.filter(isRunningApp)).unwrapOr([])
  const apps = listed.length > 0 ? listed : await usualApp(call, space)
  return apps.length > 0 ? waitsForStop(apps) : { kind: 'failed', error, changes }
}

/** The app that Studio makes in a space, if it runs: the list may lack what was started a moment ago. */
async function usualApp(call: SageMakerCall, { domainId, spaceName, appType }: Space): Promise<readonly SpaceApp[]> {
  if (appType === undefined) return []
  const found = (await readApp(call, { domainId, spaceName, appType, appName: 'default' })).unwrapOr(undefined)
  return found !== undefined && isRunningApp(found) ? [found] : []
}

function labelOf({ domainId, spaceName, appType, appName }: SpaceApp): string {
  return `app ${domainId}/${spaceName}/${appType}/${appName}`
}

import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsResult } from '../aws/call/aws-error.js'
import { createRetryRule } from '../aws/call/call-aws.js'
import { type Probe, pollUntil } from '../aws/call/poll.js'
import { createApp, deleteApp, describeApp } from '../aws/sagemaker/apps.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { pause } from '../call.js'
import { type AppRef, type AppResourceSpec, isRunningApp, type SpaceApp, type SpaceAppDetails } from '../model/space.js'
import { retryDelayMs } from '../time/backoff.js'
import { AppFailedError } from './app-failed-error.js'

/** Refusals of AWS of a request, in a row, that another try may still pass: the app was changing its state. */
const MAX_REFUSALS = 3

/** Reads an app; undefined when it is gone. */
export function readApp(call: SageMakerCall, app: AppRef): AwsResult<SpaceAppDetails | undefined> {
  return describeApp(call, app)
    .map((found): SpaceAppDetails | undefined => found)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(undefined) : err(error)))
}

/** An app as it was listed. `createdAt`: in milliseconds since the epoch, where AWS says. */
type ListedApp = AppRef & Pick<SpaceApp, 'createdAt'>

/** Has an app stopped; see {@link waitUntilStopped}. The space, and the volume with the user's files, stay. */
export function stopApp(call: SageMakerCall, app: ListedApp): ResultAsync<undefined, ReadinessError> {
  return request(call, {
    pending: `stopping ${labelOf(app)}`,
    send: () => deleteApp(call, app),
    isTaken: async () =>
      (await readApp(call, app)).map((found) => found?.status === 'Deleting' || isStopped(app, found)),
  })
}

/** Resolves once the app is stopped, also if somebody started another one of its name since. */
export function waitUntilStopped(call: SageMakerCall, app: ListedApp): ResultAsync<undefined, ReadinessError> {
  return pollUntil<SpaceAppDetails | undefined, undefined, ReadinessError, never>(call, {
    resource: labelOf(app),
    firstProbe: 'later',
    read: () => readApp(call, app),
    evaluate: (seen): Probe<undefined, never> =>
      seen === undefined || isStopped(app, seen)
        ? { kind: 'done', value: undefined }
        : { kind: 'pending', status: seen.status },
  })
}

/** True for an app that is gone, or whose name another app has by now: another run, or its user, was faster. */
function isStopped({ createdAt }: ListedApp, found: SpaceAppDetails | undefined): boolean {
  if (found === undefined || !isRunningApp(found)) return true
  return createdAt !== undefined && found.createdAt !== undefined && found.createdAt > createdAt
}

/** Has an app started with this instance and image; see {@link waitUntilStarted}. */
export function startApp(
  call: SageMakerCall,
  app: AppRef,
  resourceSpec: AppResourceSpec,
): ResultAsync<undefined, ReadinessError> {
  return request(call, {
    pending: `starting ${labelOf(app)}`,
    send: () => createApp(call, app, resourceSpec),
    isTaken: async () => (await readApp(call, app)).map((found) => found !== undefined && isRunningApp(found)),
  })
}

/** Resolves once the app runs. */
export function waitUntilStarted(
  call: SageMakerCall,
  app: AppRef,
): ResultAsync<undefined, ReadinessError | AppFailedError> {
  return pollUntil<SpaceAppDetails | undefined, undefined, ReadinessError, AppFailedError>(call, {
    resource: labelOf(app),
    firstProbe: 'later',
    read: () => readApp(call, app),
    evaluate: (seen): Probe<undefined, AppFailedError> => {
      if (seen?.status === 'InService') return { kind: 'done', value: undefined }
      if (seen?.status !== 'Failed') return { kind: 'pending', status: seen?.status ?? 'not visible yet' }
      return { kind: 'failed', error: new AppFailedError({ app, failureReason: seen.failureReason }) }
    },
  })
}

interface AppRequest {
  readonly pending: string
  /** Sends the request once. */
  readonly send: () => AwsResult<unknown>
  /** Reads after an error: the request took effect, or somebody else's did. */
  readonly isTaken: () => Promise<Result<boolean, ReadinessError>>
}

function request(call: SageMakerCall, { pending, send, isTaken }: AppRequest): ResultAsync<undefined, ReadinessError> {
  return new ResultAsync(
    (async () => {
      const mayPass = createRetryRule()
      let refusals = 0
      for (let tries = 0; ; tries += 1) {
        const sent = await send()
        if (sent.isOk()) return ok(undefined)
        const { error } = sent
        const taken = call.signal.aborted ? err(error) : await isTaken()
        if (taken.isErr()) return err(error)
        if (taken.value) return ok(undefined)
        refusals += error.name === 'RequestRefusedError' ? 1 : 0
        if (!mayPass(error) && (error.name !== 'RequestRefusedError' || refusals >= MAX_REFUSALS)) return err(error)
        const paused = await pause(call, { ms: retryDelayMs(tries, call.clock.random()), pending, cause: error })
        if (paused.isErr()) return err(paused.error)
      }
    })(),
  )
}

function labelOf({ domainId, spaceName, appType, appName }: AppRef): string {
  return `app ${domainId}/${spaceName}/${appType}/${appName}`
}

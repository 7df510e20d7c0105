import { setMaxListeners } from 'node:events'
import type { ReadinessError } from '../../aws/sagemaker/readiness.js'
import { DeadlinePassed } from '../../call.js'
import type { OnboardError } from '../../profiles/onboard-profile.js'
import type { FileSystemCheckError } from '../../studio/file-system-check.js'
import { StudioEfsError } from '../../studio-efs-error.js'
import type { Clock } from '../../time/clock.js'

/** Errors that may end a run: those of AWS, of the directories and of the checks. */
export type RunError = OnboardError | FileSystemCheckError | ReadinessError

/** Why a run ended before it was through. */
export type StopReason =
  /** The caller's signal fired. */
  | 'aborted'
  /** The time allowed was nearly over. */
  | 'deadline'
  /** The caller left the loop. */
  | 'closed'
  /** An error that every further item would have ended in as well. */
  | 'error'

/** Reason why a run ended early. */
export interface Stopped {
  readonly because: StopReason
  readonly error: RunError | undefined
}

/**
 * A run began, and stopped at an error that every further item would have ended in as well; it is the `cause`. What was
 * done until then is done, and is in `summary`, of which the `resumeToken` of a backfill goes on from there.
 */
export class RunStoppedError<Summary = unknown> extends StudioEfsError {
  readonly name = 'RunStoppedError'
  readonly summary: Summary

  constructor({ summary, cause }: { readonly summary: Summary; readonly cause: StudioEfsError }) {
    super({
      message: `The run stopped before it was through: ${cause.message}`,
      retryable: cause.retryable,
      cause,
    })
    this.summary = summary
  }
}

/** Ends a run early, in three steps that each have a signal. */
export interface RunStop {
  /** No further item is taken up. */
  readonly draining: AbortSignal
  /** Waits and reads end. */
  readonly stopped: AbortSignal
  /** Updates that were sent, and directories that are being made, are not waited for any more. */
  readonly givenUp: AbortSignal
  why(): Stopped | undefined
  stop(because: StopReason, error?: StudioEfsError): void
  /** Removes the timers and the listener. */
  release(): void
}

const GRACE_MS = 5000
const MAX_DRAIN_MS = 10_000

export function createRunStop(
  clock: Clock,
  { signal, timeoutMs }: { readonly signal: AbortSignal | undefined; readonly timeoutMs: number | undefined },
): RunStop {
  const draining = new AbortController()
  const stopped = new AbortController()
  const givenUp = new AbortController()
  const over = new AbortController()
  // Hundreds of items listen to them at once, and each removes its listener.
  setMaxListeners(0, draining.signal, stopped.signal, givenUp.signal, over.signal)
  let reason: Stopped | undefined

  const after = (ms: number, step: () => void) => {
    clock.sleep(ms, over.signal).then(step, () => undefined)
  }
  const drain = (because: StopReason, error?: StudioEfsError) => {
    // Only what `isFatal` names, and the errors of a source, end a run.
    reason ??= { because, error: error as RunError | undefined }
    draining.abort(because)
  }
  const stop = (because: StopReason, error?: StudioEfsError) => {
    drain(because, error)
    if (stopped.signal.aborted) return
    stopped.abort(because === 'deadline' ? new DeadlinePassed() : because)
    after(GRACE_MS, () => givenUp.abort(because))
  }
  const onAbort = () => stop('aborted')

  if (signal?.aborted === true) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  if (timeoutMs !== undefined) {
    const drainMs = Math.min(MAX_DRAIN_MS, timeoutMs * 0.2)
    after(timeoutMs - drainMs, () => drain('deadline'))
    after(timeoutMs - drainMs / 4, () => stop('deadline'))
    // Ahead of the deadline: reporting what was given up takes a moment.
    after(timeoutMs - drainMs / 8, () => givenUp.abort('deadline'))
  }
  return {
    draining: draining.signal,
    stopped: stopped.signal,
    givenUp: givenUp.signal,
    why: () => reason,
    stop,
    release: () => {
      over.abort('released')
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

const fatal: ReadonlySet<string> = new Set([
  'CredentialsError',
  'RegionError',
  'ClientNotInstalledError',
  'FileSystemNotFoundError',
  'MountPathMissingError',
  'NotMountedError',
  'UnsupportedPlatformError',
  'WrongFileSystemMountedError',
])

/** A mount that is read-only, and may be so for the destination of a replication, is so for every directory. */
const READ_ONLY = 'EROFS'

/** True if every further item would end in the same error. */
export function isFatal(error: StudioEfsError): boolean {
  if (error.name === 'ConnectionError') return !error.retryable
  if (error.name === 'DirectoryIoError') return 'code' in error && error.code === READ_ONLY
  return fatal.has(error.name)
}

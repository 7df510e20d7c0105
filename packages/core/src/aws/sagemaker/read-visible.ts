import { err, ok, ResultAsync } from 'neverthrow'
import { pause } from '../../call.js'
import { pollDelayMs } from '../../time/backoff.js'
import { wallTimeOf } from '../../time/clock.js'
import type { AwsResult } from '../call/aws-error.js'
import type { SageMakerCall } from './describe-and-update.js'
import { type CreatedAt, meaningOfNotFound } from './visibility-plan.js'

export interface VisibleReading<T> {
  /** For messages: `user profile d-abc/alice`. */
  readonly resource: string
  readonly createdAt: CreatedAt
  /** Reads the resource once; retries by itself. */
  readonly read: () => AwsResult<T>
}

/** Reads a resource that may have been created a moment ago. A ResourceNotFoundError of it means that it was deleted. */
export function readVisible<T>(call: SageMakerCall, { resource, createdAt, read }: VisibleReading<T>): AwsResult<T> {
  const { clock } = call
  const search = { createdAt, askedAt: wallTimeOf(clock) }
  const pending = `waiting for ${resource}, which is not visible yet`
  return new ResultAsync(
    (async () => {
      for (let waits = 0; ; waits += 1) {
        const seen = await read()
        if (seen.isOk()) return ok(seen.value)
        const isAbsent = seen.error.name === 'ResourceNotFoundError'
        if (!isAbsent || meaningOfNotFound(search, wallTimeOf(clock)) === 'deleted') return err(seen.error)
        const ms = pollDelayMs(waits, clock.random())
        const paused = await pause(call, { ms, pending, cause: seen.error })
        if (paused.isErr()) return err(paused.error)
      }
    })(),
  )
}

import type { Clock } from '@studio-efs/core'
import { StudioEfsError } from '@studio-efs/core/driver-kit'

/** CloudFormation did not take the answer. It waits until the resource's time is up, so Lambda had better try again. */
export class AnswerNotTakenError extends StudioEfsError {
  readonly name = 'AnswerNotTakenError'
  constructor(
    /** Of the last reply; undefined when there was none. */
    readonly status: number | undefined,
    options: { readonly cause?: unknown } = {},
  ) {
    const said = status === undefined ? 'it could not be reached' : `it said ${status}`
    super(`CloudFormation did not take the answer: ${said}.`, { retryable: true, ...options })
  }
}

/** Sends a body to CloudFormation's URL. */
export type Send = (url: URL, body: string) => Promise<void>

const TRIES = 4
const FIRST_WAIT_MS = 250
const TRY_MS = 2000

/** By HTTP PUT. The empty content type is part of what the URL was signed for. */
export function sendByPut(clock: Clock): Send {
  return async (url, body) => {
    for (let tries = 1; ; tries += 1) {
      const error = await put(clock, url, body)
      if (error === undefined) return
      const refused = error.status !== undefined && error.status < 500
      if (refused || tries === TRIES) throw error
      await clock.sleep(FIRST_WAIT_MS * 2 ** tries)
    }
  }
}

async function put(clock: Clock, url: URL, body: string): Promise<AnswerNotTakenError | undefined> {
  const timeUp = new AbortController()
  const done = new AbortController()
  clock.sleep(TRY_MS, done.signal).then(
    () => timeUp.abort(),
    () => undefined,
  )
  try {
    const { ok, status } = await fetch(url, {
      method: 'PUT',
      body: Buffer.from(body),
      headers: { 'content-type': '' },
      signal: timeUp.signal,
      // The URL was checked; what it redirects to was not.
      redirect: 'manual',
    })
    return ok ? undefined : new AnswerNotTakenError(status)
  } catch (cause) {
    return new AnswerNotTakenError(undefined, { cause })
  } finally {
    done.abort()
  }
}

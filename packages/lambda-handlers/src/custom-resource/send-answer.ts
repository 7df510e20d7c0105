import type { Clock } from '@studio-efs/core/directories'
import { StudioEfsError } from '@studio-efs/core/errors'

/** CloudFormation did not take the answer, and waits until the resource times out. Retryable: let Lambda invoke again. */
export class AnswerNotTakenError extends StudioEfsError {
  readonly name = 'AnswerNotTakenError'
  /** HTTP status of the last reply; undefined if there was none. */
  readonly status: number | undefined

  constructor({ status, cause }: Pick<AnswerNotTakenError, 'status' | 'cause'>) {
    const said = status === undefined ? 'it could not be reached' : `it said ${status}`
    super({ message: `CloudFormation did not take the answer: ${said}.`, retryable: true, cause })
    this.status = status
  }
}

/** Sends a body to CloudFormation's URL. */
export type Send = (url: URL, body: string) => Promise<void>

const MAX_TRIES = 4
const FIRST_WAIT_MS = 250
const TRY_MS = 2000

/**
 * Sends by HTTP PUT, up to four times in all: again after 5xx and lost connections. The URL is signed for an empty content
 * type.
 */
export function sendByPut(clock: Clock): Send {
  return async (url, body) => {
    for (let tries = 1; ; tries += 1) {
      const error = await put(clock, url, body)
      if (error === undefined) return
      const refused = error.status !== undefined && error.status < 500
      if (refused || tries === MAX_TRIES) throw error
      await clock.sleep(FIRST_WAIT_MS * 2 ** tries)
    }
  }
}

async function put(clock: Clock, url: URL, body: string): Promise<AnswerNotTakenError | undefined> {
  const late = new AbortController()
  const done = new AbortController()
  clock.sleep(TRY_MS, done.signal).then(
    () => late.abort(),
    () => undefined,
  )
  try {
    const { ok, status } = await fetch(url, {
      method: 'PUT',
      body: Buffer.from(body),
      headers: { 'content-type': '' },
      signal: late.signal,
      // Only the URL itself was checked, not the target of a redirect.
      redirect: 'manual',
    })
    return ok ? undefined : new AnswerNotTakenError({ status })
  } catch (cause) {
    return new AnswerNotTakenError({ status: undefined, cause })
  } finally {
    done.abort()
  }
}

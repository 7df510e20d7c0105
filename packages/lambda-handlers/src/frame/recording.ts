import { systemClock } from '@studio-efs/core'
import { StudioEfsError } from '@studio-efs/core/driver-kit'
import type { Handler, Invocation } from './invocation.js'
import { jsonLogger } from './json-logger.js'
import type { HandlerContext, Observers } from './observers.js'
import { tellObservers } from './tell-observers.js'

export type Fields = Readonly<Record<string, unknown>>

/** Adds to the log record of the invocation. */
export type Note = (fields: Fields) => void

/** What the log record of an invocation says of its reply. */
export interface Summary {
  readonly outcome: string
  readonly fields: Fields
  /** Default `info`. */
  readonly level?: 'info' | 'warn' | 'error'
}

export interface Recorded<Reply> {
  /** The name of the handler. */
  readonly handler: string
  readonly context: HandlerContext
  readonly observers: Observers
  /** Does it. What is noted is in the record, whether it succeeds or fails. */
  work(event: unknown, invocation: Invocation | undefined, note: Note): Promise<Reply>
  summaryOf(reply: Reply): Summary
}

/** A handler that writes one log record per invocation, and throws on what `work` throws. */
export function recording<Reply>(recorded: Recorded<Reply>): Handler<Reply> {
  const { handler, work, summaryOf, observers } = recorded
  const { clock = systemClock, logger = jsonLogger(console.log) } = recorded.context
  return async (event, invocation) => {
    const startedAt = clock.now()
    const about = { handler, requestId: invocation?.awsRequestId }
    let noted: Fields = {}
    const close = ({ level = 'info', outcome, fields }: Summary, error?: unknown) => {
      const durationMs = clock.now() - startedAt
      logger[level](outcome, { ...about, ...noted, ...fields, durationMs })
      for (const { observer, thrown } of tellObservers(observers, { outcome, durationMs, error }))
        logger.warn('an observer failed', { ...about, observer, ...failureOf(thrown) })
    }
    let reply: Reply
    let summary: Summary
    try {
      reply = await work(event, invocation, (fields) => {
        noted = { ...noted, ...fields }
      })
      summary = summaryOf(reply)
    } catch (error) {
      close({ level: 'error', outcome: 'failed', fields: failureOf(error) }, error)
      throw error
    }
    close(summary)
    return reply
  }
}

/** What a log record says of an error. */
export function failureOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: { name: typeof error } }
  const { name, message } = error
  return { error: { name, message, ...(error instanceof StudioEfsError ? { retryable: error.retryable } : {}) } }
}

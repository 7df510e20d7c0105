import { StudioEfsError, systemClock } from '@studio-efs/core/directories'
import type { Handler, Invocation } from './invocation.js'
import { jsonLogger } from './json-logger.js'
import type { HandlerContext, Observers } from './observers.js'

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
  const { handler, work, summaryOf } = recorded
  const { clock = systemClock, logger = jsonLogger(console.log) } = recorded.context
  const { metrics, tracer } = recorded.observers
  return async (event, invocation) => {
    const startedAt = clock.now()
    let noted: Fields = {}
    const close = (level: 'info' | 'warn' | 'error', outcome: string, fields: Fields) => {
      const durationMs = clock.now() - startedAt
      logger[level](outcome, { handler, requestId: invocation?.awsRequestId, ...noted, ...fields, durationMs })
      metrics?.addMetric(outcome, 'Count', 1)
      metrics?.addMetric('duration', 'Milliseconds', durationMs)
      metrics?.publishStoredMetrics()
      tracer?.putAnnotation('outcome', outcome)
    }
    try {
      const reply = await work(event, invocation, (fields) => {
        noted = { ...noted, ...fields }
      })
      const { outcome, fields, level = 'info' } = summaryOf(reply)
      close(level, outcome, fields)
      return reply
    } catch (error) {
      if (error instanceof Error) tracer?.addErrorAsMetadata(error)
      close('error', 'failed', failureOf(error))
      throw error
    }
  }
}

/** What a log record says of an error. */
export function failureOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: { name: typeof error } }
  const { name, message } = error
  return { error: { name, message, ...(error instanceof StudioEfsError ? { retryable: error.retryable } : {}) } }
}

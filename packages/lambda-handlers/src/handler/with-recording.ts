import { boundedLogger, systemClock } from '@studio-efs/core/directories'
import type { CountsOf } from './counts.js'
import type { Handler, HandlerContext, Invocation, Observers } from './handler.js'
import { errorFields, type Fields, jsonLogger } from './json-logger.js'
import { reportToObservers } from './report-to-observers.js'

/** Adds fields to the log record of the invocation, which are in it whether the work succeeds or fails. */
export type Note = (fields: Fields) => void

export type Work<Reply> = (event: unknown, invocation: Invocation | undefined, note: Note) => Promise<Reply>

/** The reply, as the log record of the invocation has it. */
export interface Summary {
  /** Message of the record. */
  readonly outcome: string
  /** Default: none. */
  readonly fields?: Fields
  /** Default `info`. */
  readonly level?: 'info' | 'warn' | 'error'
}

/** Options that every handler has in common. */
export interface HandlerOptions extends Observers {
  readonly context: HandlerContext
}

export interface Recorded<Reply> {
  /** Name of the handler. */
  readonly name: string
  readonly options: HandlerOptions
  readonly work: Work<Reply>
  /** Requests that AWS throttled since it was called last. */
  readonly takeThrottled: () => number
  /** Counts for the observers. Default: none. */
  readonly countsOf?: CountsOf | undefined
  summaryOf(reply: Reply): Summary
}

/** Writes one log record per invocation, reports to the observers, and throws the errors of the work. */
export function withRecording<Reply>({
  name,
  options,
  work,
  takeThrottled,
  countsOf,
  summaryOf,
}: Recorded<Reply>): Handler<Reply> {
  const { clock = systemClock, logger: given = jsonLogger(console.log) } = options.context
  const logger = boundedLogger(given)
  return async (event, invocation) => {
    const startedAt = clock.now()
    const about = { handler: name, requestId: invocation?.awsRequestId }
    let noted: Fields = {}
    const close = ({ level = 'info', outcome, fields }: Summary, error?: unknown) => {
      const durationMs = clock.now() - startedAt
      const all = { ...noted, ...fields }
      logger[level](outcome, { ...about, ...all, durationMs })
      const counts = { ...countsOf?.(all), Throttled: takeThrottled() }
      const report = { outcome, durationMs, counts, error }
      for (const { observer, thrown } of reportToObservers(options, report))
        logger.warn('an observer failed', { ...about, observer, ...errorFields(thrown) })
    }
    let reply: Reply
    let summary: Summary
    try {
      reply = await work(event, invocation, (fields) => {
        noted = { ...noted, ...fields }
      })
      summary = summaryOf(reply)
    } catch (error) {
      close({ level: 'error', outcome: 'failed', fields: errorFields(error) }, error)
      throw error
    }
    close(summary)
    return reply
  }
}

import { boundedText } from '../../bounded-text.js'
import type { Call } from '../../call.js'
import type { Clock } from '../../time/clock.js'
import { type OnProgress, safeProgress } from '../../wait-progress.js'
import type { CountsBy } from './run-work.js'

/** Progress of a run, with the number of items by outcome; reported four times a second, and once at its end. */
export type ProgressBy<Step extends string, Word extends string> = CountsBy<Word> & {
  readonly step: Step
  /** Items that have an outcome: user profiles, or spaces. */
  readonly done: number
  /** Items that were not ready and get another turn at the end. */
  readonly waiting: number
  /** Items altogether; undefined while they are being counted. */
  readonly total: number | undefined
  /** Outcomes per second, over the last 15 seconds. */
  readonly perSecond: number
  /** In milliseconds, at this rate; undefined while it cannot be estimated. */
  readonly timeLeftMs: number | undefined
}

const EVERY_MS = 250

/** Passes the result of `read` to `onProgress` four times a second, and once more when the returned function is called. */
export function reportProgress<Progress extends { readonly step: string }>(
  { clock, logger }: Pick<Call, 'clock' | 'logger'>,
  onProgress: OnProgress<never> | undefined,
  read: () => Progress,
): () => void {
  if (onProgress === undefined) return () => {}
  const over = new AbortController()
  const onRead = safeProgress<Progress>(logger, onProgress)
  const report = () => onRead(read())
  const keepReporting = async () => {
    for (;;) {
      await clock.sleep(EVERY_MS, over.signal)
      report()
    }
  }
  keepReporting().catch((cause) => {
    // As a rule it ends with the sleep that is aborted.
    if (!over.signal.aborted)
      logger.warn('progress is not reported any more', { cause: boundedText(String(cause), 500) })
  })
  return () => {
    if (over.signal.aborted) return
    over.abort('over')
    report()
  }
}

/** Measures the rate of a growing count, per second over the last `spanMs` milliseconds. */
export function createRateMeter(clock: Clock, spanMs = 15_000): (count: number) => number {
  const samples = [{ at: clock.now(), count: 0 }]
  return (count) => {
    const now = clock.now()
    samples.push({ at: now, count })
    while (samples.length > 2 && now - (samples[1]?.at ?? now) >= spanMs) samples.shift()
    const [first = { at: now, count }] = samples
    return now === first.at ? 0 : ((count - first.count) * 1000) / (now - first.at)
  }
}

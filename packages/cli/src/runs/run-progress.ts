import { SingleBar } from 'cli-progress'
import type { Io, OutputStream } from '../io/io.js'

/** Progress of a run, as far as it is shown. */
export interface ShownRun {
  readonly done: number
  readonly total: number | undefined
  readonly changed: number
  readonly failed: number
  readonly waiting: number
  readonly perSecond: number
  readonly timeLeftMs: number | undefined
}

export interface RunProgress {
  update(progress: ShownRun): void
  end(): void
}

/** `changed`: verb of the items that were changed, or that a dry run would change. */
export interface ProgressWords {
  readonly changed: 'changed' | 'would change'
}

/** A bar on a terminal; elsewhere, a line every few seconds. */
export function showRunProgress({ stderr, clock }: Io, { changed }: ProgressWords): RunProgress {
  return stderr.columns === undefined ? lines(stderr, changed, clock ?? performance) : bar(stderr, changed)
}

const WIDE = 100

function bar(stream: OutputStream, verb: string): RunProgress {
  const isWide = (stream.columns ?? 0) >= WIDE
  const format = `{bar} {percentage}% | {value}/{total} | {changed} ${verb}, {failed} failed | ${isWide ? '{rate}/s | ' : ''}{left} left`
  // The library wants a whole stream of Node; these are the parts of it that it uses.
  const shown = new SingleBar({
    format,
    barsize: isWide ? 40 : 8,
    hideCursor: true,
    stopOnComplete: false,
    gracefulExit: false,
    stream: terminalStream(stream),
  })
  let isStarted = false
  return {
    update({ done, total, changed, failed, perSecond, timeLeftMs }) {
      if (total === undefined && done === 0) return
      const payload = { changed, failed, rate: perSecond.toFixed(1), left: duration(timeLeftMs) }
      // The total is unknown until the profiles are counted.
      const most = total ?? Math.max(done, 1)
      if (!isStarted) shown.start(most, done, payload)
      isStarted = true
      shown.setTotal(most)
      shown.update(done, payload)
    },
    end() {
      if (isStarted) shown.stop()
      isStarted = false
    },
  }
}

function terminalStream(stream: OutputStream): NodeJS.WritableStream {
  const parts = { isTTY: true, columns: stream.columns, write: writeTo(stream) }
  return parts as unknown as NodeJS.WritableStream
}

function writeTo(stream: OutputStream) {
  return (text: string) => stream.write(text) === undefined
}

const LINE_EVERY_MS = 5000

function lines(stream: OutputStream, verb: string, clock: { now(): number }): RunProgress {
  let next = Number.NEGATIVE_INFINITY
  return {
    update({ done, total, changed, failed, waiting, perSecond, timeLeftMs }) {
      if (clock.now() < next && done !== total) return
      next = clock.now() + LINE_EVERY_MS
      const rate = `${perSecond.toFixed(1)}/s, ${duration(timeLeftMs)} left`
      stream.write(`${done} of ${total ?? '?'}: ${changed} ${verb}, ${failed} failed, ${waiting} not ready; ${rate}\n`)
    },
    end: () => undefined,
  }
}

function duration(ms: number | undefined): string {
  if (ms === undefined) return '?'
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

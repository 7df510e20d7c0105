import type { OnboardingProgress } from '@studio-efs/core'
import { SingleBar } from 'cli-progress'

export interface ShownProgress {
  update(progress: OnboardingProgress): void
  end(): void
}

/** A bar on a terminal; elsewhere, a line every few seconds. */
export function showProgress(stream: NodeJS.WriteStream): ShownProgress {
  return stream.isTTY ? bar(stream) : lines(stream)
}

function bar(stream: NodeJS.WriteStream): ShownProgress {
  const format = '{bar} {percentage}% | {value}/{total} | {changed} changed, {failed} failed | {rate}/s | {left} left'
  const shown = new SingleBar({ format, hideCursor: true, stopOnComplete: false, gracefulExit: false, stream })
  shown.start(1, 0, { changed: 0, failed: 0, rate: 0, left: '?' })
  return {
    update({ done, total, onboarded, failed, perSecond, timeLeftMs }) {
      // The total is unknown until the profiles are counted.
      shown.setTotal(total ?? Math.max(done, 1))
      shown.update(done, { changed: onboarded, failed, rate: perSecond.toFixed(1), left: duration(timeLeftMs) })
    },
    end: () => shown.stop(),
  }
}

const LINE_EVERY_MS = 5000

function lines(stream: NodeJS.WriteStream): ShownProgress {
  let next = 0
  stream.write('Reading the domains and the file system …\n')
  return {
    update({ done, total, onboarded, failed, waiting, perSecond, timeLeftMs }) {
      if (Date.now() < next && done !== total) return
      next = Date.now() + LINE_EVERY_MS
      const rate = `${perSecond.toFixed(1)}/s, ${duration(timeLeftMs)} left`
      stream.write(
        `${done} of ${total ?? '?'}: ${onboarded} changed, ${failed} failed, ${waiting} not ready; ${rate}\n`,
      )
    },
    end: () => undefined,
  }
}

function duration(ms: number | undefined): string {
  if (ms === undefined) return '?'
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

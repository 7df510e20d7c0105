import { createTestClock } from '@studio-efs/testing'
import type { Call } from '../src/call.js'
import { silentLogger } from '../src/logger.js'

/** A call that no deadline ends, on a clock of its own. */
export function endlessCall(): Call {
  return {
    clock: createTestClock(),
    logger: silentLogger,
    signal: new AbortController().signal,
    deadline: Number.POSITIVE_INFINITY,
  }
}

import { CommanderError } from 'commander'
import type { Io } from './io/io.js'
import { createProgram } from './program.js'

/** 0: done, or nothing to do. 1: failed. 2: could not start. */
export type ExitStatus = 0 | 1 | 2 | 3

/** Runs one command line. Writes to `io` only, and never throws. */
export async function run(words: readonly string[], io: Io): Promise<ExitStatus> {
  try {
    await createProgram(io).parseAsync([...words], { from: 'user' })
    return 0
  } catch (thrown) {
    // Commander has printed its message already; --help and --version are no errors.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
    throw thrown
  }
}

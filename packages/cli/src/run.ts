import { CommanderError } from 'commander'
import type { CommandSpec } from './command/command-spec.js'
import { CannotStartError, type Ending, type ExitStatus, exitStatus } from './command/ending.js'
import { type Purpose, reportError, type Session, say } from './command/session.js'
import type { Io } from './io/io.js'
import { createProgram, type GivenCommand } from './program.js'
import { isStudioEfsError } from './view/error-text.js'

/** Runs one command line. Reads and writes through `io` only, and never throws. */
export async function run(words: readonly string[], io: Io, purpose: Purpose = { kind: 'run' }): Promise<ExitStatus> {
  let status: ExitStatus = 0
  const program = createProgram(io, async (spec, given) => {
    status = exitStatus(await runCommand(spec, given, { words, io, purpose }), given.options.detailedExitcode)
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
    return status
  } catch (thrown) {
    // Commander has printed its message already; --help and --version are no errors.
    if (!(thrown instanceof CommanderError)) throw thrown
    return thrown.exitCode === 0 ? 0 : exitStatus({ kind: 'not-started' }, words.includes('--detailed-exitcode'))
  }
}

interface Surroundings extends Pick<Session, 'words' | 'io' | 'purpose'> {}

async function runCommand(spec: CommandSpec, given: GivenCommand, surroundings: Surroundings): Promise<Ending> {
  const interrupt = new AbortController()
  const { command, names, options, program } = given
  const session: Session = {
    ...surroundings,
    ...{ command, names, options, program },
    signal: interrupt.signal,
    runOther: (words, purpose) => run(words, surroundings.io, purpose),
  }
  const stopListening = surroundings.io.onInterrupt(() => {
    say(session, 'Ending. Ctrl-C once more ends it at once.')
    interrupt.abort()
  })
  try {
    return await spec.run(session, given.args, given.ownOptions)
  } catch (thrown) {
    return reportThrown(session, thrown)
  } finally {
    stopListening()
  }
}

function reportThrown(session: Session, thrown: unknown): Ending {
  if (isStudioEfsError(thrown) || thrown instanceof CannotStartError) return reportError(session, thrown, 'not-started')
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const message = `This is a fault of studio-efs: ${error.message} Run it again with --verbose, and report what it prints.`
  if (session.options.verbose) say(session, error.stack ?? error.message)
  return reportError(session, new Error(message), 'failed')
}

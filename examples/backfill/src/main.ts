// Gives every existing user profile its directory: `plan` shows what would change, `apply` does it. See README.md.
import { CommanderError } from 'commander'
import { apply } from './apply.js'
import { connect } from './connect.js'
import { type Options, readCommandLine } from './options.js'
import { plan } from './plan.js'

/** 0: every profile is onboarded. 1: some failed, or the run ended early. 2: the run could not start. */
type ExitStatus = 0 | 1 | 2

async function main(): Promise<ExitStatus> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
  const options = readCommandLine(process.argv)
  const connection = await connect(options)
  try {
    return await { plan, apply }[options.command](connection, options)
  } finally {
    await connection.close()
  }
}

function explain(thrown: unknown): ExitStatus {
  // Commander has printed its message already; --help and --version are no errors.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  console.error(thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : thrown)
  return 2
}

// A reader such as `head` may close the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await main().catch(explain)

export type { ExitStatus, Options }

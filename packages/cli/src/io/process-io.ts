import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import type { Io, OutputStream } from './io.js'

const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const

/** The streams, the environment and the signals of this process. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process
  env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  for (const stream of [stdout, stderr]) stream.on('error', ignoreClosedPipe)
  return {
    stdout: outputOf(stdout),
    stderr: outputOf(stderr),
    env,
    readStdin: () => text(stdin),
    ask: stdin.isTTY && stderr.isTTY ? ask : undefined,
    onInterrupt(listener) {
      // A second one ends the process at once, by its default action.
      for (const signal of INTERRUPTS) process.once(signal, listener)
      return () => {
        for (const signal of INTERRUPTS) process.removeListener(signal, listener)
      }
    },
  }
}

function outputOf(stream: NodeJS.WriteStream): OutputStream {
  return {
    write: (text) => (stream.write(text) || stream.destroyed ? undefined : drained(stream)),
    get columns() {
      return stream.isTTY ? stream.columns : undefined
    },
  }
}

async function drained(stream: NodeJS.WriteStream): Promise<void> {
  await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => undefined)
}

/** Ctrl-C at the question ends it as it ends everything else: readline passes it on as an event. */
async function ask(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return await terminal.question(question, { signal })
  } finally {
    terminal.close()
  }
}

/** A reader such as `head` may close the pipe early. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

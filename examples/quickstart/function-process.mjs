// The function's process, seen from outside: started with an environment of its own, given one event at a time.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Variables of the caller's environment that would reach the real AWS, or configure the function. */
const FOREIGN = /^(AWS_|STUDIO_EFS_)|^(efs_id|domain_id)$/

export function withoutForeignSettings(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !FOREIGN.test(name)))
}

/** Starts the process and resolves when it has loaded the bundle. Its log records are dropped. */
export async function startFunction(bundle, settings) {
  const child = fork(fileURLToPath(new URL('./function-host.mjs', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...withoutForeignSettings(process.env), ...settings, QUICKSTART_BUNDLE: bundle.href },
  })
  await answerOf(child)
  return {
    deliver(event) {
      const answer = answerOf(child)
      child.send({ event }, () => {})
      return answer
    },
    stop: () => child.kill(),
  }
}

/** The next message; an error if the process ends instead. */
async function answerOf(child) {
  const over = new AbortController()
  const ended = once(child, 'exit', { signal: over.signal }).then(([code, signal]) => {
    throw new Error(`The function's process ended with ${code ?? signal}.`)
  })
  const answered = once(child, 'message', { signal: over.signal }).then(([message]) => message)
  try {
    return await Promise.race([answered, ended])
  } finally {
    over.abort()
    await Promise.allSettled([answered, ended])
  }
}

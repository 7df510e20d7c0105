import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A shipped handler in its own process. */
export interface HandlerProcess {
  /** Handles the events in order. Fails when one of them fails or the process ends. */
  handle(events: readonly object[]): Promise<{ readonly cpuMs: number }>
  stop(): void
}

export function startHandler(environment: Readonly<Record<string, string>>): HandlerProcess {
  const child = fork(fileURLToPath(new URL('./event-host.mjs', import.meta.url)), { env: environment })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The handler's process ended: ${code}.`)))
  ended.catch(() => undefined)
  return {
    async handle(events) {
      const answered = once(child, 'message')
      child.send(events)
      const [{ cpuMs, failed }] = await Promise.race([answered, ended])
      if (failed !== undefined) throw new Error(`The handler failed: ${failed}`)
      return { cpuMs }
    },
    stop: () => child.kill(),
  }
}

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

export interface MotoServer {
  readonly url: string
  stop(): void
}

/** Account id of moto, which the fake uses too. */
export const ACCOUNT = '123456789012'

const SERVER = 'moto_server'
const VERSION_OF_MOTO = "from importlib.metadata import version; print(version('moto'))"

/** Finds the version of `moto_server` on the PATH; undefined when it is missing or does not run. */
export function findMoto(): string | undefined {
  if (run(SERVER, '-h') === undefined) return undefined
  // The server has no version option, so its Python package is asked.
  return run('python3', '-c', VERSION_OF_MOTO) ?? 'of unknown version'
}

function run(command: string, ...parameters: string[]): string | undefined {
  const { status, stdout } = spawnSync(command, parameters, { encoding: 'utf8', timeout: 60_000 })
  return status === 0 ? stdout.trim() : undefined
}

/** Starts moto on a free loopback port and waits until it answers. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort()
  const child = spawn(SERVER, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_ACCOUNT_ID: ACCOUNT },
  })
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, child)
  return { url, stop: () => child.kill() }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`moto_server ended with ${child.exitCode}.`)
    const reply = await fetch(`${url}/moto-api/data.json`).catch(() => undefined)
    if (reply?.ok) return
    await setTimeout(100)
  }
  child.kill()
  throw new Error('moto_server did not answer within a minute.')
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

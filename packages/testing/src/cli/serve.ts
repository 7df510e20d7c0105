import { readFileSync } from 'node:fs'
import type { FakeAwsServer, FakeAwsServerOptions } from '../server/start-server.js'
import { startFakeAwsServer } from '../server/start-server.js'

/** Options of `serve`, as the command line gives them. */
export interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly account: readonly string[]
  readonly region: readonly string[]
  readonly speed: number
  readonly startsAt?: Date
  /** Path of a studio file. */
  readonly seed?: string
}

/** Starts the server. Rejects with an error that says what is wrong and what to do. */
export async function serve({ account, region, seed, ...options }: ServeOptions): Promise<FakeAwsServer> {
  const studio = seed === undefined ? undefined : readStudio(seed)
  const places = { accounts: account, regions: region, ...(studio !== undefined && { studio }) }
  try {
    return await startFakeAwsServer({ ...options, ...places })
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, options, seed)
  }
}

function readStudio(path: string): NonNullable<FakeAwsServerOptions['studio']> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${message}`)
  }
}

function explained(
  error: NodeJS.ErrnoException,
  { port, host }: Pick<ServeOptions, 'port' | 'host'>,
  seed: string | undefined,
): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`Port ${port} of ${host} is in use: choose another one with --port, or 0 for any free one.`)
    case 'EACCES':
      return new Error(`This user may not listen on port ${port}: choose one above 1023 with --port.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Error(`This machine has no address ${host}: choose another one with --host, such as 127.0.0.1.`)
    default:
      return seed === undefined ? error : new Error(`${seed}: ${error.message}`)
  }
}

export const FORMATS = ['shell', 'json', 'dotenv'] as const

/** Writes the variables as lines to source, as one line of JSON, or as lines of a `.env` file. */
export function printVariables(variables: Readonly<Record<string, string>>, format: (typeof FORMATS)[number]): string {
  if (format === 'json') return JSON.stringify(variables)
  const prefix = format === 'shell' ? 'export ' : ''
  return Object.entries(variables)
    .map(([name, value]) => `${prefix}${name}=${value}`)
    .join('\n')
}

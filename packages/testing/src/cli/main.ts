#!/usr/bin/env node
import { isIP } from 'node:net'
import { Command } from 'commander'
import type { FakeAwsServer } from '../server/start-server.js'
import { addServe, type CommandOptions } from './command.js'
import { printVariables, serve } from './serve.js'

async function run({ format, untilStdinCloses, ...options }: CommandOptions): Promise<void> {
  try {
    const server = await serve(options)
    if (!isLoopback(options.host)) process.stderr.write(OPEN_WARNING)
    process.stderr.write(
      `The fake AWS listens on ${server.url}; its control API is ${server.controlUrl}. Ctrl+C ends it.\n`,
    )
    process.stdout.write(`${printVariables(server.variables, format)}\n`)
    closeOnSignal(server)
    if (untilStdinCloses) process.stdin.resume().once('close', () => close(server))
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}

const OPEN_WARNING =
  'Warning: other machines can reach this server, read and change everything in it, and make it send events to any ' +
  'address. Leave out --host outside of a container.\n'

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

function closeOnSignal(server: FakeAwsServer): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => close(server))
}

async function close(server: FakeAwsServer): Promise<void> {
  await server.close()
  process.stdin.destroy()
}

await addServe(new Command('studio-efs-testing'), run).parseAsync()

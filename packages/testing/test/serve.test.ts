import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { afterAll, expect, it } from 'vitest'
import { addServe, type CommandOptions } from '../src/cli/command.js'
import { printVariables, serve } from '../src/cli/serve.js'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const page = readFileSync(new URL('../../../docs/test-server.md', import.meta.url), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'serve-'))
const studio = join(folder, 'studio.json')
writeFileSync(studio, block('json'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The nth block of the page in a language. */
function block(language: string, index = 0): string {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))][index]?.[1] ?? ''
}

function command(...options: string[]): readonly [string, readonly string[]] {
  return [process.execPath, ['--import', import.meta.resolve('tsx'), main, 'serve', ...options]]
}

/** Starts the command and waits for the first line of its output. */
async function start(...options: string[]): Promise<{ child: ChildProcess; line: string }> {
  const [program, parameters] = command(...options)
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'ignore'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, line }
}

/** Parses the options in this process; returns them, or the message of their refusal. */
async function parse(...options: string[]): Promise<unknown> {
  let parsed: unknown
  let refusal = ''
  const program = new Command('studio-efs-testing').exitOverride().configureOutput({
    writeErr: (text) => {
      refusal += text
    },
  })
  const run = async (given: CommandOptions) => {
    parsed = given
  }
  await addServe(program, run)
    .parseAsync(['serve', ...options], { from: 'user' })
    .catch(() => {})
  return parsed ?? refusal
}

const options = { port: 0, host: '127.0.0.1', region: ['eu-west-1'], account: ['111122223333'], speed: 1 }

it('prints variables, serves, and ends cleanly on SIGTERM', async () => {
  const { child, line } = await start('--port', '0', '--format', 'json', '--seed', studio, '--region', 'us-east-1')
  const variables = JSON.parse(line) as Record<string, string>
  expect(variables).toEqual({
    AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  })
  const state = await fetch(`${variables['AWS_ENDPOINT_URL']}/_fake/state/sagemaker/domains`)
  expect(Object.keys((await state.json()) as object)).toEqual(['d-abc'])
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

it('has defaults, and takes several Regions and accounts', async () => {
  expect(await parse()).toEqual({ ...options, port: 4566, format: 'shell' })
  const places = ['--region', 'eu-west-1', 'us-east-1', '--account', '111122223333', '--account', '999999999999']
  expect(await parse(...places)).toMatchObject({
    region: ['eu-west-1', 'us-east-1'],
    account: ['111122223333', '999999999999'],
  })
})

it('takes the time of the fake', async () => {
  expect(await parse('--starts-at', '2026-11-24T08:00:00Z')).toMatchObject({
    startsAt: new Date('2026-11-24T08:00:00Z'),
  })
})

it.each([
  [['--prt', '1'], 'Did you mean --port?'],
  [['--port', '99999'], 'A port is a whole number from 0 to 65535.'],
  [['--port', ''], 'A port is a whole number'],
  [['--speed', '0'], 'A speed is a number above 0.'],
  [['--starts-at', 'yesterday'], 'A time is one such as 2026-11-24'],
  [['--starts-at', '2026-13-24'], 'A time is one such as 2026-11-24'],
  [['--format', 'yaml'], 'Allowed choices are shell, json, dotenv.'],
  [['studio.json'], 'too many arguments'],
])('refuses %j', async (given, message) => {
  expect(await parse(...given)).toContain(message)
})

it('says why it cannot start, and what to do', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await once(blocker, 'listening')
  const { port } = blocker.address() as { port: number }
  const inUse = `Port ${port} of 127.0.0.1 is in use: choose another one with --port, or 0 for any free one.`
  await expect(serve({ ...options, port })).rejects.toThrow(inUse)
  blocker.close()
  await expect(serve({ ...options, host: '203.0.113.1' })).rejects.toThrow('This machine has no address 203.0.113.1')
  await expect(serve({ ...options, seed: join(folder, 'none.json') })).rejects.toThrow('There is no file')
  const wrong = join(folder, 'wrong.json')
  writeFileSync(wrong, '{ "domain": [] }')
  await expect(serve({ ...options, seed: wrong })).rejects.toThrow(
    "There is no section 'domain'. Did you mean 'domains'?",
  )
  writeFileSync(wrong, '{ domains')
  await expect(serve({ ...options, seed: wrong })).rejects.toThrow(`${wrong} cannot be read`)
})

it('prints variables for a shell, for a .env file and for programs', () => {
  const variables = { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' }
  expect(printVariables(variables, 'shell')).toBe('export AWS_REGION=eu-west-1\nexport AWS_DEFAULT_REGION=eu-west-1')
  expect(printVariables(variables, 'dotenv')).toBe('AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1')
  expect(JSON.parse(printVariables(variables, 'json'))).toEqual(variables)
})

const python = spawnSync('python3', ['-c', 'import boto3, pytest'], { encoding: 'utf8' })
const skipped = python.status === 0 ? '' : ' (skipped: python3 has no boto3 or no pytest here)'

// The fixture closes the server's standard input and waits for its end.
it.skipIf(skipped !== '')(`the page's fixture and tests run under pytest${skipped}`, { timeout: 120_000 }, () => {
  const [program, parameters] = command()
  const published = '["npx", "@studio-efs/testing", "serve",'
  const fixture = block('python')
  expect(fixture).toContain(published)
  const own = JSON.stringify([program, ...parameters]).replace(/\]$/, ',')
  writeFileSync(join(folder, 'conftest.py'), fixture.replace(published, own))
  writeFileSync(join(folder, 'test_page.py'), block('python', 1))
  const { status, stdout, stderr } = spawnSync('python3', ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', folder], {
    cwd: folder,
    encoding: 'utf8',
    // The server imports the sources of core, which tsx finds by the paths there.
    env: { ...process.env, TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../../tsconfig.json', import.meta.url)) },
  })
  expect({ status, stdout, stderr }).toMatchObject({ status: 0, stdout: expect.stringContaining('3 passed') })
})

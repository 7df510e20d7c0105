import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { createFakeAws } from '../src/fake-aws/create-fake-aws.js'
import type { Fault } from '../src/fake-aws/exchange/fault.js'
import { apis } from '../src/fake-aws/services/apis.js'
import { defaultDelays } from '../src/fake-aws/settings/delays.js'
import { defaultChoices } from '../src/fake-aws/settings/undocumented.js'

const page = readFileSync(new URL('../../../docs/test-kit.md', import.meta.url), 'utf8')
const sections = page.split(/^##? /m).slice(1)
const examples = sections.flatMap((section) => {
  const title = section.slice(0, section.indexOf('\n'))
  const blocks = [...section.matchAll(/```ts\n(.*?)```/gs)]
  return blocks.map(([, code = ''], index) => ({ title: index === 0 ? title : `${title} (${index + 1})`, code }))
})

// Beside this file, so that the examples resolve their imports.
const folder = mkdtempSync(fileURLToPath(new URL('docs-', import.meta.url)))
afterAll(() => rmSync(folder, { recursive: true }))

/** Reads the cells of the table with this first heading, without the heading row. */
function table(heading: string): string[][] {
  const lines = page.slice(page.indexOf(`| ${heading} |`)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', '')),
  )
}

it.each(examples)('the example under $title runs', { timeout: 60_000 }, async ({ title, code }) => {
  const path = join(folder, `${title.replaceAll(' ', '-')}.ts`)
  writeFileSync(path, code)
  await import(path)
})

it('the page lists every choice that the documents leave open, with its default', () => {
  const rows = page.slice(page.indexOf("## Where AWS's documents say nothing"))
  const listed = [...rows.matchAll(/^\| `(\w+)` \| `([^`]+)` \|/gm)].map(([, name, value]) => [name, value])
  expect(listed).toEqual(Object.entries(defaultChoices).map(([name, value]) => [name, String(value)]))
})

it('the page lists every delay with its default', () => {
  expect(table('delay')).toEqual(Object.entries(defaultDelays).map(([name, value]) => [name, String(value)]))
})

it('the page lists every service and operation', () => {
  const known = apis.map(({ model, operations }) => [model.service, Object.keys(operations).sort()])
  expect(table('service').map(([service, names = '']) => [service, names.split(', ').sort()])).toEqual(known)
})

it('the page lists every fault', () => {
  const kinds: Readonly<Record<Fault['kind'], true>> = {
    throttle: true,
    error: true,
    'server-error': true,
    'connection-reset': true,
    latency: true,
    'no-reply': true,
    'ends-in': true,
    'third-party': true,
  }
  expect(table('`fault.kind`').map(([kind]) => kind)).toEqual(Object.keys(kinds))
})

const shell = /```sh\n(export AWS_ENDPOINT_URL.*?)```/s.exec(page)?.[1] ?? ''
const withoutEnvironment = { PATH: process.env['PATH'] ?? '', HOME: folder }

function lacks(program: string, ...parameters: string[]): string {
  const { status } = spawnSync(program, parameters, { env: withoutEnvironment, timeout: 60_000 })
  return status === 0 ? '' : ` (skipped: ${program} ${parameters.join(' ')} fails here)`
}

const noPython = lacks('python3', '-c', 'import boto3')
const noCli = lacks('aws', '--version')

/** Runs the lines of the page for a program against a fake, with its address, and returns what they print. */
async function runLines(program: string): Promise<string> {
  const fake = createFakeAws({ transitions: 'immediate' })
  fake.seed.domain({ DomainId: 'd-abc' })
  fake.seed.userProfile({ DomainId: 'd-abc', UserProfileName: 'seeded' })
  const { url } = await fake.listen()
  const lines = shell.split('\n').filter((line) => line.startsWith('export ') || line.startsWith(program))
  const script = lines.join('\n').replace('http://127.0.0.1:4566', url)
  const printed = await new Promise<string>((resolve, reject) => {
    execFile('sh', ['-ec', script], { env: withoutEnvironment }, (error, stdout, stderr) =>
      error === null ? resolve(stdout) : reject(new Error(stderr)),
    )
  })
  await fake.close()
  return printed
}

it.skipIf(noPython !== '')(`the line for boto3 runs as it is printed${noPython}`, { timeout: 120_000 }, async () => {
  expect(await runLines('python3')).toContain("'UserProfileName': 'seeded'")
})

it.skipIf(noCli !== '')(`the line for the AWS CLI runs as it is printed${noCli}`, { timeout: 120_000 }, async () => {
  expect(await runLines('aws')).toContain('user-profile/d-abc/alice')
})

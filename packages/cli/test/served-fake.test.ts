import { readFileSync } from 'node:fs'
import { type FakeAwsServer, startFakeAwsServer } from '@studio-efs/testing'
import { expect, test } from 'vitest'
// Rare verbs are loaded when they are first called; the clock of a test would run to its deadline meanwhile.
import '../../core/src/drivers/lambda/later-methods.js'
import '../../core/src/drivers/lambda/later-verbs.js'
import { terminal } from './terminal.js'

const page = readFileSync(new URL('../../../docs/test-server.md', import.meta.url), 'utf8')
const section = /^## Directories and backups\n([\s\S]*?)^## /m.exec(page)?.[1] ?? ''
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section)?.[1] ?? ''

/** A command line in this process that reaches the server over HTTP and has its clock. */
function commandLine({ url, clock }: FakeAwsServer) {
  const credentials = { accessKeyId: '111122223333', secretAccessKey: 'not-a-secret' }
  return terminal({ clock, clientConfig: () => ({ region: 'eu-west-1', endpoint: url, credentials }) })
}

async function control(server: FakeAwsServer, line: string) {
  const [, path = '', body] = /_fake\/(\S+)(?: -d '(.*)')?$/.exec(line) ?? []
  const reply = await fetch(`${server.controlUrl}/${path}`, body === undefined ? {} : { method: 'POST', body })
  expect([line, reply.status]).toEqual([line, 200])
  return reply.json()
}

test('a directory comes back from a backup of the served fake, by the commands of its page', async () => {
  const server = await startFakeAwsServer({ studio: JSON.parse(block('json')), speed: 200 })
  try {
    const run = commandLine(server)
    const lines = block('sh').trim().split('\n')
    let last: unknown
    for (const line of lines) {
      if (line.startsWith('curl ')) last = await control(server, line)
      else {
        const { status, err } = await run(...line.split(' ').slice(2), '--timeout', '36000')
        expect([line, status, err.match(/^Error: .*/m)?.[0]]).toEqual([line, 0, undefined])
      }
    }
    expect(lines).toHaveLength(5)
    const day = new Date(server.clock.now()).toISOString().slice(0, 10)
    const notebooks = { kind: 'directory', uid: 200_001, gid: 1001, mode: '0700' }
    expect(last).toEqual({
      'fs-0abc0000000000000': expect.arrayContaining([
        { path: '/alice/notebooks', ...notebooks },
        { path: `/alice/restored-${day}/notebooks`, ...notebooks },
      ]),
    })
  } finally {
    await server.close()
  }
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { readyStudio } from '@studio-efs/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { meteredDirectories } from './metered-directories.js'
import { terminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'studio-efs-reading-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => join(folder, name)

async function studio() {
  const ready = readyStudio({ userProfileNames: ['alice', 'bob'] })
  const directories = meteredDirectories()
  ready.fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const run = terminal(ready.fake)
  const at = ['-f', ready.fileSystemId, '--directory-function', 'directories']
  await run('onboard', ready.domainId, 'alice', ...at)
  await ready.fake.clock.advance(60_000)
  return { ...ready, run, at, inStudio: [...at, '-d', ready.domainId] }
}

describe('status', () => {
  test('with a profile that may not be read is shown, and exits with 1', async () => {
    const { run, fake, inStudio } = await studio()
    for (const operation of ['DescribeSpace', 'DescribeUserProfile'] as const)
      fake.inject({
        service: 'sagemaker',
        operation,
        when: () => true,
        fault: { kind: 'error', code: 'AccessDeniedException' },
      })
    const { out, err, status } = await run('status', ...inStudio, '--output', 'csv')
    expect([status, out.split('\n')[1]]).toEqual([1, 'd-studio,alice,not read,,,,'])
    expect(err).toMatch(/^Not read: 2 user profiles/m)
  })

  test('has no plan', async () => {
    const { run, inStudio } = await studio()
    const { err, status } = await run('plan', '--out', file('plan.json'), 'status', ...inStudio)
    expect([status, err]).toEqual([2, 'Error: status changes nothing: it has no plan.\n'])
  })
})

describe('diagnose', () => {
  test('exits with 0 where no check is red, and names the remedy of the first red one last', async () => {
    const { run, domainId, fake, at } = await studio()
    const good = await run('diagnose', domainId, 'alice', ...at)
    const bad = await terminal(fake, { columns: 200, env: { NO_COLOR: '1' } })('diagnose', domainId, 'bob', ...at)
    expect([good.status, bad.status]).toEqual([0, 1])
    expect(bad.out.trim().split('\n').slice(-2)).toEqual([
      expect.stringMatching(/^Cause: .*bob/),
      expect.stringMatching(/^Remedy: /),
    ])
  })

  test('colours its signs on a terminal', async () => {
    const { domainId, fake, at } = await studio()
    const { out } = await terminal(fake, { columns: 100 })('diagnose', domainId, 'bob', ...at)
    expect(out).toContain('\u001b[31m✗\u001b[39m')
  })

  test('is about a profile or a space', async () => {
    const { run, domainId } = await studio()
    const { err, status } = await run('diagnose', domainId, 'bob', '--space', 'lab')
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(/^Error: --space is "lab"; allowed: absent beside <user-profile>/),
    ])
  })
})

describe('report', () => {
  test('writes one page, whole or not at all, with usage of earlier statuses', async () => {
    const { run, inStudio } = await studio()
    const earlier = await run('status', ...inStudio, '--output', 'json')
    writeFileSync(file('earlier.json'), earlier.out)
    const { out, err, status } = await run(
      'report',
      '--html',
      file('studio.html'),
      '--earlier',
      file('earlier.json'),
      ...inStudio,
    )
    expect([out, err, status]).toEqual(['', `page: ${file('studio.html')}\n`, 0])
    expect(readFileSync(file('studio.html'), 'utf8')).toMatch(/^<!doctype html>[\s\S]*alice[\s\S]*<\/html>\n$/)
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  test('writes it to standard output for -', async () => {
    const { run, inStudio } = await studio()
    const { out, err, status } = await run('report', '--html', '-', ...inStudio)
    expect([out.slice(0, 15), err, status]).toEqual(['<!doctype html>', '', 0])
  })

  test.each([
    ['no JSON', '<html>'],
    ['a report of a run', '{"outcomes":[],"summary":{}}'],
    [
      'a status of another version',
      '{"schemaVersion":9,"command":"status","takenAt":"","profiles":[],"directories":[]}',
    ],
  ])('takes no earlier status that is %s', async (_, text) => {
    const { run, fake, inStudio } = await studio()
    writeFileSync(file('wrong.json'), text)
    const { length } = fake.calls
    const { err, status } = await run('report', '--html', '-', '--earlier', file('wrong.json'), ...inStudio)
    expect([status, err]).toEqual([2, expect.stringContaining(`${file('wrong.json')} is no status of this version`)])
    expect(fake.calls).toHaveLength(length)
  })

  test('says why its file cannot be written', async () => {
    const { run, inStudio } = await studio()
    const { err, status } = await run('report', '--html', file('nowhere/studio.html'), ...inStudio)
    expect([status, err]).toEqual([2, expect.stringMatching(/^Error: The page .* cannot be written: ENOENT/)])
  })
})

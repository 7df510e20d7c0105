import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EFSClient, PutFileSystemPolicyCommand } from '@aws-sdk/client-efs'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import { efsEntry, type Fault, readyStudio, workingStudio, writesIn } from '@studio-efs/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { meteredDirectories } from './metered-directories.js'
import { terminal } from './terminal.js'

const folder = mkdtempSync(join(tmpdir(), 'studio-efs-reading-'))
afterAll(() => rmSync(folder, { recursive: true }))
const error = (code: string): Fault => ({ kind: 'error', code })
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

  test('diagnoses the profiles with findings, the worst first and no more than asked for', async () => {
    const { run, fake, domainId, fileSystemId, inStudio } = await studio()
    const UserSettings = { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/carol')] }
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'carol', UserSettings })
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'dora', Status: 'Failed' })
    const { out, err, status } = await run('status', ...inStudio, '--diagnose', '1', '--output', 'json')
    expect(status).toBe(0)
    expect(JSON.parse(out).diagnoses).toEqual([
      {
        ...{ domainId, userProfileName: 'carol', takenAt: expect.any(String), conclusion: 'cause' },
        ...{ check: 'directory-exists', finding: expect.stringContaining('/carol'), remedy: expect.any(String) },
      },
    ])
    expect(err).toContain('2 profiles have findings; the first 1 are diagnosed (--diagnose 2).')
  })

  test('that Ctrl-C ends shows nothing, and prints the command that reads it again', async () => {
    const { fake, domainId } = readyStudio({ userProfileNames: Array.from({ length: 150 }, (_, n) => `user-${n}`) })
    const onError = (text: string, interrupt: () => void) => {
      if (/^read 100 of /.test(text)) interrupt()
    }
    const { out, err, status } = await terminal(fake, { onError })('status', '-d', domainId)
    expect([status, out]).toEqual([1, ''])
    expect(err).toMatch(/^Ending\. Ctrl-C once more ends it at once\.$/m)
    expect(err).toMatch(/Nothing was changed\. To read it again:\n {2}studio-efs status -d d-studio\n$/)
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

  test('leaves no check unknown with --deep, and loads the clients of the deep checks for nothing else', async () => {
    const { fake, domainId, directories } = workingStudio()
    await fake.clock.advance(120_000)
    fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
    const words = ['diagnose', domainId, 'alice', '--directory-function', 'directories', '--output', 'json']
    const servicesOf = () => new Set(fake.calls.map(({ service }) => service))
    await terminal(fake)(...words)
    expect([...servicesOf()].filter((name) => ['iam', 'kms', 'logs', 'cloudwatch'].includes(name))).toEqual([])
    const { out, status } = await terminal(fake)(...words, '--deep')
    const { lines, conclusion, deniedActions } = JSON.parse(out)
    expect(lines.filter(({ verdict }: { verdict: string }) => verdict === 'unknown')).toEqual([])
    expect([status, conclusion, deniedActions]).toEqual([0, { kind: 'not-us' }, []])
    expect([...servicesOf()]).toEqual(expect.arrayContaining(['iam', 'kms', 'logs', 'cloudwatch']))
  })

  test('shows with --closing-policy the policy that closes the file system, and the command that puts it', async () => {
    const { fake, domainId, fileSystemId, at } = await studio()
    const run = terminal(fake, { columns: 80, env: { NO_COLOR: '1' } })
    const words = ['diagnose', domainId, 'bob', ...at]
    const plain = await run(...words)
    const shown = await run(...words, '--closing-policy')
    const [policy = ''] = /^\{\n[\s\S]*?^\}$/m.exec(shown.out) ?? []
    const { exposure } = JSON.parse((await run(...words, '--output', 'json')).out)
    expect(JSON.parse(policy)).toEqual(JSON.parse(exposure.closingPolicy))
    expect(shown.out).toContain(`aws efs put-file-system-policy --file-system-id ${fileSystemId} --policy file://`)
    expect(shown.out.trim().split('\n').slice(-3)).toEqual(plain.out.trim().split('\n').slice(-3))
    expect(plain.out).not.toContain('"Statement"')
  })

  test('says with --closing-policy why there is none', async () => {
    const { fake, run, domainId, fileSystemId, at } = await studio()
    const words = ['diagnose', domainId, 'alice', ...at, '--closing-policy']
    expect((await run(...words, '--symptom', 'not-offered')).out).toContain('Leave --symptom out.')
    const { out } = await run(...words, '--output', 'json')
    await new EFSClient(fake.clientConfig()).send(
      new PutFileSystemPolicyCommand({ FileSystemId: fileSystemId, Policy: JSON.parse(out).exposure.closingPolicy }),
    )
    expect((await run(...words)).out).toContain('No closing policy: no client can be root without an access point')
  })

  test('colours its signs on a terminal', async () => {
    const { domainId, fake, at } = await studio()
    const { out } = await terminal(fake, { columns: 100 })('diagnose', domainId, 'bob', ...at)
    expect(out).toContain('\u001b[31m✗\u001b[39m')
    const narrow = await terminal(fake, { columns: 50 })('diagnose', domainId, 'bob', ...at)
    const [, cause = ''] = narrow.out.split('\n\n\u001b[31m')
    const [coloured = ''] = cause.split('\u001b[39m')
    expect(coloured).toMatch(/^Cause: .+\n.+\.$/)
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

describe.each([
  ['status', ['status', '-d', 'd-studio']],
  ['status of the Region', ['status']],
  ['diagnose', ['diagnose', 'd-studio', 'alice']],
  ['report', ['report', '--html', '-', '-d', 'd-studio']],
])('%s cannot start', (_, words) => {
  test.each<[string, Fault, RegExp]>([
    [
      'credentials that AWS does not know',
      error('UnrecognizedClientException'),
      /Check the credentials and the Region/,
    ],
    ['a session that has ended', error('ExpiredTokenException'), /sign in again/],
    ['no network', { kind: 'connection-reset', change: 'not-applied' }, /ECONNRESET/],
  ])('with %s: one sentence says what to do', async (_, fault, sentence) => {
    const { fake, run } = await studio()
    fake.inject({ service: 'sagemaker', when: () => true, fault })
    const { out, err, status } = await run(...words, '--timeout', '90')
    expect([out, status, err.match(/^Error: .*/gm)]).toEqual(['', 2, [expect.stringMatching(sentence)]])
    expect(err).not.toMatch(/^\s+at /m)
  })
})

test.each([
  ['status', ['status', '-d', 'd-nowhere']],
  ['diagnose', ['diagnose', 'd-nowhere', 'alice']],
  ['report', ['report', '--html', '-', '-d', 'd-nowhere']],
])('%s of a domain that does not exist is one sentence that says what to check', async (_, words) => {
  const { run } = await studio()
  const { out, err, status } = await run(...words)
  expect([out, status]).toEqual(['', 2])
  expect(err).toMatch(
    /^Error: DescribeDomain of domain d-nowhere .*in Region eu-west-1.*add --region or --profile\.\n$/,
  )
})

test('usage names what is larger than the soft limit, and changes nothing', async () => {
  const { run, at, inStudio, fake } = await studio()
  expect((await run('usage', ...at)).out).toContain('No directory is claimed: add --domain')
  const { length } = writesIn(fake.calls)
  const { out, status } = await run('usage', ...inStudio, '--soft-limit', '5')
  expect([status, out]).toEqual([0, expect.stringContaining('/alice holds 6.0 GiB, more than 5.0 GiB.')])
  expect(
    writesIn(fake.calls)
      .slice(length)
      .filter(({ operation }) => operation !== 'Invoke'),
  ).toEqual([])
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

  test('draws a saved status, from a file or a pipe, and reaches nothing', async () => {
    const { run, fake, inStudio } = await studio()
    const { out: saved } = await run('status', ...inStudio, '--diagnose', '1', '--output', 'json')
    const direct = await run('report', '--html', '-', ...inStudio)
    writeFileSync(file('saved.json'), saved)
    const { length } = fake.calls
    const fromFile = await run('report', '--html', '-', '--from', file('saved.json'))
    const piped = await terminal(fake, { stdin: saved })('report', '--html', '-', '--from', '-')
    expect([fake.calls.length, fromFile.status, piped.out === fromFile.out]).toEqual([length, 0, true])
    const rowsOf = (page: string) => page.match(/<tr data-domain[\s\S]*?<\/tr>/g)
    expect(rowsOf(fromFile.out)).toEqual(rowsOf(direct.out))
  })

  test.each([
    ['no JSON', '<html>', ''],
    ['without profiles', (saved: object) => ({ ...saved, profiles: undefined }), 'profiles'],
    [
      'with an uid that is none',
      (saved: object) => ({ ...saved, directories: [{ path: '/a', uid: -1 }] }),
      'directories.0.uid',
    ],
    ['of another version', (saved: object) => ({ ...saved, schemaVersion: 2 }), 'schemaVersion'],
  ])('draws no saved status that is %s', async (_, change, place) => {
    const { fake, run, inStudio } = await studio()
    const { out } = await run('status', ...inStudio, '--output', 'json')
    const stdin = typeof change === 'string' ? change : JSON.stringify(change(JSON.parse(out)))
    const { err, status } = await terminal(fake, { stdin })('report', '--html', '-', '--from', '-')
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(`^Error: Standard input is no status of this version \\(${place}`),
    ])
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
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(
        /^Error: The page .* cannot be written: there is no folder .*nowhere\. Name another file\.\n$/,
      ),
    ])
  })
})

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '@studio-efs/core'
import { answerDirectoryRequest } from '@studio-efs/core/lambda'
import {
  memoryDirectoryDriver,
  profileFileSystems,
  type ReadyStudioOptions,
  readyStudio,
  writesIn,
} from '@studio-efs/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { terminal } from './terminal.js'

const role = 'arn:aws:iam::111122223333:role/SharedSpaces'
const folder = mkdtempSync(join(tmpdir(), 'studio-efs-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const newFile = (name: string) => join(folder, `${++files}-${name}`)

function studio(options: ReadyStudioOptions = {}) {
  const ready = readyStudio({ mountTargets: 'none', ...options })
  const directories = memoryDirectoryDriver()
  ready.fake.functions.register('directories', async (event) => unwrap(answerDirectoryRequest(directories, event)))
  const { fake, domainId, fileSystemId } = ready
  const ensure = ['ensure', domainId, '--file-system', fileSystemId]
  const backfill = ['backfill', '-f', fileSystemId, '-d', domainId, '--directory-function', 'directories']
  return { ...ready, directories, ensure, backfill, run: terminal(fake) }
}

test('a user who gets another directory is shown where the files stay', async () => {
  const { run, fileSystemId, domainId } = studio()
  const onboard = ['onboard', domainId, 'alice', '-f', fileSystemId, '--directory-function', 'directories']
  expect((await run(...onboard, '--layout', '/_domains/{domainId}/{userProfileName}')).status).toBe(0)
  const { out } = await run(...onboard, '--dry-run', '--output', 'json')
  expect(out).toContain('"move"')
  const shown = (await run(...onboard, '--dry-run')).out.replace(/[\s│]+/g, ' ')
  expect(shown).toContain(`from /_domains/${domainId}/alice, where its files stay, to /alice`)
})

describe('exit status', () => {
  test('is 0 for changes and for nothing to change', async () => {
    const { run, ensure } = studio()
    const first = await run(...ensure, '--yes')
    const second = await run(...ensure)
    expect([first.status, second.status]).toEqual([0, 0])
    expect([first.out, second.out]).toEqual([
      expect.stringMatching(/^\d changes made\.$/m),
      expect.stringMatching(/^Nothing to change\.$/m),
    ])
  })

  test('tells changes, nothing to change and no start apart with --detailed-exitcode', async () => {
    const { run, ensure } = studio()
    const detailed = [...ensure, '--detailed-exitcode']
    const statuses = [await run(...detailed, '--dry-run'), await run(...detailed, '--yes'), await run(...detailed)]
    const refused = [await run('ensure', 'abc', '--detailed-exitcode'), await run('ensure', '--detailed-exitcode')]
    expect([...statuses, ...refused].map(({ status }) => status)).toEqual([2, 2, 0, 3, 3])
  })

  test('is 1 when a profile failed, with the reason', async () => {
    const { run, directories, backfill } = studio()
    directories.plant('/bob', 'file')
    const { status, out } = await run(...backfill, '--report', newFile('report.json'))
    expect(status).toBe(1)
    expect(out).toContain('/bob is not a directory but a file')
    expect(out).toContain('1 changed, 0 unchanged, 0 skipped, 1 failed')
  })
})

describe('a plan', () => {
  test('is shown and asked about on a terminal; no other answer than yes changes anything', async () => {
    const { fake, ensure } = studio()
    const refused = await terminal(fake, { columns: 100, answers: ['y'], env: { NO_COLOR: '1' } })(...ensure)
    expect(refused.err).toContain('create │ access point studio-efs-root')
    expect(refused.err).toContain('Make these changes for domain d-studio? Type yes to agree: ')
    expect([refused.status, refused.out, writesIn(fake.calls)]).toEqual([2, '', []])
    const agreed = await terminal(fake, { columns: 100, answers: ['yes'] })(...ensure)
    expect([agreed.status, writesIn(fake.calls).length > 0]).toEqual([0, true])
  })

  test('that --yes agrees to is not shown before the result, which has the same table: a script captures it once', async () => {
    const { run, ensure } = studio()
    const { out, err, status } = await run(...ensure, '--yes')
    expect([status, out.match(/access point studio-efs-root/g)?.length]).toEqual([0, 1])
    expect(err).not.toMatch(/[│┌└├]|changes to make/)
    expect(err).toMatch(/^create access point studio-efs-root: /m)
  })

  test('is refused where nobody can be asked, and says which option agrees', async () => {
    const { fake, run, ensure } = studio()
    const { status, err } = await run(...ensure)
    expect([status, writesIn(fake.calls)]).toEqual([2, []])
    expect(err).toContain('Add --yes to make these changes.')
  })

  test('of data that goes takes the name of the file system', async () => {
    const { fake, fileSystemId } = studio()
    const words = ['remove', fileSystemId, '--delete-data']
    const refused = await terminal(fake, { columns: 80, answers: ['yes'] })(...words)
    expect(refused.err).toContain(`all data on it, for good. Type ${fileSystemId} to agree: `)
    expect([refused.status, fake.state.efs.fileSystems.has(fileSystemId)]).toEqual([2, true])
    const agreed = await terminal(fake, { columns: 80, answers: [fileSystemId] })(...words)
    expect([agreed.status, fake.state.efs.fileSystems.has(fileSystemId)]).toEqual([0, false])
  })

  test('that was saved is applied, and not once the world has moved', async () => {
    const { fake, run, ensure, domainId, fileSystemId } = studio()
    const file = newFile('plan.json')
    const saved = await run('plan', '--out', file, ...ensure)
    expect([saved.status, writesIn(fake.calls)]).toEqual([0, []])
    expect(saved.err).toContain(`studio-efs apply ${file}`)

    const [SubnetId = ''] = fake.state.sagemaker.domains.get(domainId)?.SubnetIds ?? []
    fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId })
    const late = await run('apply', file)
    expect(late.status).toBe(2)
    expect(late.err).toContain('Nothing was changed, since the plan is out of date: of its changes, ')
    expect(writesIn(fake.calls)).toEqual([])

    await run('plan', '--out', file, ...ensure)
    expect((await run('apply', file)).out).toMatch(/changes made\.$/m)
    expect((await run(...ensure)).out).toContain('Nothing to change.')
  })

  test.each([
    ['no JSON', 'yes'],
    ['another document', '{"words":["remove"]}'],
  ])('that is %s is refused', async (_, text) => {
    const file = newFile('plan.json')
    writeFileSync(file, text)
    const { status, err } = await studio().run('apply', file)
    expect([status, err]).toEqual([2, expect.stringContaining('is no plan of this version')])
  })

  test('is not saved of a run over many profiles', async () => {
    const { run, backfill } = studio()
    const { status, err } = await run('plan', '--out', newFile('plan.json'), ...backfill)
    expect([status, err]).toEqual([2, expect.stringContaining('plan saves no plan of backfill')])
  })
})

describe('a run', () => {
  const many = Array.from({ length: 100 }, (_, n) => `user-${n}`)

  test('that Ctrl-C ends prints the command that does the rest, and only the rest', async () => {
    const rates = [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 2 }] as const
    const { fake, backfill, userProfiles } = studio({ userProfileNames: many, rates })
    const report = newFile('report.json')
    let isPressed = false
    const onError = (text: string, interrupt: () => void) => {
      if (isPressed || !/^[1-9]\d* of /.test(text)) return
      isPressed = true
      interrupt()
    }
    const first = await terminal(fake, { onError })(...backfill, '--report', report)
    expect(first.status).toBe(1)
    expect(first.err).toContain('Ending. Ctrl-C once more ends it at once.')
    expect(first.out).toContain('The run ended early (aborted)')
    const [, words = ''] = /^ {2}studio-efs (.+)$/m.exec(first.out) ?? []
    expect(words).toBe([...backfill, '--report', report, '--resume', report].join(' '))
    const done = JSON.parse(readFileSync(report, 'utf8')).outcomes.length
    expect([done > 0, done < 100]).toEqual([true, true])

    const second = await terminal(fake)(...words.split(' '))
    expect([second.status, second.out.includes('100 changed, 0 unchanged')]).toEqual([0, true])
    const { outcomes, summary } = JSON.parse(readFileSync(report, 'utf8'))
    expect([outcomes.length, summary.total.onboarded]).toEqual([100, 100])
    expect(userProfiles.every((one) => profileFileSystems(fake, one)?.length === 1)).toBe(true)
  })

  test('of a dry run leaves no report behind', async () => {
    const { run, backfill } = studio()
    const before = readdirSync('.')
    expect((await run(...backfill, '--dry-run')).status).toBe(0)
    expect(readdirSync('.')).toEqual(before)
  })

  test.each([{}, { columns: 80 }, { columns: 120 }])(
    'that is a dry run says what it would change, in %o',
    async (width) => {
      const { fake, backfill } = studio()
      const how = { ...width, env: { NO_COLOR: '1' } }
      const dry = await terminal(fake, how)(...backfill, '--dry-run')
      expect(dry.err).toMatch(/\d would change, 0 failed/)
      expect(dry.err).not.toMatch(/\d changed/)
      const done = await terminal(fake, how)(...backfill, '--report', newFile('report.json'))
      expect(done.err).toMatch(/\d changed, 0 failed/)
      expect(done.err).not.toContain('would change')
    },
  )

  test('shows as many rows as were asked for, by name', async () => {
    const { run, backfill } = studio({ userProfileNames: many })
    const { out } = await run(...backfill, '--dry-run', '--rows', '3')
    expect([...out.matchAll(/^│ d-studio\/(\S+) /gm)].map(([, name]) => name)).toEqual(['user-0', 'user-1', 'user-2'])
    expect(out).toContain('… and 97 more to be changed')
  })

  test.each([
    ['is not there', undefined, 'cannot be read: there is no such file. Name the report'],
    ['is no JSON', 'x', 'is no JSON'],
    [
      'is of a run that was through',
      '{"outcomes":[],"summary":{"total":{}}}',
      'is not the report of a run that ended early',
    ],
  ])('does not start from a report that %s', async (_, text, message) => {
    const { run, backfill } = studio()
    const file = newFile('report.json')
    if (text !== undefined) writeFileSync(file, text)
    const { status, err } = await run(...backfill, '--resume', file)
    expect([status, err]).toEqual([2, expect.stringContaining(message)])
  })

  test('over one profile takes it off its list only', async () => {
    const { fake, run, backfill, domainId, fileSystemId } = studio()
    await run(...backfill, '--report', newFile('report.json'))
    await fake.clock.advance(60_000)
    const { out } = await run('detach', '-f', fileSystemId, '-d', domainId, '-u', 'alice')
    expect(out).toContain('1 change made.')
    const listOf = (userProfileName: string) => profileFileSystems(fake, { domainId, userProfileName })
    expect([listOf('alice'), listOf('bob')?.length]).toEqual([[], 1])
  })
})

describe('a word or an option that is wrong', () => {
  test.each<[string[], string]>([
    [['enshure'], "unknown command 'enshure'\n(Did you mean ensure?)"],
    [['ensure', 'd-abc', '--dryrun'], "unknown option '--dryrun'\n(Did you mean --dry-run?)"],
    [['ensure', 'd-abc', 'dry-run'], "unknown word 'dry-run'\n(Did you mean --dry-run?)"],
    [
      ['deploy', 'd-abc', '--bucket', 'b', 'Scenario=DomainShared'],
      "unknown word 'Scenario=DomainShared'\n(Did you mean --parameter Scenario=DomainShared?)",
    ],
    [['ensure'], "Error: missing required argument 'domain-id'"],
    [['spaces', '--detach'], "Error: unknown option '--detach'\n(Did you mean spaces detach?)"],
    [['default', 'clear', 'd-abc'], "required option '-f, --file-system <id>' not specified"],
    [['ensure', 'd-abc', '--output', 'xml'], 'Allowed choices are table, json, jsonl, csv.'],
    [['ensure', 'd-abc', '--timeout', 'soon'], 'It must be a whole number.'],
    [['ensure', 'd-abc', '--tag', 'team'], 'It must be Name=value.'],
    [['ensure', 'd-abc', '--endpoint-url', 'localhost'], 'It must begin with http:// or https://.'],
    [['ensure', 'abc'], '<domain-id> is "abc"; allowed: '],
    [['ensure', 'd-abc', '--file-system', 'my-efs'], '--file-system is "my-efs"; allowed: '],
    [['attach', 'd-abc', 'a b', '-f', 'fs-01234567', '-p', '/a'], '<user-profile> is "a b"; allowed: '],
    [['detach', '-f', 'fs-01234567', '-u', 'alice'], 'give --user-profile one --domain'],
    [['completion', 'tcsh'], 'take bash, zsh or fish'],
    [['deploy', 'abc', '--bucket', 'b'], 'the domain id is "abc"'],
  ])('%j keeps it from starting', async (words, message) => {
    const { fake, run } = studio()
    const { status, out, err } = await run(...words)
    expect([status, out, fake.calls]).toEqual([2, '', []])
    expect(err).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
  })
})

test.each<[string[], RegExp]>([
  [['plan', '--out', 'nowhere/plan.json', 'ensure', 'd-studio'], /^Error: The plan .* there is no folder nowhere\./m],
  [['apply', 'nowhere.json'], /^Error: The plan nowhere\.json cannot be read: there is no such file\. Save one /m],
  [['apply', '.'], /^Error: The plan \. cannot be read: it is a folder\. /m],
  [
    ['report', '--html', '-', '--from', 'nowhere.json'],
    /^Error: The status nowhere\.json cannot be read: there is no /m,
  ],
  [['report', '--html', '-', '--earlier', 'nowhere.json'], /^Error: The earlier status nowhere\.json cannot be read/m],
  [['detach', '-f', 'fs-01234567', '--resume', 'no.json'], /^Error: The report no\.json cannot be read: there is no /m],
  [
    ['detach', '-f', 'fs-01234567', '--report', 'no/a.json'],
    /^Error: The report no\/a\.json cannot be written: .*--report/m,
  ],
])('%j says which file it is about, in words of its own', async (words, message) => {
  const { status, out, err } = await studio().run(...words)
  expect([status, out, err]).toEqual([2, '', expect.stringMatching(message)])
  expect(err).not.toMatch(/E[A-Z]{4,}:|unfinished/)
})

describe('an error', () => {
  test('is an object where the result is JSON', async () => {
    const { out, status } = await studio().run('remove', 'fs-00000000', '-o', 'json', '--dry-run')
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, command: 'remove', outcome: 'unchanged' })
    const refused = await studio().run('ensure', 'd-nowhere', '-o', 'json')
    expect(JSON.parse(refused.out)).toMatchObject({
      outcome: 'not-started',
      error: { name: 'ResourceNotFoundError', retryable: false, hint: expect.any(String) },
    })
  })

  test.each([
    ['a wrong domain', 'ResourceNotFound', 'add --region or --profile'],
    ['credentials that AWS does not know', 'UnrecognizedClientException', 'Check the credentials and the Region'],
    ['a session that has ended', 'ExpiredTokenException', 'sign in again'],
    ['a denial', 'AccessDeniedException', 'failed with AccessDeniedException'],
  ])('of %s is one sentence that says what to do', async (_, code, message) => {
    const { fake, run, domainId } = studio()
    fake.inject({
      service: 'sagemaker',
      operation: 'DescribeDomain',
      fault: { kind: 'error', code, message: 'The reason.' },
      when: () => true,
    })
    const { status, err } = await run('ensure', domainId, '--yes')
    const errors = err.split('\n').filter((line) => line.startsWith('Error: '))
    expect([status, errors.length]).toEqual([2, 1])
    expect(errors[0]).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
  })

  test('of a network that is not there is one sentence, after a minute', async () => {
    const { fake, run, domainId } = studio()
    const startedAt = fake.clock.now()
    const fault = { kind: 'connection-reset', change: 'not-applied' } as const
    fake.inject({ service: 'sagemaker', operation: 'DescribeDomain', fault, when: () => true })
    const { status, err } = await run('ensure', domainId, '--yes', '--timeout', '60')
    expect([status, err.match(/^Error: .*$/gm)?.length]).toEqual([2, 1])
    expect(err).toMatch(/^Error: .*(ECONNRESET|network)/m)
    expect(fake.clock.now() - startedAt).toBeLessThanOrEqual(61_000)
  })

  test('in the middle of the changes has status 1, and says how to go on', async () => {
    const { fake, run, ensure } = studio()
    fake.inject({
      service: 'efs',
      operation: 'CreateAccessPoint',
      fault: { kind: 'error', code: 'AccessDeniedException', message: 'No.' },
      when: () => true,
    })
    const { status, err } = await run(...ensure, '--yes')
    expect(status).toBe(1)
    expect(err).toContain(`Run it again to go on; what is done stays done:\n  studio-efs ${ensure.join(' ')} --yes`)
  })

  test('of a domain of several does not stop the others, and has status 1', async () => {
    const { fake, run, vpcId, fileSystemId } = studio()
    fake.inject({
      service: 'sagemaker',
      operation: 'UpdateDomain',
      fault: { kind: 'error', code: 'AccessDeniedException', message: 'No.' },
      when: () => true,
    })
    const words = ['share', vpcId, '-f', fileSystemId, '-p', '/_shared', '--scope', 'private', '--yes']
    const { status, out } = await run(...words)
    expect([status, out]).toEqual([1, expect.stringMatching(/^failed: d-studio: UpdateDomain/m)])
  })
})

test('texts of AWS cannot steer the terminal', async () => {
  const { fake, run, domainId } = studio()
  const message = `red ${String.fromCharCode(27)}[31m \u202eevil`
  fake.inject({
    service: 'sagemaker',
    operation: 'DescribeDomain',
    fault: { kind: 'error', code: 'ValidationException', message },
    when: () => true,
  })
  const { err } = await run('ensure', domainId)
  expect(err).toContain('evil')
  expect(err).not.toMatch(new RegExp(`[${String.fromCharCode(27)}\u202e]`))
})

test('colours are on a terminal only, and not with NO_COLOR', async () => {
  const { fake } = studio()
  const red = `${String.fromCharCode(27)}[31mError:`
  const errorOf = async (options: object) => (await terminal(fake, options)('ensure', 'abc')).err
  expect(await errorOf({ columns: 80 })).toContain(red)
  expect(await errorOf({ columns: 80, env: { NO_COLOR: '1' } })).toMatch(/^Error:/)
  expect(await errorOf({})).toMatch(/^Error:/)
})

test('deploy prints the commands and reaches nothing', async () => {
  const { fake, run } = studio()
  const { out, status } = await run('deploy', 'd-abcdefghijkl', '--bucket', 'my-bucket', '--fan-out', 'my-lists')
  expect([status, fake.calls]).toEqual([0, []])
  expect(out.match(/^aws /gm)).toHaveLength(6)
  expect(out).toContain('packages/lambda-handlers/cloudformation/studio-efs.yaml')
})

describe('deploy --dry-run', () => {
  const words = ['deploy', 'd-studio', '--bucket', 'my-bucket', '--dry-run']

  test('shows what the stack would find and change, and writes nothing', async () => {
    const { fake, run, fileSystemId } = studio()
    const { out, status } = await run(...words, '--parameter', `FileSystemId=${fileSystemId}`)
    expect(out).toContain(`Note: the stack takes ${fileSystemId}, which exists.`)
    expect(out).toContain('existing directories could not be looked at')
    expect(out).toMatch(/its first run would attach 2 of 2 profiles\. Nothing was deployed or changed\.$/m)
    expect(out).not.toMatch(/^aws /m)
    expect([status, writesIn(fake.calls)]).toEqual([0, []])
    expect((await run(...words, '--detailed-exitcode')).status).toBe(2)
  })

  test('of a stack that would not come up says why and what to do, and exits with 1', async () => {
    const { fake, run, domainId } = studio()
    delete fake.state.sagemaker.domains.get(domainId)?.DefaultSpaceSettings
    const shared = [...words, '--parameter', 'Scenario=DomainShared']
    const { out, status } = await run(...shared)
    expect([status, out]).toEqual([1, expect.stringMatching(/^failed: The stack would not come up: .*execution role/m)])
    const json = JSON.parse((await run(...shared, '--output', 'json')).out)
    expect(json).toMatchObject({
      outcome: 'failed',
      refusal: { name: 'SpaceRoleMissingError', hint: expect.any(String) },
    })
  })

  test('shows the default that a domain would get, and the domains of a VPC', async () => {
    const { run, fileSystemId } = studio({ domain: { DefaultSpaceSettings: { ExecutionRole: role } } })
    const scenario = (name: string) =>
      run(...words, '--parameter', `Scenario=${name}`, '--parameter', `FileSystemId=${fileSystemId}`, '--tag', 'team=a')
    expect((await scenario('DomainShared')).out).toMatch(/│ update │ default of private spaces of d-studio/)
    expect((await scenario('VpcShared')).out).toMatch(/│ d-studio +│ \w+ /)
  })

  test.each([
    ['Senario=DomainShared', 'Senario'],
    ['Scenario=Shared', 'Scenario'],
    ['Layout=/everybody', 'layout'],
  ])('refuses the parameter %s', async (parameter, field) => {
    const { err, out, status } = await studio().run(...words, '--parameter', parameter)
    expect([status, out, err]).toEqual([2, '', expect.stringMatching(new RegExp(`^Error: .*${field}`))])
  })
})

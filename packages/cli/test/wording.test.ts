import { DeadlineExceededError, MountPathMissingError, NotMountedError } from '@studio-efs/core/errors'
import { type Fault, readyStudio } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { commands } from '../src/commands/commands.js'
import { errorText } from '../src/view/error-text.js'
import { studioWithUsers } from './studio-with-users.js'
import { terminal } from './terminal.js'

describe.each([120, 80, 60])('help in %i columns', (columns) => {
  const wordsOf = (usage: string) => usage.split(' ').filter((word) => /^[a-z]/.test(word))

  test.each([[], ...commands.map(({ usage }) => wordsOf(usage))].map((words) => [words.join(' '), words]))(
    'of %s fits, but for its usage and examples to copy',
    async (_, words) => {
      const { out, status } = await terminal(undefined, { columns })(...(words as string[]), '--help')
      const lines = out.split('\n').filter((line) => !/^(Usage: | {2}\$ )/.test(line))
      expect(lines.filter(({ length }) => length > columns)).toEqual([])
      expect([status, out]).toEqual([0, expect.not.stringContaining('(default: false)')])
      expect(lines.find((line) => line !== '' && !/^(Usage:| {2,})/.test(line))).toMatch(/^[A-Z]/)
    },
  )
})

describe('examples', () => {
  const asking = commands.filter(({ writes }) => writes === 'infrastructure')

  test.each(asking.map(({ usage, examples }) => [usage, examples] as const))(
    'of %s show its plan, how to agree without a question, and no line that a script could not run',
    (_, examples) => {
      expect(examples.filter((line) => !/ --dry-run$| --yes$| # asks for /.test(line))).toEqual([])
      expect(examples.some((line) => line.endsWith(' --dry-run'))).toBe(true)
      expect(examples.some((line) => line.endsWith(' --yes'))).toBe(true)
    },
  )
})

test.each([
  new NotMountedError({ mountPath: '/mnt/efs' }),
  new MountPathMissingError({ mountPath: '/mnt/efs', cause: undefined }),
])('$name says what to do with --mount-path', (error) => {
  const text = errorText(error, { arguments: [], options: ['mount-path'] })
  expect(text).toContain('/mnt/efs')
  expect(text).toMatch(/Mount the file system there, or name the path where it is mounted\.$/)
})

test('a deadline names --timeout alone', () => {
  const error = new DeadlineExceededError({ pending: 'reading', cause: undefined })
  const text = errorText(error, { arguments: [], options: ['timeout'] })
  expect(text).toMatch(/give it more time with --timeout\.$/)
})

test.each<[string, string, string]>([
  ['ExpiredTokenException', 'aws sso login', 'provider'],
  ['UnrecognizedClientException', 'finds for profile research, or name others with --profile', 'this environment'],
])('%s names a way to sign in, and the profile', async (code, way, not) => {
  const { fake } = readyStudio()
  const fault: Fault = { kind: 'error', code }
  fake.inject({ service: 'sagemaker', when: () => true, fault })
  const { err, status } = await terminal(fake, { env: { AWS_PROFILE: 'research' } })('status')
  expect([status, err]).toEqual([2, expect.stringContaining(way)])
  expect(err).not.toContain(not)
})

test('a missing Region is named by its option', () => {
  const hint = "Region is missing. Set AWS_REGION, or give the client its Region: { region: 'eu-west-1' }."
  const text = errorText(new Error(hint), { arguments: [], options: ['region'] })
  expect(text).toBe('Region is missing. Set AWS_REGION, or add --region, such as --region eu-west-1.')
})

test('errors fit a terminal', async () => {
  const { fake } = readyStudio()
  const { err } = await terminal(fake, { columns: 60, env: { NO_COLOR: '1' } })('ensure', 'd-nowhere')
  const lines = err.slice(err.indexOf('Error:')).trim().split('\n')
  expect(lines.filter((line) => line.length > 60 && line.includes(' '))).toEqual([])
  expect(lines.length).toBeGreaterThan(3)
})

test('a diagnosis without a file system says so, which option names one, and exits with 1', async () => {
  const { fake, domainId } = readyStudio({ userProfileNames: ['alice'], mountTargets: 'none' })
  const { out, status } = await terminal(fake)('diagnose', domainId, 'alice')
  expect([status, out]).toEqual([1, expect.stringContaining('nor user profile alice offers a file system.')])
  expect(out).toContain('No file system is offered or mounted here, and none is named: name the one')
  expect(out.match(/No file system is named, and none is offered/g)).toHaveLength(1)
  expect(out).toMatch(/^- \d+ further checks: No file system is named/m)
})

describe('where nothing is found', () => {
  const named = ['--file-system', 'fs-0123456789abcdef9']

  test.each<[string, readonly string[], string]>([
    ['status', ['status'], 'No list names a file system: --file-system names the one that everyone should have'],
    ['status of another Region', ['status', '--without-domains'], '--region and --profile name others'],
    [
      'status with a place of directories',
      ['status', '--directory-function', 'directories'],
      'name the file system of --directory-function with --file-system.',
    ],
    ['identities', ['identities', 'fs-0123456789abcdef9'], 'look at its id, or name another Region with --region'],
    [
      'remove',
      ['remove', 'fs-0123456789abcdef9'],
      'fs-0123456789abcdef9 is not here: it was deleted, or is of another',
    ],
    [
      'share',
      ['share', 'vpc-00000000', ...named, '--path', '/_shared'],
      'No domain of this account and Region is in vpc-',
    ],
    ['unshare', ['unshare', 'vpc-00000000', ...named], 'No domain of this account and Region is in vpc-00000000'],
  ])('%s says what would find it', async (_, words, sentence) => {
    const { fake } = readyStudio({ userProfileNames: ['alice'] })
    fake.seed.fileSystem({ FileSystemId: 'fs-0123456789abcdef9' })
    if (words.includes('remove')) fake.state.efs.fileSystems.clear()
    if (words.includes('--without-domains')) {
      fake.state.sagemaker.domains.clear()
      fake.state.sagemaker.userProfiles.clear()
    }
    const { out, err } = await terminal(fake)(...words.filter((word) => word !== '--without-domains'))
    expect([out, err]).toEqual([expect.stringContaining(sentence), expect.not.stringContaining('Error:')])
  })

  test('a function of another Region or account is named, with the options that name these', async () => {
    const { fake, domainId, fileSystemId } = readyStudio()
    const at = ['-f', fileSystemId, '--directory-function', 'nowhere']
    const { err, status } = await terminal(fake)('onboard', domainId, 'alice', ...at)
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(/^Error: The function nowhere .* add --region or --profile\.$/m),
    ])
    const missing = await terminal(fake)('onboard', domainId, 'alice', '-f', fileSystemId)
    expect(missing.err).toMatch(/No stack of this Region and account exports a function for them\.$/m)
  })

  test('a space that is named and skipped is shown, and exits with 1', async () => {
    const { fake, domainId, fileSystemId } = readyStudio()
    const words = [
      'spaces',
      'attach',
      '-f',
      fileSystemId,
      '-d',
      domainId,
      '--space',
      'nowhere',
      '--report',
      '/dev/null',
    ]
    const { out, status } = await terminal(fake)(...words)
    expect([status, out]).toEqual([1, expect.stringMatching(/│ d-studio\/nowhere │ skipped │ \S/)])
  })

  test('an archive whose user is gone is given to another one, or to a new user of the name', async () => {
    const { run, at } = await studioWithUsers()
    const { err, status } = await run('archives', 'restore', 'd-studio/carol/20260101T000000000Z', ...at)
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(/studio-efs create-user, or .* --domain and --user-profile\.$/m),
    ])
  })
})

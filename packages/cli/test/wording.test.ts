import { DeadlineExceededError, MountPathMissingError, NotMountedError } from '@studio-efs/core/errors'
import { type Fault, readyStudio } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { commands } from '../src/commands/commands.js'
import { errorText } from '../src/view/error-text.js'
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

test('a diagnosis without a file system says so, and which option names one', async () => {
  const { fake, domainId } = readyStudio({ userProfileNames: ['alice'], mountTargets: 'none' })
  const { out } = await terminal(fake)('diagnose', domainId, 'alice')
  expect(out).toContain('No file system is offered or mounted here, and none is named: name the one')
  expect(out.match(/No file system is named, and none is offered/g)).toHaveLength(1)
  expect(out).toMatch(/^- \d+ further checks: No file system is named/m)
})

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import { cloudTrailLogFiles, createFakeAws, createUserProfileEvent } from '@studio-efs/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LogFilesSourceInput, logFilesSource } from './log-files-source.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-efs-locations-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const event = (userProfileName: string) => createUserProfileEvent({ domainId: 'd-science', userProfileName }).detail
const [logFile] = [...cloudTrailLogFiles([event('alice')])]
const body = Buffer.from(logFile?.body ?? '')
/** `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/…` */
const KEY = logFile?.key ?? ''

type Objects = Readonly<Record<string, Buffer | string>>

function inBucket(objects: Objects, input: Omit<LogFilesSourceInput, 'location'> & { readonly at?: string } = {}) {
  const { at = 's3://logs', ...filter } = input
  const fake = createFakeAws()
  fake.seed.bucket('logs', objects)
  const s3 = new S3Client({ ...fake.clientConfig(), maxAttempts: 1 })
  return read({ location: at, ...filter }, s3, () => fake.calls)
}

function inFolder(files: Objects, location = folder) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return read({ location })
}

interface SeenCall {
  readonly operation: string
  readonly input?: Readonly<Record<string, unknown>> | undefined
}

async function read(input: LogFilesSourceInput, s3?: S3Client, calls: () => readonly SeenCall[] = () => []) {
  const names: string[] = []
  const files: string[] = []
  const problems: string[] = []
  const source = logFilesSource(s3 === undefined ? {} : { s3 }, input)
  let failure: Error | undefined
  try {
    for await (const item of source) {
      if (item.kind === 'decoded') names.push(item.profile.userProfileName)
      if (item.kind === 'file') files.push(item.file)
      if (item.kind === 'file' && item.error !== undefined) problems.push(item.error.message)
    }
  } catch (thrown) {
    failure = thrown as Error
  }
  const searched = source.searched?.()
  return {
    names,
    files,
    problems,
    failure,
    calls: calls(),
    searched: searched?.what === 'log-files' ? searched : undefined,
  }
}

describe('an empty segment of a key is a name, and the search ends', () => {
  test.each<[string, Objects, string]>([
    ['an object beside the trail whose key begins with a slash', { [KEY]: body, '/x.txt': 'x' }, 's3://logs'],
    ['a trail below an empty name', { [`/${KEY}`]: body }, 's3://logs'],
    ['a trail below two slashes', { [`logs//${KEY}`]: body }, 's3://logs'],
    ['a trail below three slashes', { [`logs///${KEY}`]: body }, 's3://logs/logs'],
    ['a location that ends with a slash', { [`logs/${KEY}`]: body }, 's3://logs/logs/'],
    ['a location that ends with two', { [`logs//${KEY}`]: body }, 's3://logs/logs//'],
    ['an empty name within the location', { [`logs//${KEY}`]: body }, 's3://logs/logs//AWSLogs'],
    ['a location of an empty name', { [`/${KEY}`]: body }, 's3://logs//'],
    ['a bucket with a slash', { [KEY]: body }, 's3://logs/'],
    ['a prefix with a line break', { [`a\nb/${KEY}`]: body }, 's3://logs/a\nb'],
  ])('%s', async (_, objects, at) => {
    const { names, failure, calls } = await inBucket(objects, { at })
    expect([names, failure]).toEqual([['alice'], undefined])
    const listed = calls.filter(({ operation }) => operation === 'ListObjectsV2').map(({ input }) => input?.['Prefix'])
    expect(new Set(listed).size).toBe(listed.length)
  })

  test('a location is not read as another one', async () => {
    const { failure } = await inBucket({ [`logs/${KEY}`]: body }, { at: 's3://logs/logs//AWSLogs' })
    expect(failure).toMatchObject({ name: 'LogLocationError', location: 's3://logs/logs//AWSLogs/' })
  })
})

describe('a location without a log file is an error', () => {
  test.each<[string, Objects, string]>([
    ['a prefix with a typing error', { [KEY]: body }, 's3://logs/AWSLog'],
    ['an empty bucket', {}, 's3://logs'],
    ['an export of CloudTrail Lake', { 'CloudTrail-Lake/Query/1_result.csv.gz': 'x' }, 's3://logs'],
    ['digests only', { [KEY.replaceAll('CloudTrail', 'CloudTrail-Digest')]: body }, 's3://logs'],
    ['logs of another service', { 'AWSLogs/111122223333/Config/eu-west-1/a.json.gz': body }, 's3://logs'],
  ])('%s', async (_, objects, at) => {
    const { failure, searched } = await inBucket(objects, { at })
    expect([failure?.name, searched?.files]).toEqual(['LogLocationError', 0])
  })

  test('a folder of symbolic links, which are counted', async () => {
    mkdirSync(join(folder, 'links'))
    symlinkSync('/nowhere', join(folder, 'links', 'a.json.gz'))
    const { failure } = await read({ location: join(folder, 'links') })
    expect(failure).toMatchObject({ name: 'LogLocationError', message: expect.stringContaining('not followed: 1') })
  })

  test.each<[string, string, string]>([
    ['a folder that is not there', 'nowhere', 'it does not exist (ENOENT)'],
    ['a file', 'log.json', 'it is not a folder (ENOTDIR)'],
  ])('%s, and the message says so', async (_, name, reason) => {
    writeFileSync(join(folder, 'log.json'), '{}')
    const { failure } = await read({ location: join(folder, name) })
    expect(failure).toMatchObject({ name: 'LogLocationError', message: expect.stringContaining(reason) })
  })

  test('an empty folder', async () => {
    expect((await read({ location: folder })).failure).toMatchObject({ name: 'LogLocationError' })
  })

  test('not one whose files are outside the limits: those are counted', async () => {
    const { failure, searched } = await inBucket({ [KEY]: body }, { regions: ['us-east-1'] })
    expect([failure, searched?.files, searched?.leftOut]).toEqual([undefined, 0, 1])
  })
})

describe("a prefix that looks like CloudTrail's own words hides nothing:", () => {
  test.each([
    'CloudTrail-logs',
    'CloudTrail-Digest',
    'CloudTrail',
    'CloudTrail/eu-west-1/2001',
    'CloudTrail/us-gov-west-1',
    '999988887777',
    '999988887777/Config',
    'AWSLogs',
    'AWSLogs/o-exampleorg1',
  ])('%s', async (prefix) => {
    const filter = { accounts: ['111122223333'], regions: ['eu-west-1'], from: '2026-01-01' }
    const objects = { [`${prefix}/${KEY}`]: body }
    expect((await inBucket(objects, filter)).names).toEqual(['alice'])
    expect((await inBucket(objects, { ...filter, at: `s3://logs/${prefix}` })).names).toEqual(['alice'])
    expect((await inFolder(objects)).names).toEqual(['alice'])
  })
})

describe('a shared bucket is read only where AWSLogs is:', () => {
  const noise = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`data/2026/${n % 5}/part-${n}.json`, '{"x":"CreateUserProfile"}']),
  )

  test('nothing beside it is listed or read, and the summary names what was left out', async () => {
    const { names, files, problems, searched, calls } = await inBucket({ [KEY]: body, ...noise, 'state.json': '{}' })
    expect([names, files, problems]).toEqual([['alice'], [`s3://logs/${KEY}`], []])
    expect(calls.filter(({ input }) => String(input?.['Prefix'] ?? input?.['Key']).startsWith('data'))).toEqual([])
    expect(searched).toMatchObject({ files: 1, otherFiles: 1, beside: 1, besideNames: ['s3://logs/data/'] })
  })

  test('a trail below a prefix is found, and nothing else is read', async () => {
    const { names, files } = await inBucket({ [`z/trail/${KEY}`]: body, ...noise })
    expect([names, files.length]).toEqual([['alice'], 1])
  })

  test('trails below several prefixes are all found', async () => {
    const { names } = await inBucket({ [`a/${KEY}`]: body, [`b/c/${KEY}`]: body, ...noise })
    expect(names).toEqual(['alice', 'alice'])
  })

  test('an AWSLogs of other services does not hide the trail', async () => {
    const config = { 'AWSLogs/111122223333/Config/eu-west-1/a.json.gz': body }
    expect((await inBucket({ ...config, [`trail/${KEY}`]: body })).names).toEqual(['alice'])
  })

  test('files that were moved out of AWSLogs are read where there is none', async () => {
    const { names, searched } = await inFolder({ 'a/renamed.json.gz': body, 'b/note.txt': 'x' })
    expect(names).toEqual(['alice'])
    expect(searched).toEqual({
      what: 'log-files',
      location: folder,
      folders: 3,
      files: 1,
      leftOut: 0,
      otherFiles: 1,
      links: 0,
      beside: 0,
      besideNames: [],
    })
  })
})

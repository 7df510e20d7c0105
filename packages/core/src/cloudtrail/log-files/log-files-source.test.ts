import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { S3Client } from '@aws-sdk/client-s3'
import {
  cloudTrailLogFiles,
  cloudTrailRecord,
  createFakeAws,
  createUserProfileEvent,
  deleteUserProfileEvent,
} from '@studio-efs/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LogFileRead } from '../cloud-trail-source.js'
import type { DecodedRecord } from '../decode-user-profile-record.js'
import { type LogFilesSourceInput, logFilesSource } from './log-files-source.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'studio-efs-logs-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const domainId = 'd-science'
const day = (n: number) => new Date(Date.UTC(2026, 4, n, 10))
const records = Array.from({ length: 60 }, (_, n) => {
  const event = { domainId, userProfileName: `user-${n}`, time: day((n % 10) + 1) }
  if (n % 3 === 0) return deleteUserProfileEvent(event).detail
  return createUserProfileEvent({ ...event, region: n % 3 === 1 ? 'eu-west-1' : 'us-east-1' }).detail
})
const noise = Array.from({ length: 40 }, (_, n) =>
  cloudTrailRecord({ eventName: 'DescribeUserProfile', time: day((n % 10) + 1), requestParameters: { domainId, n } }),
)

function write(path: string, content: Buffer | string): void {
  const parts = path.split('/')
  mkdirSync(join(folder, ...parts.slice(0, -1)), { recursive: true })
  writeFileSync(join(folder, ...parts), content)
}

async function read(input: Omit<LogFilesSourceInput, 'location'> & { location?: string } = {}, s3?: S3Client) {
  const items: (DecodedRecord | LogFileRead)[] = []
  for await (const item of logFilesSource(s3 ? { s3 } : {}, { location: folder, ...input })) items.push(item)
  const decoded = items.flatMap((item) => (item.kind === 'decoded' ? [item] : []))
  return {
    names: [...new Set(decoded.map(({ profile }) => profile.userProfileName))].sort(),
    decoded,
    files: items.flatMap((item) => (item.kind === 'file' ? [item] : [])),
    errors: items.flatMap((item) => (item.kind === 'file' && item.error !== undefined ? [item.error] : [])),
    malformed: items.filter(({ kind }) => kind === 'malformed'),
  }
}

const named = (wanted: (record: (typeof records)[number], n: number) => boolean) =>
  records.flatMap((record, n) => (wanted(record, n) ? [`user-${n}`] : [])).sort()

describe.each([
  ['an account', {}],
  ['an organisation, below a prefix', { organizationId: 'o-exampleorg1', prefix: 'trails/all' }],
])('the trail of %s', (_, options) => {
  beforeEach(() => {
    for (const { key, body } of cloudTrailLogFiles([...records, ...noise], options)) write(key, Buffer.from(body))
  })

  test('gives every event, from any folder in it', async () => {
    expect((await read()).names).toEqual(named(() => true))
    const deeper = [folder, 'prefix' in options ? 'trails/all' : '', 'AWSLogs'].filter((part) => part !== '').join('/')
    expect((await read({ location: deeper })).names).toEqual(named(() => true))
  })

  test('gives one Region', async () => {
    const { names, files } = await read({ regions: ['us-east-1'] })
    expect(names).toEqual(named(({ awsRegion }) => awsRegion === 'us-east-1'))
    expect(files.every(({ file }) => file.includes('us-east-1'))).toBe(true)
  })

  test('gives one account', async () => {
    expect((await read({ accounts: ['111122223333'] })).names).toHaveLength(60)
    expect((await read({ accounts: ['999988887777'] })).files).toEqual([])
  })

  test('gives the requested days, and events that were delivered a day late', async () => {
    const { names, files } = await read({ from: '2026-05-04', to: '2026-05-06T23:59:59Z' })
    expect(names).toEqual(named(({ eventTime }) => eventTime >= '2026-05-04' && eventTime < '2026-05-07'))
    expect(files.length).toBeLessThan((await read()).files.length / 2)
  })

  test('opens only log files', async () => {
    expect((await read()).files.filter(({ file }) => !/_CloudTrail_/.test(file))).toEqual([])
    expect((await read()).errors).toEqual([])
  })
})

test('a bucket gives the same as a folder', async () => {
  const fake = createFakeAws()
  const s3 = new S3Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const files = [...cloudTrailLogFiles(records, { prefix: 'trail' })]
  for (const { key, body } of files) {
    write(key, Buffer.from(body))
    fake.seed.bucket('logs', { [key]: body })
  }
  const { names, decoded, errors } = await read({ location: 's3://logs/trail' }, s3)
  expect([names, errors]).toEqual([named(() => true), []])
  expect(decoded).toHaveLength((await read()).decoded.length)
  expect((await read({ location: 's3://logs', regions: ['us-east-1'] }, s3)).names).toHaveLength(20)
})

const one = (name: string) => createUserProfileEvent({ domainId, userProfileName: name }).detail
const log = (...Records: unknown[]) => gzipSync(JSON.stringify({ Records }))

describe('a broken file is reported, and the others are read:', () => {
  const large = log(
    ...Array.from({ length: 15_000 }, (_, n) => ({ ...one(`large-${n % 7}`), padding: 'x'.repeat(600) })),
  )

  test.each<[string, string, Buffer | string, string, string[]]>([
    ['a file that is cut off', 'a.json.gz', log(...records).subarray(0, 300), 'cut-off', []],
    ['a file that only begins like one', 'a.json.gz', Buffer.from([0x1f, 0x8b, 8]), 'cut-off', []],
    ['an empty file', 'a.json.gz', '', 'no-records', []],
    ['text that is not JSON', 'a.json', 'hello', 'no-records', []],
    [
      'a digest by another name',
      'a.json.gz',
      gzipSync('{"awsAccountId":"111122223333","logFiles":[]}'),
      'no-records',
      [],
    ],
    [
      'JSON that is cut off',
      'a.json',
      `{"Records":[${JSON.stringify(one('early'))},{"eventName":"Creat`,
      'cut-off',
      ['early'],
    ],
    ['a record that is not JSON', 'a.json', '{"Records":[{"eventName":"CreateUserProfile" 1}]}', 'damaged', []],
  ])('%s', async (_, name, content, problem, early) => {
    write(name, content)
    write('good.json.gz', log(one('alice')))
    const { names, errors } = await read()
    expect(errors.map((error) => [error.problem, error.file])).toEqual([[problem, join(folder, name)]])
    expect(names).toEqual([...early, 'alice'].sort())
  })

  test('a file of 15 MB gives all its records', async () => {
    write('large.json.gz', large)
    expect((await read()).decoded).toHaveLength(15_000)
  })

  test('a file that is large even when packed gives all its records', async () => {
    const Records = Array.from({ length: 15 }, (_, n) => ({ ...one(`user-${n}`), padding: 'x'.repeat(1024 * 1024) }))
    write('plain.json', JSON.stringify({ Records }))
    write('packed.json.gz', gzipSync(JSON.stringify({ Records }), { level: 0 }))
    const { decoded, errors } = await read()
    expect([decoded.length, errors]).toEqual([30, []])
  })

  test('a large file that is cut off gives those before the cut', async () => {
    write('large.json.gz', large.subarray(0, large.length / 2))
    const { decoded, errors } = await read()
    expect(errors.map(({ problem }) => problem)).toEqual(['cut-off'])
    expect(decoded.length).toBeGreaterThan(4000)
  })

  test('a file that unpacks without end is given up', async () => {
    write('bomb.json.gz', bomb())
    write('good.json.gz', log(one('alice')))
    const { names, errors } = await read()
    expect([names, errors.map(({ problem }) => problem)]).toEqual([['alice'], ['too-large']])
  })

  test.each<[string, (file: Buffer) => void]>([
    ['a broken byte', (file) => file.fill(0xff, file.length / 2, file.length / 2 + 8)],
    ['a final size that is too small', (file) => file.writeUInt32LE(3, file.length - 4)],
    ['a final size that is too large', (file) => file.writeUInt32LE(4_000_000_000, file.length - 4)],
  ])('a file with %s', async (_, damage) => {
    const file = log(...records, ...noise)
    damage(file)
    write('damaged.json.gz', file)
    write('good.json.gz', log(one('alice')))
    const { names, errors } = await read()
    expect(errors.map(({ problem }) => problem)).toEqual(['damaged'])
    expect(names).toContain('alice')
  })
})

test('other records are ignored, and wrong names in user profile records are reported', async () => {
  write(
    'a.json.gz',
    log({ eventName: 'x', note: 'CreateUserProfile' }, 'CreateUserProfile', one('../root'), one('alice')),
  )
  const { names, errors, malformed } = await read()
  // The first two are no records of these events at all.
  expect([names, errors, malformed.length]).toEqual([['alice'], [], 1])
})

describe('everything before a damage is used, to the byte:', () => {
  const fifty = Array.from({ length: 50 }, (_, n) => one(`user-${n}`))
  const text = JSON.stringify({ Records: fifty })

  test.each<[string, Buffer, number, string]>([
    ['text after the compressed data', Buffer.concat([gzipSync(text), Buffer.from('garbage')]), 50, 'damaged'],
    ['a wrong checksum', withByte(gzipSync(text), -8), 50, 'damaged'],
    ['a broken second member', Buffer.concat([gzipSync(text), gzipSync('x').fill(7, 10)]), 50, 'damaged'],
    ['a cut in the checksum', gzipSync(text).subarray(0, -3), 50, 'cut-off'],
    ['a damage at the beginning', withByte(gzipSync(text, { level: 0 }), 5), 0, 'damaged'],
  ])('%s', async (_, file, count, problem) => {
    write('a.json.gz', file)
    const { decoded, errors } = await read()
    expect([decoded.length, errors.map((error) => error.problem)]).toEqual([count, [problem]])
  })

  test('in a large file as well, which is unpacked in pieces', async () => {
    const Records = [...Array.from({ length: 20_000 }, (_, n) => ({ n, padding: 'x'.repeat(600) })), ...fifty]
    write('a.json.gz', Buffer.concat([gzipSync(JSON.stringify({ Records })), Buffer.from('garbage')]))
    const { decoded, errors } = await read()
    expect([decoded.length, errors.map(({ problem }) => problem)]).toEqual([50, ['damaged']])
  })

  test('zeros after the compressed data are ignored', async () => {
    write('a.json.gz', Buffer.concat([gzipSync(text), Buffer.alloc(512)]))
    const { decoded, errors } = await read()
    expect([decoded.length, errors]).toEqual([50, []])
  })
})

test('a file that begins with a byte order mark is a log file like any other', async () => {
  write('a.json', `\uFEFF${JSON.stringify({ Records: [one('alice')] })}`)
  write('b.json', `\uFEFF${JSON.stringify({ Records: noise })}`)
  const { names, errors } = await read()
  expect([names, errors]).toEqual([['alice'], []])
})

test('an empty member at the end of a large file costs no time', async () => {
  const Records = Array.from({ length: 7500 }, (_, n) => ({ n, padding: 'x'.repeat(990) }))
  write('a.json.gz', Buffer.concat([gzipSync(JSON.stringify({ Records })), gzipSync('')]))
  const start = performance.now()
  expect((await read()).errors).toEqual([])
  expect(performance.now() - start).toBeLessThan(1000)
})

test('a malformed record names its file', async () => {
  write('a.json.gz', log(one('../root')))
  const [malformed] = (await read()).malformed
  expect(malformed).toMatchObject({ error: { file: join(folder, 'a.json.gz') } })
})

test('two gzip members in one file are one file', async () => {
  const text = JSON.stringify({ Records: [one('alice'), one('bob')] })
  write('two.json.gz', Buffer.concat([gzipSync(text.slice(0, 100)), gzipSync(text.slice(100))]))
  expect((await read()).names).toEqual(['alice', 'bob'])
})

test('symbolic links are not followed', async () => {
  write('real/a.json.gz', log(one('alice')))
  symlinkSync(folder, join(folder, 'real', 'loop'))
  symlinkSync(join(folder, 'real', 'a.json.gz'), join(folder, 'link.json.gz'))
  expect((await read()).decoded).toHaveLength(1)
})

const openFiles = () =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return []
    }
  })

test.skipIf(!existsSync('/proc/self/fd'))('leaving the loop ends the reading and closes every file', async () => {
  for (let n = 0; n < 200; n += 1) write(`AWSLogs/${n}.json.gz`, log(one(`user-${n}`)))
  for await (const item of logFilesSource({}, { location: folder })) if (item.kind === 'decoded') break
  for (let n = 0; n < 50; n += 1) await new Promise(setImmediate)
  expect(openFiles().filter((path) => path.startsWith(folder))).toEqual([])
  expect((await read()).names).toHaveLength(200)
})

test('leaving the loop stops the reading of a large file', async () => {
  write('bomb.json.gz', bomb())
  write('good.json.gz', log(one('alice')))
  for await (const item of logFilesSource({}, { location: folder })) if (item.kind === 'decoded') break
  const before = process.cpuUsage()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(process.cpuUsage(before).user).toBeLessThan(150_000)
})

/** The same with another byte at that place; from the end if it is negative. */
function withByte(bytes: Buffer, at: number): Buffer {
  const place = at < 0 ? bytes.length + at : at + 10
  bytes[place] = (bytes[place] ?? 0) ^ 0xff
  return bytes
}

/** Some hundred KB that unpack to more than the largest file that is read. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(16 * 1024 * 1024, ' '), { level: 1 })
  return Buffer.concat(Array.from({ length: 17 }, () => member))
}

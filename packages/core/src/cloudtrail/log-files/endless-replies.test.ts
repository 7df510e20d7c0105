import { Readable } from 'node:stream'
import { S3Client } from '@aws-sdk/client-s3'
import { createTestClock } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { MAX_EMPTY_PAGES } from '../../aws/call/page-guard.js'
import { logFilesSource } from './log-files-source.js'

interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
}

/** An S3 of which the replies are made up. Counts them. */
function madeUp(answer: (asked: Asked, n: number) => string | Readable) {
  let requests = 0
  const handle = async ({ path, query }: Asked) => {
    requests += 1
    const body = answer({ path, query }, requests)
    return {
      response: {
        statusCode: 200,
        headers: {},
        body: typeof body === 'string' ? Readable.from([Buffer.from(body)]) : body,
      },
    }
  }
  const s3 = new S3Client({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
    requestHandler: { handle } as never,
    maxAttempts: 1,
  })
  return { s3, requests: () => requests }
}

async function read({ s3 }: { readonly s3: S3Client }, location = 's3://logs') {
  const problems: string[] = []
  try {
    for await (const item of logFilesSource({ s3, clock: createTestClock() }, { location }))
      if (item.kind === 'file') problems.push(item.error?.message ?? 'none')
  } catch (thrown) {
    problems.push((thrown as Error).name)
  }
  return problems
}

const page = (...elements: readonly string[]) => `<ListBucketResult>${elements.join('')}</ListBucketResult>`
const next = (token: unknown) =>
  `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`
const file = (key: string) => `<Contents><Key>${key}</Key></Contents>`
const folder = (prefix: string) => `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`

describe('a listing that has no end is given up:', () => {
  test.each<[string, (asked: Asked, n: number) => string]>([
    ['the same page again and again', () => page(file('x.txt'), next('same'))],
    ['pages that go round', (_, n) => page(file('x.txt'), next(n % 7))],
    ['pages that go round after a while', (_, n) => page(file(`${n}.txt`), next(n < 20 ? n : (n % 13) + 100))],
    ['empty pages', (_, n) => page(next(n))],
    ['a folder that holds itself', ({ query }) => page(folder(query['prefix'] ?? ''))],
    ['a folder above itself', () => page(folder('a/'))],
    ['folders in folders', ({ query }) => page(folder(`${query['prefix'] ?? ''}a/`))],
    ['folders without a name in folders', ({ query }) => page(folder(`${query['prefix'] ?? ''}/`))],
  ])('%s', async (_, answer) => {
    const bucket = madeUp(answer)
    const problems = await read(bucket)
    expect(problems).toHaveLength(1)
    expect(bucket.requests()).toBeLessThan(MAX_EMPTY_PAGES * 2.5)
  })
})

test.each(['s3://logs', 's3://logs/a', 's3://logs/a//'])(
  'a folder that holds itself is read once: %s',
  async (location) => {
    const bucket = madeUp(({ query }) => page(folder(query['prefix'] ?? '')))
    expect(await read(bucket, location)).toEqual(['LogLocationError'])
    expect(bucket.requests()).toBe(1)
  },
)

/** The same bytes, up to 200 MB. Counts them. */
function large() {
  let given = 0
  const body = new Readable({
    read() {
      given += 4_000_000
      this.push(given > 200_000_000 ? null : Buffer.alloc(4_000_000, ' '))
    },
  })
  return { body, given: () => given }
}

test('a page of a listing that has no end is not kept', async () => {
  const reply = large()
  expect(await read(madeUp(() => reply.body))).toEqual(['LogLocationError'])
  expect(reply.given()).toBeLessThan(40_000_000)
})

test('a thousand empty pages, as S3 sends them for deleted objects, are passed', async () => {
  const bucket = madeUp((_, n) => (n <= MAX_EMPTY_PAGES ? page(next(n)) : page(file('notes.txt'))))
  expect(await read(bucket)).toEqual(['LogLocationError'])
  expect(bucket.requests()).toBe(MAX_EMPTY_PAGES + 2)
})

/** The same bytes for ever. */
function endless(bytes: Buffer, begin = Buffer.alloc(0)): Readable {
  let first = true
  return new Readable({
    read() {
      this.push(first && begin.length > 0 ? begin : bytes)
      first = false
    },
  })
}

describe('a body that has no end is given up:', () => {
  const emptyMember = Buffer.from('1f8b080000000000000303000000000000000000', 'hex')
  test.each<[string, () => Readable]>([
    ['text', () => endless(Buffer.alloc(4_000_000, ' '))],
    ['packed members that hold nothing', () => endless(Buffer.concat(Array<Buffer>(100_000).fill(emptyMember)))],
    ['a record', () => endless(Buffer.alloc(4_000_000, 'x'), Buffer.from('{"Records":[{"x":"'))],
  ])(
    '%s',
    async (_, body) => {
      const bucket = madeUp(({ path }) => (path.endsWith('.json') ? body() : page(file('a.json'))))
      expect((await read(bucket))[0]).toMatch(/a\.json was not read to its end \(too-large\)/)
    },
    60_000,
  )

  test('zeros after a packed member end it', async () => {
    const body = () => endless(Buffer.alloc(4_000_000), emptyMember)
    const bucket = madeUp(({ path }) => (path.endsWith('.json') ? body() : page(file('a.json'))))
    expect((await read(bucket))[0]).toContain('(no-records)')
  })
})

import { Readable } from 'node:stream'
import { DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, test } from 'vitest'
import { readBody } from './reply-body.js'

const text = JSON.stringify({ UserProfileName: 'alice', DomainId: 'd-é' })
const bytes = Buffer.from(text)

/** Sends a request whose reply has the body, and returns what the client made of it. */
async function sent(body: unknown, maxBytes = 1000) {
  const requestHandler = { handle: async () => ({ response: { statusCode: 200, headers: {}, body } }) }
  const client = new SageMakerClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
    maxAttempts: 1,
    requestHandler: requestHandler as never,
  })
  const bodies: string[] = []
  const command = new DescribeUserProfileCommand({ DomainId: 'd-e', UserProfileName: 'alice' })
  const onBody = (received: Uint8Array) => bodies.push(Buffer.from(received).toString())
  const { UserProfileName } = await client.send(readBody(command, { maxBytes, onBody }))
  return { UserProfileName, bodies }
}

async function* partsOf(...parts: readonly unknown[]) {
  yield* parts
}

describe('a body is read whole, whatever it comes as', () => {
  test.each<[string, () => unknown]>([
    ['a stream of bytes', () => Readable.from([bytes.subarray(0, 40), bytes.subarray(40)])],
    ['a stream of texts', () => Readable.from([text.slice(0, 10), text.slice(10)])],
    ['a stream with an encoding', () => Readable.from([bytes], { objectMode: false }).setEncoding('utf8')],
    ['an iterable of bytes', () => partsOf(bytes.subarray(0, 40), bytes.subarray(40))],
    ['an iterable of texts', () => partsOf(text)],
    ['bytes', () => new Uint8Array(bytes)],
    ['a text', () => text],
  ])('%s', async (_, body) => {
    expect(await sent(body())).toEqual({ UserProfileName: 'alice', bodies: [text] })
  })
})

describe('a body that is not whole fails the request, and is no bug', () => {
  const failing = (thrown: Error) =>
    new Readable({
      read() {
        this.push(bytes.subarray(0, 10))
        this.destroy(thrown)
      },
    })
  const closed = () => {
    const body = new Readable({ read() {} })
    body.push(bytes.subarray(0, 10))
    setImmediate(() => body.destroy())
    return body
  }

  test.each<[string, () => unknown, object]>([
    [
      'the connection breaks',
      () => failing(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
      { code: 'ECONNRESET' },
    ],
    ['it is closed before its end', closed, { code: 'ERR_STREAM_PREMATURE_CLOSE' }],
    ['it was closed before', () => Readable.from([bytes]).destroy(), { code: 'ERR_STREAM_PREMATURE_CLOSE' }],
    ['a stream is too large', () => Readable.from([Buffer.alloc(2000)]), { name: 'ReplyTooLarge' }],
    ['an iterable is too large', () => partsOf(Buffer.alloc(600), Buffer.alloc(600)), { name: 'ReplyTooLarge' }],
    ['a text is too large', () => ' '.repeat(2000), { name: 'ReplyTooLarge' }],
    ['parts are of another kind', () => Readable.from([{ some: 'object' }]), {}],
  ])('%s', async (_, body, expected) => {
    await expect(sent(body())).rejects.toMatchObject({ ...expected, $metadata: expect.anything() })
  })
})

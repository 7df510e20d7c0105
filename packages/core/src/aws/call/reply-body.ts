import { finished, Readable } from 'node:stream'
import type { MiddlewareStack } from '@smithy/types'
import { streamFailure } from './stream-failure.js'

/** Has a name of the exception table. */
class ReplyTooLarge extends Error {
  override readonly name = 'ReplyTooLarge'
  /** Marks it as no bug. */
  readonly $metadata = {}
  constructor(maxBytes: number) {
    super(`The reply is larger than ${maxBytes / 1_000_000} MB`)
  }
}

export interface BodyRule {
  /** A larger reply ends the request with an error. */
  readonly maxBytes: number
  /** Takes the body as it came, before the client decodes it; of the last attempt, if there are several. */
  readonly onBody?: (body: Uint8Array) => void
}

/** Reads the reply's body ahead of the client, which would read one without end. */
export function readBody<Command extends { readonly middlewareStack: unknown }>(
  command: Command,
  { maxBytes, onBody }: BodyRule,
): Command {
  const stack = command.middlewareStack as MiddlewareStack<object, object>
  stack.add(
    (next) => async (args) => {
      const result = await next(args)
      const response = result.response as { body?: unknown }
      const body = await wholeOf(response.body, maxBytes)
      if (body === undefined) return result
      response.body = body
      onBody?.(body)
      return result
    },
    // Inside the client's decoder, which is in this step with the normal priority.
    { step: 'deserialize', name: 'readBody', priority: 'low', override: true },
  )
  return command
}

/** Undefined for a body that is neither bytes, a text nor a stream. */
async function wholeOf(body: unknown, maxBytes: number): Promise<Uint8Array | undefined> {
  if (typeof body === 'string' || body instanceof Uint8Array) return bounded(Buffer.from(body), maxBytes)
  if (!isStream(body)) return undefined
  try {
    return await (body instanceof Readable ? gathered(body, maxBytes) : iterated(body, maxBytes))
  } catch (thrown) {
    throw streamFailure(thrown)
  }
}

async function iterated(body: AsyncIterable<Part>, maxBytes: number): Promise<Uint8Array> {
  const parts = gatherParts(maxBytes)
  for await (const part of body) parts.add(part)
  return parts.whole()
}

/** Listens to a stream of Node, which takes less of the processor than iterating over it. */
async function gathered(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const parts = gatherParts(maxBytes)
  body.on('data', (part: Part) => {
    try {
      parts.add(part)
    } catch (thrown) {
      body.destroy(thrown as Error)
    }
  })
  await new Promise<void>((resolve, reject) => {
    finished(body, { writable: false }, (error) => (error ? reject(error) : resolve()))
  })
  return parts.whole()
}

/** A stream with an encoding gives texts. */
type Part = Uint8Array | string

function gatherParts(maxBytes: number) {
  const parts: Uint8Array[] = []
  let length = 0
  return {
    add(part: Part): void {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part
      length += bytes.byteLength
      if (length > maxBytes) throw new ReplyTooLarge(maxBytes)
      parts.push(bytes)
    },
    whole: (): Uint8Array => Buffer.concat(parts),
  }
}

function bounded(body: Uint8Array, maxBytes: number): Uint8Array {
  if (body.byteLength > maxBytes) throw new ReplyTooLarge(maxBytes)
  return body
}

function isStream(body: unknown): body is AsyncIterable<Part> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

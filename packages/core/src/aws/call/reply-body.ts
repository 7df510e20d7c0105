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

async function iterated(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.byteLength
    if (bytes > maxBytes) throw new ReplyTooLarge(maxBytes)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Listens to a stream of Node, for a third of the CPU that iterating over it takes. */
function gathered(body: Readable, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let bytes = 0
    body.on('data', (part: Uint8Array) => {
      parts.push(part)
      bytes += part.byteLength
      if (bytes > maxBytes) body.destroy(new ReplyTooLarge(maxBytes))
    })
    finished(body, { writable: false }, (error) => {
      if (error === undefined || error === null) resolve(Buffer.concat(parts))
      else reject(error)
    })
  })
}

function bounded(body: Uint8Array, maxBytes: number): Uint8Array {
  if (body.byteLength > maxBytes) throw new ReplyTooLarge(maxBytes)
  return body
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

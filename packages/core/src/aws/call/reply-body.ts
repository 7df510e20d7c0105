import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
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
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  if (!isWhole && !isStream(body)) return undefined
  try {
    return await gathered(body instanceof Readable ? body : Readable.from(isWhole ? [body] : body), maxBytes)
  } catch (thrown) {
    throw streamFailure(thrown)
  }
}

/** Listens to the stream, which takes less of the processor than iterating over it. */
async function gathered(body: Readable, maxBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  // A stream with an encoding gives texts.
  body.on('data', (part: Uint8Array | string) => {
    parts.push(typeof part === 'string' ? Buffer.from(part) : part)
    bytes += part.length
    if (bytes > maxBytes) body.destroy(new ReplyTooLarge(maxBytes))
  })
  await finished(body)
  return Buffer.concat(parts)
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

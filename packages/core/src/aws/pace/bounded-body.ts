import type { ReplyTimer } from './reply-timer.js'

/** The body of a reply, as the SDK hands it out in Node. */
export type Body = AsyncIterable<Buffer> & { destroy?(error?: Error): unknown }

/**
 * The parts of a body as they arrive. One that does not arrive in time ends it as a lost connection does; whatever else
 * goes wrong with it is marked as the SDK marks trouble on the way.
 */
export async function* partsInTime(
  body: Body,
  timer: ReplyTimer,
  stop: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const parts = body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await timer.bound(stop, (signal) => nextPart(parts, body, signal))
      if (next.done === true) return
      yield next.value
    }
  } catch (thrown) {
    throw thrown instanceof Error ? Object.assign(thrown, { $metadata: {} }) : thrown
  } finally {
    body.destroy?.()
  }
}

async function nextPart(
  parts: AsyncIterator<Buffer>,
  body: Body,
  signal: AbortSignal,
): Promise<IteratorResult<Buffer, unknown>> {
  const leave = () => body.destroy?.(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
  if (signal.aborted) leave()
  signal.addEventListener('abort', leave, { once: true })
  try {
    return await parts.next()
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

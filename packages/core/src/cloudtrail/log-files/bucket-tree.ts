import type { Result, ResultAsync } from 'neverthrow'
import {
  connectS3,
  createKeyGuard,
  listKeysPage,
  readObject,
  type S3Call,
  type S3Client,
  type S3Connection,
} from '../../aws/s3.js'
import type { Logger } from '../../logger.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import type { Clock } from '../../time/clock.js'
import { type LogTree, MAX_WHOLE_BYTES, UnreadableLogFileError } from './log-tree.js'

const MAX_OUTAGE_MS = 180_000

/** S3's limit for a key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024

interface RequesterContext {
  readonly s3: S3Client | undefined
  readonly clock: Clock
  readonly logger: Logger
}

/** Log files in a bucket, all of it or below a prefix. A folder is a whole prefix, so an empty name is a name like others. */
export function bucketTree(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  context: RequesterContext,
): LogTree {
  const root = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  const show = (path: string) => `s3://${bucket}/${root}${path}`
  const request = createRequester(context)
  return {
    names: root.split('/').slice(0, -1),
    isShared: true,
    show,
    async *list(folder, signal) {
      const below = `${root}${folder}`
      if (Buffer.byteLength(below) > MAX_KEY_BYTES) throw malformed(show(folder), 'it is longer than a key can be')
      const guard = createKeyGuard(bucket, below)
      let next: string | undefined
      do {
        const listing = { bucket, prefix: below, next, guard }
        const page = await request(signal, (call) => listKeysPage(call, listing))
        if (page.isErr()) throw unreachable(show(folder), page.error)
        const { items, folders } = page.value
        if (!folders.every((key) => key.startsWith(below) && key.length > below.length && key.endsWith('/')))
          throw malformed(show(folder), 'S3 lists folders that are not in it')
        for (const key of folders) yield { kind: 'folder', name: key.slice(below.length, -1) }
        for (const key of items) if (key !== below) yield { kind: 'file', name: key.slice(below.length) }
        next = page.value.next
      } while (next !== undefined)
    },
    async read(file, signal) {
      const object = { bucket, key: `${root}${file}`, maxWholeBytes: MAX_WHOLE_BYTES }
      const content = await request(signal, (call) => readObject(call, object))
      return content
        .map((bytes) =>
          Buffer.isBuffer(bytes) ? ({ kind: 'whole', bytes } as const) : ({ kind: 'parts', parts: bytes } as const),
        )
        .mapErr((error) => unreachable(show(file), error))
    },
  }
}

/**
 * Retries each request, until S3 has failed for three minutes; from then on each is sent once, since thousands may follow.
 * Connects with the first request.
 */
function createRequester({ s3, clock, logger }: RequesterContext) {
  let connection: S3Connection | undefined
  let failingSince: number | undefined
  return async <T, E extends StudioEfsError>(
    signal: AbortSignal,
    send: (call: S3Call) => ResultAsync<T, E>,
  ): Promise<Result<T, E>> => {
    const begin = clock.now()
    connection ??= connectS3(s3, clock)
    const maxRetryMs = Math.max(0, (failingSince ?? begin) + MAX_OUTAGE_MS - begin)
    const limits = { signal, deadline: Number.POSITIVE_INFINITY, maxRetryMs }
    const result = await send({ ...connection, ...limits, clock, logger })
    if (result.isOk()) failingSince = undefined
    else if (result.error.retryable) failingSince ??= begin
    return result
  }
}

function unreachable(file: string, cause: Error): UnreadableLogFileError {
  return new UnreadableLogFileError({ file, problem: 'unreachable', detail: cause.message, cause })
}

function malformed(file: string, detail: string): UnreadableLogFileError {
  return new UnreadableLogFileError({ file, problem: 'unreachable', detail })
}

import type { Result, ResultAsync } from 'neverthrow'
import { connectS3, listKeysPage, readObject, type S3Call, type S3Client, type S3Connection } from '../../aws/s3.js'
import { silentLogger } from '../../logger.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import type { Clock } from '../../time/clock.js'
import { type LogTree, MAX_WHOLE_BYTES, UnreadableLogFileError } from './log-tree.js'

const MAX_OUTAGE_MS = 180_000

/** Log files in a bucket, all of it or below a prefix. */
export function bucketTree(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  { s3, clock }: { readonly s3: S3Client | undefined; readonly clock: Clock },
): LogTree {
  const names = prefix.split('/').filter((name) => name !== '')
  const root = names.map((name) => `${name}/`).join('')
  const show = (path: string) => `s3://${bucket}/${root}${path}`
  const request = createRequester(s3, clock)
  return {
    names,
    show,
    async *list(folder, signal) {
      const below = `${root}${folder}${folder === '' ? '' : '/'}`
      let next: string | undefined
      do {
        const listing = { bucket, prefix: below, next }
        const page = await request(signal, (call) => listKeysPage(call, listing))
        if (page.isErr()) throw unreachable(show(folder), page.error)
        for (const key of page.value.folders) yield { kind: 'folder', name: key.slice(below.length, -1) }
        for (const key of page.value.items) if (key !== below) yield { kind: 'file', name: key.slice(below.length) }
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
function createRequester(s3: S3Client | undefined, clock: Clock) {
  let connection: Promise<S3Connection> | undefined
  let failingSince: number | undefined
  return async <T, E extends StudioEfsError>(
    signal: AbortSignal,
    send: (call: S3Call) => ResultAsync<T, E>,
  ): Promise<Result<T, E>> => {
    const begin = clock.now()
    connection ??= connectS3(s3, clock)
    const maxRetryMs = Math.max(0, (failingSince ?? begin) + MAX_OUTAGE_MS - begin)
    const limits = { signal, deadline: Number.POSITIVE_INFINITY, maxRetryMs }
    const result = await send({ ...(await connection), ...limits, clock, logger: silentLogger })
    if (result.isOk()) failingSince = undefined
    else if (result.error.retryable) failingSince ??= begin
    return result
  }
}

function unreachable(file: string, cause: Error): UnreadableLogFileError {
  return new UnreadableLogFileError({ file, problem: 'unreachable', detail: cause.message, cause })
}

import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { connectS3, listKeysPage, readObject, type S3Client, type S3Context } from '../../aws/s3.js'
import type { Patience } from '../../call.js'
import type { StudioEfsError } from '../../errors.js'
import type { Clock } from '../../time/clock.js'
import { UnreadableLogFileError } from './error.js'
import { LARGEST_WHOLE, type LogTree } from './tree.js'

const LONGEST_OUTAGE_MS = 180_000

/** Log files in a bucket, all of it or below a prefix. */
export function bucketTree(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  context: { readonly s3: S3Client | undefined; readonly clock: Clock },
): LogTree {
  const names = prefix.split('/').filter((name) => name !== '')
  const root = names.map((name) => `${name}/`).join('')
  const show = (path: string) => `s3://${bucket}/${root}${path}`
  let connection: Promise<S3Context> | undefined
  const connect = () => {
    connection ??= connectS3(context.s3, context.clock)
    return connection
  }
  let failingSince: number | undefined
  /** Once S3 has not answered for minutes, each further call is tried once: there may be thousands of them. */
  async function ask<T, E extends StudioEfsError>(
    signal: AbortSignal,
    call: (s3: S3Context, patience: Patience) => ResultAsync<T, E>,
  ): Promise<Result<T, E>> {
    const askedAt = context.clock.now()
    const longestRetryMs = Math.max(0, (failingSince ?? askedAt) + LONGEST_OUTAGE_MS - askedAt)
    const patience = { signal, deadline: Number.POSITIVE_INFINITY, longestRetryMs }
    const result = await call(await connect(), patience)
    if (result.isOk()) failingSince = undefined
    else if (result.error.retryable) failingSince ??= askedAt
    return result
  }
  return {
    names,
    show,
    async *list(folder, signal) {
      const below = `${root}${folder}${folder === '' ? '' : '/'}`
      let next: string | undefined
      do {
        const after = next
        const page = await ask(signal, (s3, patience) => listKeysPage(s3, { bucket, prefix: below }, after, patience))
        if (page.isErr()) throw unreachable(show(folder), page.error)
        for (const key of page.value.folders) yield { kind: 'folder', name: key.slice(below.length, -1) }
        for (const key of page.value.items) if (key !== below) yield { kind: 'file', name: key.slice(below.length) }
        next = page.value.next
      } while (next !== undefined)
    },
    async read(file, signal) {
      const at = { bucket, key: `${root}${file}` }
      const content = await ask(signal, (s3, patience) => readObject(s3, at, LARGEST_WHOLE, patience))
      if (content.isErr()) return err(unreachable(show(file), content.error))
      return ok(
        Buffer.isBuffer(content.value)
          ? { kind: 'whole', bytes: content.value }
          : { kind: 'parts', parts: content.value },
      )
    },
  }
}

function unreachable(path: string, cause: Error): UnreadableLogFileError {
  return new UnreadableLogFileError(path, 'unreachable', cause.message, { cause })
}

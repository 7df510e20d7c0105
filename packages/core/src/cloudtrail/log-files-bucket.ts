import { err, ok } from 'neverthrow'
import { defaultS3Client, listKeysPage, readObject, type S3Client } from '../aws/s3.js'
import type { Clock } from '../clock.js'
import type { Patience } from '../patience.js'
import { UnreadableLogFileError } from './log-files-error.js'
import { LARGEST_WHOLE, type LogTree } from './log-files-tree.js'

/** Log files in a bucket, all of it or below a prefix. */
export function bucketTree(
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  context: { readonly s3: S3Client | undefined; readonly clock: Clock },
): LogTree {
  const names = prefix.split('/').filter((name) => name !== '')
  const root = names.map((name) => `${name}/`).join('')
  const show = (path: string) => `s3://${bucket}/${root}${path}`
  let client: Promise<S3Client> | undefined
  const connect = async () => {
    client ??= context.s3 === undefined ? defaultS3Client() : Promise.resolve(context.s3)
    return { s3: await client, clock: context.clock }
  }
  return {
    names,
    show,
    async *list(folder, signal) {
      const below = `${root}${folder}${folder === '' ? '' : '/'}`
      let next: string | undefined
      do {
        const page = await listKeysPage(await connect(), { bucket, prefix: below }, next, forever(signal))
        if (page.isErr()) throw unreachable(show(folder), page.error)
        for (const key of page.value.folders) yield { kind: 'folder', name: key.slice(below.length, -1) }
        for (const key of page.value.items) if (key !== below) yield { kind: 'file', name: key.slice(below.length) }
        next = page.value.next
      } while (next !== undefined)
    },
    async read(file, signal) {
      const at = { bucket, key: `${root}${file}` }
      const content = await readObject(await connect(), at, LARGEST_WHOLE, forever(signal))
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

function forever(signal: AbortSignal): Patience {
  return { signal, deadline: Number.POSITIVE_INFINITY }
}

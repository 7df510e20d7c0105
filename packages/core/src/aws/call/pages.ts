import { err, ok, ResultAsync } from 'neverthrow'
import type { Call, CallEndedError } from '../../call.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import type { AwsRequest, ServiceFailureError } from './aws-error.js'
import { retry } from './call-aws.js'
import type { Page } from './page.js'
import { createPageGuard } from './page-guard.js'

export interface PagedRead<Item, E> {
  readonly request: AwsRequest
  /** `listing the domains of this Region`: for the error of a call that ends meanwhile. */
  readonly pending: string
  /** Reads one page, once: `readPages` retries it. */
  readonly readPage: (next: string | undefined) => ResultAsync<Page<Item>, E>
  /** Default: read to the end. */
  readonly isEnough?: ((items: readonly Item[]) => boolean) | undefined
}

/**
 * Reads a list page by page, each page retried on its own, to its end or until the items so far are enough. A list without
 * end is an error.
 */
export function readPages<Item, E extends StudioEfsError>(
  call: Call,
  { request, pending, readPage, isEnough = () => false }: PagedRead<Item, E>,
): ResultAsync<readonly Item[], E | CallEndedError | ServiceFailureError> {
  return new ResultAsync(
    (async () => {
      const items: Item[] = []
      const guard = createPageGuard(request)
      for (let next: string | undefined; ; ) {
        const token = next
        const page = await retry(call, pending, () => readPage(token))
        if (page.isErr()) return err(page.error)
        for (const item of page.value.items) items.push(item)
        next = page.value.next
        if (next === undefined || isEnough(items)) return ok(items)
        const more = guard(page.value)
        if (more.isErr()) return err(more.error)
      }
    })(),
  )
}

import { err, ok, type Result } from 'neverthrow'
import { type AwsRequest, ServiceFailureError } from './aws-error.js'
import type { Page } from './page.js'

/** Checks each page of one list, in order. An error: the list has no end. */
export type PageGuard = <P extends Page<unknown>>(page: P) => Result<P, ServiceFailureError>

/** 100 million keys of a bucket. */
export const MAX_PAGES = 100_000
/** S3 sends empty pages while it passes deleted objects. */
export const MAX_EMPTY_PAGES = 1000

/**
 * Refuses a list that does not end: a token that comes again, too many empty pages in a row, or too many pages. Keeps one
 * token: it is compared with twice as many pages each time (Brent's search for a cycle).
 */
export function createPageGuard(request: AwsRequest): PageGuard {
  let kept: string | undefined
  let compared = 0
  let comparisons = 1
  let pages = 0
  let empty = 0

  function comesAgain(token: string): boolean {
    if (token === kept) return true
    compared += 1
    if (compared === comparisons) {
      kept = token
      compared = 0
      comparisons *= 2
    }
    return false
  }

  return (page) => {
    if (page.next === undefined) return ok(page)
    pages += 1
    empty = page.items.length === 0 ? empty + 1 : 0
    if (comesAgain(page.next)) return err(endless(request, 'a page is followed by one that was there before'))
    if (empty > MAX_EMPTY_PAGES) return err(endless(request, `${MAX_EMPTY_PAGES} pages in a row are empty`))
    if (pages > MAX_PAGES) return err(endless(request, `there are more than ${MAX_PAGES} pages`))
    return ok(page)
  }
}

function endless(request: AwsRequest, message: string): ServiceFailureError {
  const hint = 'Check the endpoint: it may be a proxy, or a store that imitates AWS.'
  return new ServiceFailureError({ request, reply: { code: 'EndlessList', message }, retryable: false, hint })
}

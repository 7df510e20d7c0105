import { err, ok, ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { StudioEfsError } from '../../errors.js'
import type { Clock } from '../../time/clock.js'
import { retrying } from './call-aws.js'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** What the next call is to carry; undefined after the last page. A short or empty page may have one. */
  readonly next: string | undefined
}

/** Reads a list page by page, each page retried on its own, to its end or until `isEnough` of what was read so far. */
export function readPages<Item, E extends StudioEfsError>(
  { clock, patience, pending }: { readonly clock: Clock; readonly patience: Patience; readonly pending: string },
  readPage: (next: string | undefined) => ResultAsync<Page<Item>, E>,
  isEnough: (items: readonly Item[]) => boolean = () => false,
): ResultAsync<readonly Item[], E | OutOfPatienceError> {
  return new ResultAsync(
    (async () => {
      const items: Item[] = []
      for (let next: string | undefined; ; ) {
        const asked = next
        const page = await retrying(clock, patience, pending, () => readPage(asked))
        if (page.isErr()) return err(page.error)
        items.push(...page.value.items)
        next = page.value.next
        if (next === undefined || isEnough(items)) return ok(items)
      }
    })(),
  )
}

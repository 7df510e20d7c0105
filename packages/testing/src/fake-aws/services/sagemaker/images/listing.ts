import type { Timestamp } from '../../../state/record.js'
import { type Page, type PageInput, pageOf } from '../paging.js'

export interface ListInput extends PageInput {
  readonly NameContains?: string | null
  readonly CreationTimeBefore?: unknown
  readonly CreationTimeAfter?: unknown
  readonly LastModifiedTimeBefore?: unknown
  readonly LastModifiedTimeAfter?: unknown
  /** Names of `ListAppImageConfigs`. */
  readonly ModifiedTimeBefore?: unknown
  readonly ModifiedTimeAfter?: unknown
  readonly SortBy?: string | null
  readonly SortOrder?: string | null
}

interface Listed {
  readonly CreationTime: Timestamp
  readonly LastModifiedTime: Timestamp
  readonly ordinal: number
}

export interface ImageListing<T> {
  /** Distinguishes the tokens of this list from those of others. */
  readonly list: string
  readonly items: readonly T[]
  /** Name that `NameContains` looks at, and that is sorted by. */
  readonly nameOf: (item: T) => string | number
}

/** Selects by name and time, sorts, and returns a page: ten items, latest first, by default. */
export function listPage<T extends Listed>({ list, items, nameOf }: ImageListing<T>, input: ListInput): Page<T> {
  const { NextToken, MaxResults, ...query } = input
  const text = (input.NameContains ?? '').toLowerCase()
  const selected = items.filter((item) => String(nameOf(item)).toLowerCase().includes(text) && isInTime(item, input))
  const listing = {
    items: selected,
    position: (item: T) => [sortKey(item, nameOf(item), input.SortBy), item.ordinal] as const,
    descending: !/^asc/i.test(input.SortOrder ?? ''),
    query: [list, query],
    defaultSize: 10,
  }
  return pageOf(listing, input)
}

function isInTime({ CreationTime, LastModifiedTime }: Listed, input: ListInput): boolean {
  return (
    isWithin(CreationTime.ms, input.CreationTimeAfter, input.CreationTimeBefore) &&
    isWithin(LastModifiedTime.ms, input.LastModifiedTimeAfter, input.LastModifiedTimeBefore) &&
    isWithin(LastModifiedTime.ms, input.ModifiedTimeAfter, input.ModifiedTimeBefore)
  )
}

// AWS JSON has times as epoch seconds.
function isWithin(ms: number, after: unknown, before: unknown): boolean {
  return (after == null || ms >= Number(after) * 1000) && (before == null || ms <= Number(before) * 1000)
}

// CreationTime, LastModifiedTime and Name, or CREATION_TIME, LAST_MODIFIED_TIME, IMAGE_NAME and VERSION.
function sortKey(item: Listed, name: string | number, by: string | null | undefined): string | number {
  if (/name|version/i.test(by ?? '')) return name
  return /modified/i.test(by ?? '') ? item.LastModifiedTime.ms : item.CreationTime.ms
}

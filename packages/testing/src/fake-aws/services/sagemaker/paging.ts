import { validationError } from '../../wire/errors.js'

export interface PageInput {
  readonly NextToken?: string | null
  readonly MaxResults?: number | null
}

export interface SortInput {
  readonly SortBy?: 'CreationTime' | 'LastModifiedTime' | null
  readonly SortOrder?: 'Ascending' | 'Descending' | null
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Absent on the last page. */
  readonly NextToken?: string
}

/** Sort key of an item: a time or a name, and the order of creation to break ties. It does not change when items come and go. */
type Position = readonly [by: number | string, ordinal: number]

export interface Listing<T> {
  readonly items: T[]
  readonly position: (item: T) => Position
  readonly descending: boolean
  /** Parameters of the listing; a token is valid for the same parameters only. */
  readonly query: readonly unknown[]
  /** Items per page without MaxResults. */
  readonly defaultSize: number
}

/** Sorts the items and returns the page after the token's position. */
export function pageOf<T>({ items, position, descending, query, defaultSize }: Listing<T>, input: PageInput): Page<T> {
  const sign = descending ? -1 : 1
  const compare = (a: Position, b: Position) => sign * (order(a[0], b[0]) || a[1] - b[1])
  items.sort((a, b) => compare(position(a), position(b)))
  const key = JSON.stringify(query)
  const after = input.NextToken == null ? undefined : readToken(input.NextToken, key)
  const start = after === undefined ? 0 : firstAfter(items, (item) => compare(position(item), after) > 0)
  const end = start + (input.MaxResults ?? defaultSize)
  const page = items.slice(start, end)
  const last = page.at(-1)
  if (last === undefined || end >= items.length) return { items: page }
  return { items: page, NextToken: writeToken(position(last), key) }
}

/** Returns the sort key for `SortBy`. */
export function positionBy(sortBy: SortInput['SortBy']) {
  const field = sortBy ?? 'CreationTime'
  return (record: {
    readonly CreationTime: { readonly ms: number }
    readonly LastModifiedTime: { readonly ms: number }
    readonly ordinal: number
  }): Position => [record[field].ms, record.ordinal]
}

function order(a: number | string, b: number | string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

function firstAfter<T>(items: readonly T[], isAfter: (item: T) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isAfter(items[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}

function writeToken(position: Position, key: string): string {
  return Buffer.from(JSON.stringify([...position, key])).toString('base64url')
}

function readToken(token: string, key: string): Position {
  const [by, ordinal, boundTo] = parse(token)
  const isKey = typeof by === 'number' || typeof by === 'string'
  if (isKey && typeof ordinal === 'number' && boundTo === key) return [by, ordinal]
  throw validationError('The NextToken is not valid, or the request differs from the one that it was returned for.')
}

function parse(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

import type { Tag } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import { keysetPage } from '../../world/keyset-page.js'
import { invalidParameter } from './errors.js'
import { applyFilters, type Filter, type FilterTable } from './filters.js'

export interface SelectionInput {
  readonly Filters?: readonly Filter[]
  readonly MaxResults?: number
  readonly NextToken?: string
}

export interface Collection<T> {
  readonly records: ReadonlyMap<string, T>
  readonly idOf: (record: T) => string
  readonly filters: FilterTable<T>
  readonly notFound: (id: string) => FakeAwsError
}

/** Selects by id (all must exist), then by filters, and returns a page of MaxResults items, or all without it. */
export function select<T extends { readonly Tags: readonly Tag[] }>(
  { records, idOf, filters, notFound }: Collection<T>,
  ids: readonly string[] | undefined,
  input: SelectionInput,
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  if (ids?.length && input.MaxResults !== undefined) {
    throw new FakeAwsError('InvalidParameterCombination', 'Ids and MaxResults cannot be used together.')
  }
  const named = ids?.length ? [...new Set(ids)].map((id) => find(records, id, notFound)) : [...records.values()]
  const items = applyFilters(named, input.Filters ?? [], filters)
  const size = input.MaxResults ?? Number.POSITIVE_INFINITY
  const page = keysetPage({ items, key: idOf, size, token: input.NextToken })
  if (page === undefined) {
    throw invalidParameter(`Value ( ${input.NextToken} ) for parameter NextToken is invalid. The token is invalid.`)
  }
  return { items: page.items, NextToken: page.nextToken }
}

function find<T>(records: ReadonlyMap<string, T>, id: string, notFound: (id: string) => FakeAwsError): T {
  const record = records.get(id)
  if (record === undefined) throw notFound(id)
  return record
}

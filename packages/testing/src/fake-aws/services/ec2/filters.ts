import type { Tag } from '../../state/record.js'
import { invalidParameter, missingParameter } from './errors.js'
import { matchesWildcard } from './wildcard.js'

export interface Filter {
  readonly Name?: string
  readonly Values?: readonly string[]
}

/** The values of a record that each filter compares, by the filter's name. */
export type FilterTable<T> = Readonly<Record<string, (record: T) => readonly (string | number | boolean)[]>>

/** Returns the records that match every filter, each by any of its values; `*` and `?` are wildcards. */
export function applyFilters<T extends { readonly Tags: readonly Tag[] }>(
  records: readonly T[],
  filters: readonly Filter[],
  table: FilterTable<T>,
): T[] {
  const conditions = filters.map((filter) => toCondition(filter, table))
  return records.filter((record) => conditions.every((holds) => holds(record)))
}

function toCondition<T extends { readonly Tags: readonly Tag[] }>(
  { Name, Values }: Filter,
  table: FilterTable<T>,
): (record: T) => boolean {
  if (Name === undefined) throw missingParameter('Filter.Name')
  if (Values === undefined || Values.length === 0) throw missingParameter('Filter.Value')
  const valuesOf = tagFilter(Name) ?? (Object.hasOwn(table, Name) ? table[Name] : undefined)
  if (valuesOf === undefined) {
    throw invalidParameter(`The filter '${Name}' is invalid, or the fake AWS does not implement it.`)
  }
  return (record) => valuesOf(record).some((value) => Values.some((pattern) => matchesWildcard(pattern, String(value))))
}

function tagFilter(name: string): ((record: { readonly Tags: readonly Tag[] }) => readonly string[]) | undefined {
  if (name === 'tag-key') return ({ Tags }) => Tags.map(({ Key }) => Key)
  if (name === 'tag-value') return ({ Tags }) => Tags.map(({ Value }) => Value)
  if (!name.startsWith('tag:')) return undefined
  const key = name.slice('tag:'.length)
  return ({ Tags }) => Tags.filter(({ Key }) => Key === key).map(({ Value }) => Value)
}

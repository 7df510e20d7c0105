/** Cuts text from outside to `max` characters and puts it on one line, for a message or a log. */
export function boundedText(text: string, max: number): string {
  const cut = text.length > max ? `${text.slice(0, max - 1)}…` : text
  // A reply of AWS may hold anything where its model has a text.
  return `${cut}`.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').toWellFormed()
}

const MAX_TEXT = 1000
const MAX_ITEMS = 100
const MAX_DEPTH = 8

/**
 * A copy that is fit for a log record: texts and names are cut to 1,000 characters on one line, lists and objects to 100
 * members, and what lies deeper than 8 levels is left out. An error gives its name and message.
 */
export function boundedValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return boundedText(value, MAX_TEXT)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return '…'
  if (value instanceof Error) return { name: value.name, message: boundedText(value.message, MAX_TEXT) }
  if (Array.isArray(value)) return boundedList(value, depth)
  if ('toJSON' in value && typeof value.toJSON === 'function') return boundedValue(value.toJSON(), depth + 1)
  const members = Object.entries(value).slice(0, MAX_ITEMS)
  return Object.fromEntries(
    members.map(([name, member]) => [boundedText(name, MAX_TEXT), boundedValue(member, depth + 1)]),
  )
}

function boundedList(list: readonly unknown[], depth: number): readonly unknown[] {
  const kept = list.slice(0, MAX_ITEMS).map((item) => boundedValue(item, depth + 1))
  return list.length > MAX_ITEMS ? [...kept, `… and ${list.length - MAX_ITEMS} more`] : kept
}

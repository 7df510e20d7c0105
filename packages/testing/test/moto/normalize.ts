/** Values as JSON, by path, such as `Tags[0].Key`. */
export type Flat = ReadonlyMap<string, string>

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  [/\b\d{1,3}(\.\d{1,3}){3}(?!\.?\d|\/)/g, '<address>'],
  [/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, '<mac>'],
]

const ID = /\b(?:(?:fs|fsmt|fsap|eni|sg|sgr|subnet|vpc|vpc-cidr-assoc|dopt)-[0-9a-f]{8,}|d-[0-9a-z]{4,})\b/g

/**
 * Makes replies of different servers comparable. An id becomes its kind and the number of its first appearance; other
 * values that differ from run to run become their kind; lists are sorted, because AWS documents no order.
 */
export function createNormalizer(known: readonly string[]): (output: object) => Flat {
  const names = new Map<string, string>()
  const counts = new Map<string, number>()

  function nameOf(id: string): string {
    const kind = id.slice(0, id.lastIndexOf('-'))
    const known = names.get(id)
    if (known !== undefined) return known
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    const name = `<${kind} ${count}>`
    names.set(id, name)
    return name
  }

  function normalizeText(text: string): string {
    const named = text.replace(ID, nameOf)
    return PATTERNS.reduce((result, [pattern, kind]) => result.replace(pattern, kind), named)
  }

  function normalize(value: unknown): unknown {
    if (value instanceof Date) return '<time>'
    if (typeof value === 'string') return normalizeText(value)
    if (Array.isArray(value))
      return value.map(normalize).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normalize(item)]))
  }

  for (const id of known) normalizeText(id)
  return (output) => {
    const { $metadata, ...members } = output as { $metadata?: { httpStatusCode?: number } }
    return flatten({ 'HTTP status': $metadata?.httpStatusCode, ...(normalize(members) as object) })
  }
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    into.set(`${path}.length`, String(value.length))
    value.forEach((item, index) => {
      flatten(item, `${path}[${index}]`, into)
    })
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) flatten(item, path === '' ? key : `${path}.${key}`, into)
  } else if (value !== undefined) into.set(path, JSON.stringify(value))
  return into
}

/** A copy for JSON: maps as objects, times as ISO 8601, bytes in Base64, without functions. */
export function toJson(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), toJson(item)]))
  if (value instanceof Set) return [...value].map(toJson)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
  if ('ms' in value && 'toJSON' in value) return new Date(Number(value.ms)).toISOString()
  if (value instanceof AbortSignal) return undefined
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
}

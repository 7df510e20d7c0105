/** What becomes of `EFSFileSystemConfig`: `eFSFileSystemConfig`, or `efsFileSystemConfig`. */
export type Acronyms = 'first-letter' | 'whole-acronym'

/** A copy with every key in camelCase, as CloudTrail writes inputs and outputs; values stay as they are. */
export function toCamelCase(value: Readonly<Record<string, unknown>>, acronyms: Acronyms): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [lowerStart(key, acronyms), convert(item, acronyms)]),
  )
}

function convert(value: unknown, acronyms: Acronyms): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, acronyms))
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value
  return toCamelCase(value as Record<string, unknown>, acronyms)
}

function lowerStart(key: string, acronyms: Acronyms): string {
  if (acronyms === 'first-letter') return key.charAt(0).toLowerCase() + key.slice(1)
  return key.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase())
}

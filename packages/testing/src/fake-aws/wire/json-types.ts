import { serializationError } from './errors.js'

/** Refuses a value that has not the JSON type of the shape. */
export function expectType(type: string, value: unknown, path: string): void {
  if (isOfType(type, value)) return
  const at = path === '' ? '' : ` (${path})`
  throw serializationError(`${mismatch(type, value)}${at}`)
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'list':
      return Array.isArray(value)
    case 'string':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
    case 'long':
      return Number.isSafeInteger(value)
    case 'float':
    case 'double':
      return typeof value === 'number'
    case 'timestamp':
      return typeof value === 'number' || typeof value === 'string'
    default:
      return type === 'blob'
  }
}

const NOUNS: Readonly<Record<string, string>> = { string: 'a String', integer: 'an Integer', long: 'a Long' }

function mismatch(type: string, value: unknown): string {
  if (type === 'list') return 'Expected list or null'
  if (type === 'structure' || type === 'map') return 'Expected structure or null'
  if (typeof value === 'object' && value !== null) return 'Start of structure or map found where not expected.'
  return `${token(value)} can not be converted to ${NOUNS[type] ?? type}`
}

function token(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  if (typeof value === 'number') return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
  return value === null ? 'NULL_VALUE' : 'STRING_VALUE'
}

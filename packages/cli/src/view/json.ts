import { isStudioEfsError } from './error-text.js'

/** Number of the JSON that commands write. It grows when a member changes its meaning or goes. */
export const SCHEMA_VERSION = 1

/** JSON with the fields of errors that a program may use. */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_, item) => (item instanceof Error ? errorFields(item) : item), indent)
}

/** Fields of an error, for JSON. */
export function errorFields(error: Error): object {
  if (!isStudioEfsError(error)) return { name: error.name, message: error.message, retryable: false }
  const { name, message, hint, retryable } = error
  return { name, message, hint, retryable }
}

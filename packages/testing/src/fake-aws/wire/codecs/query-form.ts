import { bodyText, type Input, type WireRequest } from '../wire.js'
import { type QuerySchema, queryTree, readStructure } from './query-input.js'

const COMMON_PARAMETERS = ['Action', 'Version']

/** Parameters of a form, or of a GET request's query string. */
export function parametersOf(request: WireRequest): URLSearchParams {
  return request.method === 'GET' ? new URLSearchParams(request.query) : new URLSearchParams(bodyText(request))
}

/** Reads the operation's input from a form. */
export function decodeForm(request: WireRequest, operation: string, schema: QuerySchema): Input {
  const parameters = parametersOf(request)
  for (const name of COMMON_PARAMETERS) parameters.delete(name)
  const shape = schema.model.shapes[schema.model.operations[operation]?.input ?? ''] ?? { type: 'structure' }
  return readStructure(schema, shape, queryTree(parameters))
}

// XML cannot contain control characters, and a message may repeat the caller's input.
export function printable(text: string): string {
  return text.replace(/[^\t\n\r\x20-\uFFFD]/g, '?')
}

/** True for a form that names the API's version, by which unsigned requests of the query protocol are recognized. */
export function isFormOf({ apiVersion }: { readonly apiVersion: string }, request: WireRequest): boolean {
  const isForm = /\bx-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')
  return (isForm || request.method === 'GET') && parametersOf(request).get('Version') === apiVersion
}

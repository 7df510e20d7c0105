import type { ApiModel } from '../api-model.js'
import type { WireRequest } from '../wire.js'

/** Method and path of an operation: `/2015-02-01/file-systems/{FileSystemId}`, `/{Bucket}/{Key+}`, `/{Bucket}?list-type=2`. */
interface Route {
  readonly operation: string
  readonly method: string
  readonly path: RegExp
  readonly labels: readonly string[]
  readonly query: URLSearchParams
}

const routesOf = new WeakMap<ApiModel, readonly Route[]>()

/** Finds the operation by method, path and fixed query parameters. */
export function findRoute(request: WireRequest, model: ApiModel): Route | undefined {
  return routes(model).find(
    ({ method, path, query }) =>
      method === request.method &&
      path.test(request.path) &&
      [...query].every(([name, value]) => request.query.get(name) === value),
  )
}

/** Reads the path's labels, still percent-encoded. */
export function pathLabels(request: WireRequest, { path, labels }: Route): Readonly<Record<string, string>> {
  const values = path.exec(request.path)?.slice(1) ?? []
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? '']))
}

function routes(model: ApiModel): readonly Route[] {
  const known = routesOf.get(model)
  if (known !== undefined) return known
  const made = Object.entries(model.operations).flatMap(([operation, { http }]) =>
    http === undefined ? [] : [toRoute(operation, http.method, http.requestUri)],
  )
  routesOf.set(model, made)
  return made
}

function toRoute(operation: string, method: string, uri: string): Route {
  const [template = '', query = ''] = uri.split('?')
  const labels = [...template.matchAll(/\{(\w+)\+?\}/g)].map(([, label = '']) => label)
  const source = template
    .replace(/\/$/, '')
    .replaceAll('.', '\\.')
    .replaceAll(/\{\w+\+\}/g, '(.+)')
    .replaceAll(/\{\w+\}/g, '([^/]+)')
  return { operation, method, path: new RegExp(`^${source}/?$`), labels, query: new URLSearchParams(query) }
}

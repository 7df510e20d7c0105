import { eventBridgeEvent } from '../../events/api-call-event.js'
import type { Delivery } from '../../fake-aws/delivery/deliver-to.js'
import { type EventPattern, matchesEventPattern } from '../../fake-aws/delivery/event-pattern.js'
import type { InjectedFault } from '../../fake-aws/exchange/faults.js'
import type { Rate } from '../../fake-aws/settings/options.js'
import type { PlacedFake, States } from '../states.js'
import { readStudioFile } from '../studio-file.js'
import { unknownName } from '../suggestion.js'
import { ControlError } from './control-error.js'
import { deliveryReport, startDelivery } from './deliveries.js'
import { isObject, readInjection } from './injection.js'
import { toJson } from './to-json.js'

/** A request of the control API: its method and path, such as `GET /health`. */
export interface ControlRequest {
  readonly method: string
  /** Below `/_fake`. */
  readonly path: string
  readonly query: URLSearchParams
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown
}

export type Control = (request: ControlRequest) => unknown

interface Route {
  /** The state that `?account=` and `?region=` name, by default the first one. */
  readonly placed: PlacedFake
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  /** Part of the path behind the route's name; empty without one. */
  readonly rest: string
}

type Handler = (route: Route) => unknown

/** Answers requests of the control API with values for JSON. Throws a ControlError for a request that it refuses. */
export function createControl(states: States): Control {
  const { clock } = states.options
  const faults = new Map<string, { readonly injection: unknown; readonly injected: InjectedFault }>()
  const deliveries = new Map<string, Delivery>()
  let ids = 0

  const time = () => ({ now: clock.now(), iso: new Date(clock.now()).toISOString(), speed: clock.speed })

  const routes: Readonly<Record<string, Handler>> = {
    'GET health': () => ({ status: 'ok', states: states.all().map(({ account, region }) => ({ account, region })) }),
    'POST seed': ({ body, query }) => {
      const place = placeOf(query)
      states.seed(readStudioFile(body).map((seed) => ({ ...place, ...seed })))
      return { seeded: true }
    },
    'POST reset': async () => {
      await states.reset()
      faults.clear()
      deliveries.clear()
      return { reset: true }
    },
    'GET clock': time,
    'POST clock': ({ body }) => {
      const ms = body['advanceMs']
      if (typeof ms !== 'number' || !(ms >= 0)) throw new ControlError(400, 'advanceMs must be a number of at least 0.')
      clock.advance(ms)
      return time()
    },
    'GET faults': () => [...faults].map(([id, { injection, injected }]) => ({ id, injection, hits: injected.hits() })),
    'POST faults': ({ placed, body }) => {
      const injected = placed.fake.inject(readInjection(body))
      const id = `fault-${++ids}`
      faults.set(id, { injection: body, injected })
      return { id }
    },
    'DELETE faults': ({ rest }) => {
      const chosen = rest === '' ? [...faults.keys()] : [rest]
      for (const id of chosen) {
        found(faults.get(id), 'fault', id).injected.remove()
        faults.delete(id)
      }
      return { removed: chosen }
    },
    'POST rates': ({ placed, body }) => {
      // JSON has no Infinity: null removes the limit.
      const perSecond = body['perSecond'] === null ? Number.POSITIVE_INFINITY : body['perSecond']
      if (typeof perSecond !== 'number' || !(perSecond > 0)) {
        throw new ControlError(400, 'perSecond must be a number above 0, or null to remove the limit.')
      }
      placed.fake.setRate({ ...body, perSecond } as Rate)
      return { set: true }
    },
    'GET calls': ({ placed, query }) => {
      const after = Number(query.get('after') ?? 0)
      const { calls } = placed.fake
      const wanted = ['service', 'operation', 'outcome'] as const
      const isWanted = (call: (typeof calls)[number]) =>
        wanted.every((name) => query.get(name) === null || query.get(name) === call[name])
      return { calls: calls.slice(after).filter(isWanted), next: calls.length }
    },
    'GET state': ({ placed, rest }) => partOf(toJson(placed.fake.state), rest),
    'GET directories': ({ placed }) => toJson(placed.directories.entries()),
    'GET events': ({ placed, query }) => {
      const pattern = readPattern(query.get('pattern'))
      const { trail } = placed.fake.state
      const events = trail.slice(Number(query.get('after') ?? 0)).map((record) => eventBridgeEvent(record))
      return { events: events.filter((event) => matchesEventPattern(pattern, toJson(event))), next: trail.length }
    },
    'POST deliveries': ({ placed, body }) => {
      const id = `delivery-${++ids}`
      deliveries.set(id, startDelivery(placed, body))
      return { id }
    },
    'GET deliveries': ({ rest }) => deliveryReport(found(deliveries.get(rest), 'delivery', rest)),
    'DELETE deliveries': ({ rest }) => {
      found(deliveries.get(rest), 'delivery', rest).stop()
      deliveries.delete(rest)
      return { removed: [rest] }
    },
  }

  return ({ method, path, query, body = {} }) => {
    const [name = '', ...rest] = path.replace(/^\//, '').split('/')
    const handler = Object.hasOwn(routes, `${method} ${name}`) ? routes[`${method} ${name}`] : undefined
    if (handler === undefined) throw unknownRoute(Object.keys(routes), method, name)
    if (!isObject(body) && !(name === 'seed' && Array.isArray(body)))
      throw new ControlError(400, 'The body must be an object.')
    const route = { query, body: body as Route['body'], rest: rest.join('/') }
    return handler({ ...route, placed: states.at(placeOf(query)) })
  }
}

function placeOf(query: URLSearchParams) {
  const account = query.get('account')
  const region = query.get('region')
  return { ...(account !== null && { account }), ...(region !== null && { region }) }
}

function unknownRoute(routes: readonly string[], method: string, name: string): ControlError {
  const methods = routes.filter((route) => route.endsWith(` ${name}`)).map((route) => route.split(' ')[0])
  if (methods.length > 0) return new ControlError(405, `/_fake/${name} takes ${methods.join(', ')}, not ${method}.`)
  const names = [...new Set(routes.map((route) => route.split(' ')[1] ?? ''))]
  return new ControlError(404, unknownName('path /_fake/', name, names).message)
}

function found<T>(value: T | undefined, kind: string, id: string): T {
  if (value === undefined) throw new ControlError(404, `There is no ${kind} '${id}'.`)
  return value
}

function readPattern(text: string | null): EventPattern {
  const pattern: unknown = text === null ? {} : JSON.parse(text)
  if (!isObject(pattern)) throw new ControlError(400, 'pattern must be an event pattern in JSON.')
  return pattern as EventPattern
}

/** Follows a path such as `sagemaker/userProfiles/d-abc%2Falice` into the state. */
function partOf(state: unknown, path: string): unknown {
  let part = state
  for (const step of path === '' ? [] : path.split('/').map(decodeURIComponent)) {
    const isThere = typeof part === 'object' && part !== null && Object.hasOwn(part, step)
    if (!isThere) throw new ControlError(404, `The state has no ${path}: '${step}' is missing.`)
    part = (part as Record<string, unknown>)[step]
  }
  return part
}

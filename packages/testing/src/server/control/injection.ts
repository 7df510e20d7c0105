import type { Fault, Injection } from '../../fake-aws/exchange/fault.js'
import { unknownName } from '../suggestion.js'
import { ControlError } from './control-error.js'

type Json = Readonly<Record<string, unknown>>

const CHANGES = ['not-applied', 'applied']

/** The faults that JSON can express, with the types of their members. `?`: optional. */
const MEMBERS: Readonly<Record<Exclude<Fault['kind'], 'third-party'>, Readonly<Record<string, string>>>> = {
  throttle: {},
  error: { code: 'string', message: 'string?', status: 'number?', change: 'change?' },
  'server-error': { status: 'number?', change: 'change?' },
  'connection-reset': { change: 'change?' },
  latency: { ms: 'number' },
  'no-reply': { change: 'change?' },
  'ends-in': { status: 'string', reason: 'string?' },
}

/**
 * Reads an injection from JSON. `when` is `"next"`, a number, `{"probability": 0.5}`, or `{"input": {…}}` for the calls
 * whose input has these members.
 */
export function readInjection(body: Json): Injection {
  const { service, operation, when = 'next', times, fault, ...rest } = body
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    throw unknownName('member of a fault', unknown, ['service', 'operation', 'when', 'times', 'fault'])
  if (typeof service !== 'string') throw new ControlError(400, 'service must be a text, such as "sagemaker".')
  if (operation !== undefined && typeof operation !== 'string') throw new ControlError(400, 'operation must be a text.')
  if (times !== undefined && !Number.isSafeInteger(times)) throw new ControlError(400, 'times must be a whole number.')
  return {
    service: service as Injection['service'],
    ...(operation !== undefined && { operation }),
    when: readWhen(when),
    ...(times !== undefined && { times: Number(times) }),
    fault: readFault(fault),
  }
}

function readWhen(when: unknown): Injection['when'] {
  if (when === 'next' || typeof when === 'number') return when
  if (isObject(when) && typeof when['probability'] === 'number') return { probability: when['probability'] }
  const wanted = isObject(when) ? when['input'] : undefined
  if (isObject(wanted)) return (input) => includes(input, wanted)
  throw new ControlError(400, 'when must be "next", a number, {"probability": 0.5} or {"input": {…}}.')
}

/** True if the value has all members of the wanted one, at every depth. */
function includes(value: unknown, wanted: unknown): boolean {
  if (!isObject(wanted)) return JSON.stringify(value) === JSON.stringify(wanted)
  return isObject(value) && Object.entries(wanted).every(([member, item]) => includes(value[member], item))
}

function readFault(fault: unknown): Fault {
  if (!isObject(fault) || typeof fault['kind'] !== 'string') {
    throw new ControlError(400, 'fault must be an object with a kind, such as {"kind": "throttle"}.')
  }
  const { kind, ...given } = fault
  const members = Object.hasOwn(MEMBERS, String(kind)) ? MEMBERS[kind as keyof typeof MEMBERS] : undefined
  if (members === undefined) throw unknownName('fault', String(kind), Object.keys(MEMBERS))
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(members, name)) throw unknownName(`member of the fault ${kind}`, name, Object.keys(members))
  }
  for (const [name, type] of Object.entries(members)) checkMember(name, type, given[name])
  return fault as unknown as Fault
}

function checkMember(name: string, type: string, value: unknown): void {
  if (value === undefined && type.endsWith('?')) return
  const wanted = type.replace('?', '')
  const isRight = wanted === 'change' ? CHANGES.includes(String(value)) : typeof value === wanted
  if (isRight) return
  throw new ControlError(400, `fault.${name} must be a ${wanted === 'change' ? CHANGES.join(' or ') : wanted}.`)
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

import type { Delivery, DeliveryOptions } from '../../fake-aws/delivery/deliver-to.js'
import type { PlacedFake } from '../states.js'
import { ControlError } from './control-error.js'
import { isObject } from './injection.js'

/** Members of a delivery's request, besides the URL. */
const SHARES = ['delay', 'reorder', 'duplicates', 'drop', 'seed'] as const

/** Delivers events to a URL: an event per POST, as JSON. A status other than 2xx is a failed attempt. */
export function startDelivery({ fake }: PlacedFake, body: Readonly<Record<string, unknown>>): Delivery {
  const url = readUrl(body['url'])
  return fake.deliverTo(async (event: unknown) => {
    const init = { method: 'POST', body: JSON.stringify(event), headers: { 'content-type': 'application/json' } }
    const reply = await fetch(url, init)
    const text = await reply.text()
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}: ${text.slice(0, 500)}`)
  }, readOptions(body))
}

function readUrl(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href
  throw new ControlError(400, 'url must be an address such as "http://127.0.0.1:8000/events".')
}

function readOptions(body: Readonly<Record<string, unknown>>): DeliveryOptions {
  const { pattern, since } = body
  if (pattern !== undefined && !isObject(pattern)) throw new ControlError(400, 'pattern must be an event pattern.')
  if (since !== undefined && since !== 'now' && since !== 'beginning') {
    throw new ControlError(400, 'since must be "now" or "beginning".')
  }
  const numbers = SHARES.flatMap((name) => {
    const value = body[name]
    if (value === undefined) return []
    if (typeof value !== 'number' || value < 0) throw new ControlError(400, `${name} must be a number of at least 0.`)
    return [[name, value] as const]
  })
  return { ...Object.fromEntries(numbers), ...(since && { since }), ...(pattern && { pattern }) } as DeliveryOptions
}

/** Writes how a delivery stands. */
export function deliveryReport({ delivered, invocations, deadLetters, dropped }: Delivery) {
  return { delivered, attempts: invocations.length, deadLetters, dropped }
}

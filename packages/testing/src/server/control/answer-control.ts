import type { Answer } from '../../fake-aws/transports/http-server.js'
import { bodyText, type WireReply, type WireRequest } from '../../fake-aws/wire/wire.js'
import type { States } from '../states.js'
import { type Control, type ControlRequest, createControl } from './control-api.js'
import { ControlError } from './control-error.js'
import { toJson } from './to-json.js'

/** Path of the control API. No bucket can have this name, so it hides no S3 request. */
export const CONTROL_PATH = '/_fake'

export function isControlRequest({ path }: WireRequest): boolean {
  return path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)
}

/** Answers the control API in JSON; errors are `{"error": "…"}`. */
export function answerControl(states: States): Answer {
  const control: Control = createControl(states)

  return async (request) => {
    try {
      refuseBrowsers(request)
      return reply(200, await control(await readRequest(request)))
    } catch (error) {
      const status = error instanceof ControlError ? error.status : 400
      return reply(status, { error: (error as Error).message })
    }
  }
}

/** Keeps pages in a browser of this machine from controlling the fake. */
function refuseBrowsers({ headers }: WireRequest): void {
  if (headers['origin'] === undefined && headers['sec-fetch-site'] === undefined) return
  throw new ControlError(403, 'The control API does not answer browsers.')
}

async function readRequest(request: WireRequest): Promise<ControlRequest> {
  const { method, path, query } = request
  const text = bodyText(request)
  return { method, path: path.slice(CONTROL_PATH.length), query, body: text === '' ? undefined : parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ControlError(400, `The body is not JSON: ${(error as Error).message}`)
  }
}

function reply(status: number, value: unknown): WireReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(toJson(value)) }
}

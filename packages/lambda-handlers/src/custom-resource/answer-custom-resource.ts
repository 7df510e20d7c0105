import type { Clock } from '@studio-efs/core/directories'
import { DeadlineExceededError } from '@studio-efs/core/errors'
import type { Invocation } from '../handler/handler.js'
import type { Note } from '../handler/with-recording.js'
import { type CustomResourceRequest, type Envelope, type MayAnswer, parseEnvelope, parseRequest } from './request.js'
import { type Answer, reasonOf, responseBody } from './response.js'
import type { Send } from './send-answer.js'

/** One request to a custom resource, and the limits of its work. */
export interface CustomResourceCall {
  readonly request: CustomResourceRequest
  readonly timeoutMs: number
  readonly note: Note
}

/** Does the work of a request. An error that it throws becomes the reason of a failure. */
export type CustomResource = (call: CustomResourceCall) => Promise<Answer>

export interface AnswerOptions {
  readonly resource: CustomResource
  readonly clock: Clock
  readonly send: Send
  readonly mayAnswer: MayAnswer
}

/** The event of an invocation, as `Work` gets it. */
export interface CustomResourceEvent {
  readonly event: unknown
  readonly invocation: Invocation | undefined
  readonly note: Note
}

/** Kept back for sending: four tries of two seconds, and the waits between them. */
const SENDING_MS = 15_000
const DEFAULT_TIMEOUT_MS = 900_000

/**
 * Does the work of a custom resource and answers CloudFormation in any case: with a reason when the work fails, and ahead
 * of the function's own time limit. Throws only if the request has no valid URL to answer to, or the answer is not taken.
 */
export async function answerCustomResource(
  { resource, clock, send, mayAnswer }: AnswerOptions,
  { event, invocation, note }: CustomResourceEvent,
): Promise<Answer> {
  const envelope = parseEnvelope(event, mayAnswer)
  if (envelope.isErr()) throw envelope.error
  const timeoutMs = timeFor(invocation)
  const work = () => {
    const request = parseRequest(envelope.value, event)
    if (request.isErr()) throw request.error
    const { requestType, requestId, stackId } = request.value
    note({ requestType, stackId, cloudFormationRequestId: requestId })
    return resource({ request: request.value, timeoutMs, note })
  }
  const answer = await withinTime(clock, timeoutMs, work).catch((error: unknown): Answer => {
    return { status: 'FAILED', physicalResourceId: physicalIdOf(envelope.value), reason: reasonOf(error) }
  })
  await send(envelope.value.responseUrl, responseBody(envelope.value, answer))
  return answer
}

function timeFor(invocation: Invocation | undefined): number {
  const remainingMs = invocation?.getRemainingTimeInMillis?.() ?? DEFAULT_TIMEOUT_MS
  return Math.max(1, Math.floor(remainingMs - SENDING_MS))
}

async function withinTime(clock: Clock, timeoutMs: number, work: () => Promise<Answer>): Promise<Answer> {
  const done = new AbortController()
  const late = clock.sleep(timeoutMs, done.signal).then(() => {
    throw new DeadlineExceededError({ pending: 'doing what CloudFormation asked for' })
  })
  // Rejects with the signal's reason once the work is done; without a handler, that would end the process.
  late.catch(() => undefined)
  try {
    return await Promise.race([work(), late])
  } finally {
    done.abort()
  }
}

/** CloudFormation deletes the old resource if the id changes. */
function physicalIdOf({ physicalResourceId, logicalResourceId }: Envelope): string {
  return physicalResourceId ?? `${logicalResourceId}-not-created`
}

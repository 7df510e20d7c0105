import type { Clock } from '@studio-efs/core'
import { DeadlineExceededError } from '@studio-efs/core/errors'
import type { Invocation } from '../frame/invocation.js'
import type { Note } from '../frame/recording.js'
import { type CustomResourceRequest, type Envelope, parseEnvelope, parseRequest } from './request.js'
import { type Answer, reasonOf, responseBody } from './response.js'
import type { MayAnswer } from './response-url.js'
import type { Send } from './send.js'

/** Does what a request wants, in `timeoutMs` milliseconds. What it throws becomes the reason of a failure. */
export type CustomResource = (request: CustomResourceRequest, timeoutMs: number, note: Note) => Promise<Answer>

/** The way to CloudFormation. */
export interface Answerer {
  readonly clock: Clock
  readonly send: Send
  readonly mayAnswer: MayAnswer
}

/** Kept back for the answer: four tries of two seconds, and the waits between them. */
const ANSWERING_MS = 15_000
const DEFAULT_TIMEOUT_MS = 900_000

/**
 * Does what a custom resource is to do, and answers, whatever happens: with a reason when it fails, and ahead of the
 * function's own time limit. It throws only when there is nobody to answer to, or nobody takes the answer.
 */
export async function answering(
  { clock, send, mayAnswer }: Answerer,
  resource: CustomResource,
  event: unknown,
  invocation: Invocation | undefined,
  note: Note,
): Promise<Answer> {
  const envelope = parseEnvelope(event, mayAnswer)
  if (envelope.isErr()) throw envelope.error
  const work = (timeoutMs: number) => {
    const request = parseRequest(envelope.value, event)
    if (request.isErr()) throw request.error
    const { requestType, requestId, stackId } = request.value
    note({ requestType, stackId, cloudFormationRequestId: requestId })
    return resource(request.value, timeoutMs, note)
  }
  const answer = await answerTo(clock, envelope.value, work, timeFor(invocation))
  await send(envelope.value.responseUrl, responseBody(envelope.value, answer))
  return answer
}

function timeFor(invocation: Invocation | undefined): number {
  const remainingMs = invocation?.getRemainingTimeInMillis?.() ?? DEFAULT_TIMEOUT_MS
  return Math.max(1, Math.floor(remainingMs - ANSWERING_MS))
}

async function answerTo(
  clock: Clock,
  envelope: Envelope,
  work: (timeoutMs: number) => Promise<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  const done = new AbortController()
  const late = clock.sleep(timeoutMs, done.signal).then(() => {
    throw new DeadlineExceededError('doing what CloudFormation asked for')
  })
  // It rejects with the signal's reason when the work was faster, and nobody is there to hear it.
  late.catch(() => undefined)
  try {
    return await Promise.race([work(timeoutMs), late])
  } catch (error) {
    return { status: 'FAILED', physicalResourceId: idOf(envelope), reason: reasonOf(error) }
  } finally {
    done.abort()
  }
}

/** Another id than before would make CloudFormation delete the old resource. */
function idOf({ physicalResourceId, logicalResourceId }: Envelope): string {
  return physicalResourceId ?? `${logicalResourceId}-not-created`
}

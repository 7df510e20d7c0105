import type { Clock } from '@studio-efs/core/directories'
import type { Stack } from './stack.js'
import type { JsonObject } from './template.js'

interface Message {
  readonly id: string
  readonly body: string
  receives: number
  visibleAt: number
}

/** A queue of the stack, and the batches that Lambda takes from it as the event source mapping says. */
export interface StackQueue {
  send(event: unknown): void
  /** Resolves when the queue is empty: every message was handled, or is a dead letter. */
  settled(): Promise<void>
  /** Messages that were received too often. */
  readonly deadLetters: readonly unknown[]
}

const POLL_MS = 1000

/** Reads all limits of the queue, by default that of new profiles, from the template's resources. */
export function queueOf(stack: Stack, clock: Clock, queueId = 'NewProfiles'): StackQueue {
  const { VisibilityTimeout, RedrivePolicy } = stack.resource(queueId)?.properties ?? {}
  const mapping = stack.resource(`${queueId}Batches`)?.properties ?? {}
  const { maxReceiveCount } = RedrivePolicy as JsonObject
  const { MaximumConcurrency } = mapping['ScalingConfig'] as JsonObject
  const messages = new Set<Message>()
  const deadLetters: unknown[] = []
  let sent = 0

  function receive(): readonly Message[] {
    const received: Message[] = []
    for (const message of messages) {
      if (message.visibleAt > clock.now()) continue
      message.receives += 1
      message.visibleAt = clock.now() + Number(VisibilityTimeout) * 1000
      if (message.receives > Number(maxReceiveCount)) {
        messages.delete(message)
        deadLetters.push(JSON.parse(message.body))
      } else if (received.push(message) === Number(mapping['BatchSize'])) break
    }
    return received
  }

  async function handle(batch: readonly Message[]): Promise<void> {
    const Records = batch.map(({ id, body }) => ({ messageId: id, body }))
    const reply = await stack.invoke(`${queueId}Function`, { Records }).catch(() => undefined)
    if (reply === undefined) return
    const { batchItemFailures } = reply as {
      readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
    }
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    for (const message of batch) if (!failed.has(message.id)) messages.delete(message)
  }

  function nextVisibleAt(): number {
    return Math.min(...[...messages].map(({ visibleAt }) => visibleAt))
  }

  async function work(): Promise<void> {
    while (messages.size > 0) {
      const batch = receive()
      if (batch.length > 0) await handle(batch)
      else if (messages.size > 0) await clock.sleep(Math.max(POLL_MS, nextVisibleAt() - clock.now()))
    }
  }

  return {
    deadLetters,
    send(event) {
      sent += 1
      messages.add({ id: `message-${sent}`, body: JSON.stringify(event), receives: 0, visibleAt: clock.now() })
    },
    async settled() {
      await Promise.all(Array.from({ length: Number(MaximumConcurrency) }, work))
    },
  }
}

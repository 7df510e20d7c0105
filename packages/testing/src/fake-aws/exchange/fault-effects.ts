import type { Clock } from '@studio-efs/core'
import type { CommonErrors } from '../wire/errors.js'
import { FakeAwsError, runCallback } from '../wire/errors.js'
import type { Input } from '../wire/wire.js'
import type { World } from '../world/world.js'
import { type GivenUp, unlessAborted } from './call-signal.js'
import { type ChangeOutcome, type EndingFault, endsCall, type Fault, outcomeOf } from './faults.js'

/** The connection broke and there is no reply. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  readonly code = 'ECONNRESET'
}

/** What strikes before the operation is looked at: delay, and what others do meanwhile. */
export async function precede(
  faults: readonly Fault[],
  clock: Clock,
  world: World,
  input: Input,
  signal: AbortSignal,
): Promise<void> {
  for (const fault of faults) {
    if (fault.kind === 'latency') await clock.sleep(fault.ms, signal)
    if (fault.kind !== 'third-party') continue
    world.schedule.runDue(clock.now())
    runCallback(() => fault.change(world.state, input))
  }
}

/** The fault that ends the call before, or after, the operation is applied. */
export function endOf(faults: readonly Fault[], change: ChangeOutcome): EndingFault | undefined {
  return faults.filter(endsCall).find((fault) => outcomeOf(fault) === change)
}

/** Ends the call: throws, or waits until the caller gives up. */
export async function breakOff(fault: EndingFault | undefined, errors: CommonErrors, givenUp: GivenUp): Promise<void> {
  if (fault === undefined) return
  if (fault.kind === 'no-reply') await unlessAborted(new Promise(() => {}), givenUp())
  throw errorOf(fault, errors)
}

/** The status in which the faults want the change to end. */
export function endsIn(faults: readonly Fault[]): { status: string; reason?: string } | undefined {
  const fault = faults.find(({ kind }) => kind === 'ends-in')
  if (fault?.kind !== 'ends-in') return undefined
  return { status: fault.status, ...(fault.reason !== undefined && { reason: fault.reason }) }
}

/** What the caller gets instead of a reply. */
export function errorOf(fault: EndingFault, errors: CommonErrors): Error {
  switch (fault.kind) {
    case 'throttle':
      return errors.throttling()
    case 'error':
      return injectedError(fault.code, fault.message, fault.status)
    case 'server-error':
      return fault.status === 503 ? errors.unavailable('Injected failure.') : errors.internal('Injected failure.')
    default:
      return new ConnectionLost('read ECONNRESET')
  }
}

function injectedError(code: string, message = `Injected ${code}.`, status?: number): FakeAwsError {
  return new FakeAwsError(code, message, status === undefined ? {} : { status })
}

import { type CommonErrors, FakeAwsError, runCallback } from '../wire/errors.js'
import type { Input } from '../wire/wire.js'
import type { World } from '../world/world.js'
import { type CallSignal, unlessAborted } from './call-signal.js'
import { type ChangeOutcome, type EndingFault, endsCall, type Fault, outcomeOf } from './fault.js'

/** The connection broke and there is no reply. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  readonly code = 'ECONNRESET'
}

interface StruckCall {
  readonly input: Input
  readonly signal: CallSignal
}

/** Delays the request and lets third parties change the state before the operation is applied. */
export async function runPrecedingFaults(
  world: World,
  faults: readonly Fault[],
  { input, signal }: StruckCall,
): Promise<void> {
  for (const fault of faults) {
    if (fault.kind === 'latency') await world.clock.sleep(fault.ms, signal())
    if (fault.kind !== 'third-party') continue
    world.schedule.runDue(world.now())
    runCallback(() => fault.change(world.state, input))
  }
}

/** Finds the fault that ends the call before, or after, the operation is applied. */
export function endingFault(faults: readonly Fault[], change: ChangeOutcome): EndingFault | undefined {
  return faults.filter(endsCall).find((fault) => outcomeOf(fault) === change)
}

/** Ends the call: throws, or waits until the caller gives up. */
export async function endCall(fault: EndingFault | undefined, errors: CommonErrors, signal: CallSignal): Promise<void> {
  if (fault === undefined) return
  if (fault.kind === 'no-reply') await unlessAborted(new Promise(() => {}), signal())
  throw errorFor(fault, errors)
}

/** The status in which the faults want the change to end. */
export function injectedStatus(faults: readonly Fault[]): { status: string; reason?: string } | undefined {
  const fault = faults.find(({ kind }) => kind === 'ends-in')
  if (fault?.kind !== 'ends-in') return undefined
  return { status: fault.status, ...(fault.reason !== undefined && { reason: fault.reason }) }
}

/** The error that the caller gets instead of a reply. */
export function errorFor(fault: EndingFault, errors: CommonErrors): Error {
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

import { timestamp } from '../../../state/record.js'
import type { ImageRecord, ImageStatus, ImageVersionRecord } from '../../../state/sagemaker-images.js'
import type { CallContext } from '../../../world/fake-api.js'
import { type StoredRecord, scheduleTransitionEnd } from '../../../world/transition.js'
import type { World } from '../../../world/world.js'
import { notReady, type Resource } from '../errors.js'

export interface ImageChange {
  readonly call: CallContext
  /** Milliseconds of the fake's clock. */
  readonly delay: number
  /** Runs when the change succeeds. */
  readonly completed: () => void
}

/** Ends the change of an image after `delay`, or in an injected status. */
export function beginImageChange(world: World, stored: StoredRecord<ImageRecord>, change: ImageChange): void {
  const { record } = stored
  const run = (at: number) => {
    record.LastModifiedTime = timestamp(at)
    if (change.call.endsIn === undefined) return change.completed()
    record.ImageStatus = change.call.endsIn.status as ImageStatus
    record.FailureReason = change.call.endsIn.reason ?? 'Injected failure.'
  }
  scheduleTransitionEnd(world, stored, { status: 'ImageStatus', delay: change.delay, run })
}

/** The same for a version. */
export function beginVersionChange(world: World, stored: StoredRecord<ImageVersionRecord>, change: ImageChange): void {
  const { record } = stored
  const run = (at: number) => {
    record.LastModifiedTime = timestamp(at)
    if (change.call.endsIn === undefined) return change.completed()
    record.ImageVersionStatus = change.call.endsIn.status as ImageStatus
    record.FailureReason = change.call.endsIn.reason ?? 'Injected failure.'
  }
  scheduleTransitionEnd(world, stored, { status: 'ImageVersionStatus', delay: change.delay, run })
}

/** Refuses a change of an image or a version while another one is under way. */
export function checkSettled(world: World, verb: string, resource: Resource): void {
  if (/ING$/.test(resource.status)) throw notReady(world, verb, resource)
}

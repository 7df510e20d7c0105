import type { EventOrigin } from '@studio-efs/core/cloudtrail'

/** The time of an event, to the second; undefined if it cannot be read. */
export function eventTimeOf({ eventTime }: Partial<Pick<EventOrigin, 'eventTime'>>): Date | undefined {
  const time = new Date(eventTime ?? Number.NaN)
  return Number.isNaN(time.getTime()) ? undefined : time
}

import type { EventOrigin } from '@studio-efs/core/cloudtrail'

/** `createdAt` of the profile in a CreateUserProfile event, if the event's time can be read. */
export function createdAtOf({ eventTime }: Pick<EventOrigin, 'eventTime'>): { readonly createdAt?: Date } {
  const createdAt = new Date(eventTime ?? Number.NaN)
  return Number.isNaN(createdAt.getTime()) ? {} : { createdAt }
}

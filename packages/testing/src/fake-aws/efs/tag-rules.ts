import type { Tag } from '../tag.js'
import { badRequest } from './refusals.js'

const MAX_TAGS = 50

export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) throw badRequest(`A resource can have at most ${MAX_TAGS} tags.`)
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw badRequest('Each tag key must be unique.')
}

/** What the descriptions have as `Name`. */
export function nameOf(tags: readonly Tag[]): string | undefined {
  return tags.find(({ Key }) => Key === 'Name')?.Value
}

import { isReserved, mergeTags, type Tag } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'
import { invalidParameter } from './errors.js'
import { findTaggable } from './taggable.js'

export interface TagSpecification {
  readonly ResourceType?: string
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[]
}

const MAX_TAGS = 50

/** Reads the tags of a creation; refuses those for another type than the call creates. */
export function tagsFor(type: string, specifications: readonly TagSpecification[] = []): Tag[] {
  const tags = specifications.flatMap(({ ResourceType, Tags = [] }) => {
    if (ResourceType === undefined) throw invalidSpecification('Tag specification resource type must have a value')
    if (ResourceType !== type) {
      throw invalidSpecification(`'${ResourceType}' is not a valid taggable resource type for this operation.`)
    }
    if (Tags.length === 0) throw invalidSpecification('Tag specification must have at least one tag')
    return Tags
  })
  return checked(tags)
}

function invalidSpecification(message: string): FakeAwsError {
  return new FakeAwsError('InvalidParameter', message)
}

interface TagsInput {
  readonly Resources: readonly string[]
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[]
}

export function createTags(world: World, { Resources, Tags = [] }: TagsInput): undefined {
  const added = checked(Tags)
  const merged = Resources.map((id) => {
    const resource = findTaggable(world, id)
    const tags = mergeTags(resource.Tags, added)
    if (tags.length > MAX_TAGS) throw new FakeAwsError('TagLimitExceeded', `A resource has at most ${MAX_TAGS} tags.`)
    return { resource, tags }
  })
  for (const { resource, tags } of merged) resource.Tags = tags
}

/** Without `Tags`, deletes all tags. A tag with a value is deleted only when it has that value. */
export function deleteTags(world: World, { Resources, Tags }: TagsInput): undefined {
  const resources = Resources.map((id) => findTaggable(world, id))
  const goes = (tag: Tag) =>
    Tags === undefined || Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value))
  for (const resource of resources) resource.Tags = resource.Tags.filter((tag) => !goes(tag))
}

function checked(tags: readonly { readonly Key?: string; readonly Value?: string }[]): Tag[] {
  const keys = tags.map(({ Key }) => Key)
  const twice = keys.find((key, index) => keys.indexOf(key) < index)
  if (twice !== undefined) throw invalidParameter(`Duplicate tag key '${twice}' specified.`)
  return tags.map(({ Key = '', Value = '' }) => {
    if (Key === '' || Key.length > 127 || Value.length > 255) throw invalidParameter(`The tag '${Key}' is not valid.`)
    if (!isReserved(Key)) return { Key, Value }
    throw invalidParameter("Tag keys starting with 'aws:' are reserved for internal use")
  })
}

import { mergeTags, type Tag } from '../../state/record.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { badRequest } from './errors.js'
import { findAccessPoint, findFileSystem, pageOf } from './lookup.js'

interface ResourceInput {
  readonly ResourceId: string
}

export function tagResource(world: World, input: ResourceInput & { readonly Tags: readonly Tag[] }): undefined {
  const resource = findResource(world, input)
  checkTags(input.Tags)
  const merged = mergeTags(resource.Tags, input.Tags)
  checkCount(merged)
  resource.Tags = merged
}

export function untagResource(world: World, input: ResourceInput & { readonly TagKeys: readonly string[] }): undefined {
  const resource = findResource(world, input)
  resource.Tags = resource.Tags.filter(({ Key }) => !input.TagKeys.includes(Key))
}

interface ListTagsInput extends ResourceInput {
  readonly MaxResults?: number
  readonly NextToken?: string
}

const DEFAULT_PAGE = 100

export function listTagsForResource(world: World, input: ListTagsInput): Output {
  const { MaxResults: size = DEFAULT_PAGE, NextToken: token } = input
  const page = pageOf({ items: findResource(world, input).Tags, key: ({ Key }) => Key, size, token })
  return presentMembers({ Tags: page.items, NextToken: page.nextToken })
}

function findResource(world: World, { ResourceId }: ResourceInput): { Tags: Tag[] } {
  const isAccessPoint = ResourceId.includes('fsap-')
  return isAccessPoint ? findAccessPoint(world, ResourceId) : findFileSystem(world, ResourceId)
}

const MAX_TAGS = 50

/** Refuses tags of a request: too many, or a key twice. The service model refuses keys of AWS's own. */
export function checkTags(tags: readonly Tag[]): void {
  checkCount(tags)
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) throw badRequest('Each tag key must be unique.')
}

function checkCount(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) throw badRequest(`A resource can have at most ${MAX_TAGS} tags.`)
}

/** The `Name` member of descriptions is the value of this tag. */
export function nameOf(tags: readonly Tag[]): string | undefined {
  return tags.find(({ Key }) => Key === 'Name')?.Value
}

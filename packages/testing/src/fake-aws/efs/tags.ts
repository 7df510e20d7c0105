import { present } from '../present.js'
import { mergeTags, type Tag } from '../tag.js'
import type { Output } from '../wire.js'
import type { World } from '../world.js'
import { findAccessPoint, findFileSystem } from './lookup.js'
import { pageOf } from './page.js'
import { checkTags } from './tag-rules.js'

interface ResourceInput {
  readonly ResourceId: string
}

export function tagResource(world: World, input: ResourceInput & { readonly Tags: readonly Tag[] }): undefined {
  const resource = findResource(world, input)
  const merged = mergeTags(resource.Tags, input.Tags)
  checkTags(merged)
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
  return present({ Tags: page.items, NextToken: page.nextToken })
}

function findResource(world: World, { ResourceId }: ResourceInput): { Tags: Tag[] } {
  const isAccessPoint = ResourceId.includes('fsap-')
  return isAccessPoint ? findAccessPoint(world, ResourceId) : findFileSystem(world, ResourceId)
}

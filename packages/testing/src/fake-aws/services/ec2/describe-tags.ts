import type { Tag } from '../../state/record.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { invalidParameter } from './errors.js'
import type { FilterTable } from './filters.js'
import { type SelectionInput, select } from './selection.js'
import { taggedResources } from './taggable.js'

interface ListedTag extends Tag {
  readonly ResourceId: string
  readonly ResourceType: string
  /** For the filter `tag:<key>`. */
  readonly Tags: readonly Tag[]
}

const filters: FilterTable<ListedTag> = {
  key: ({ Key }) => [Key],
  'resource-id': ({ ResourceId }) => [ResourceId],
  'resource-type': ({ ResourceType }) => [ResourceType],
  value: ({ Value }) => [Value],
}

/** Lists the tags of all resources of EC2, one by one. */
export function describeTags(world: World, input: SelectionInput): Output {
  const tags = taggedResources(world).flatMap(({ Tags, ...resource }) =>
    Tags.map((tag): ListedTag => ({ ...resource, ...tag, Tags: [tag] })),
  )
  const idOf = ({ ResourceId, Key }: ListedTag) => `${ResourceId} ${Key}`
  const records = new Map(tags.map((tag) => [idOf(tag), tag]))
  const { items, NextToken } = select({ records, idOf, filters, notFound: invalidParameter }, undefined, input)
  return { Tags: items.map(({ Tags, ...tag }) => tag), NextToken }
}

import type { Tag } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { World } from '../../world/world.js'
import { rulesById } from './security-groups/describe-rules.js'
import { keepRecord, ruleRecord } from './security-groups/rule-record.js'

export interface Taggable {
  Tags: Tag[]
}

/** Maps of the state by the type of their resources, as `TagSpecification` names it. */
function collections({ state }: World): readonly (readonly [type: string, records: ReadonlyMap<string, Taggable>])[] {
  const { vpcs, subnets, securityGroups, networkInterfaces, networkAcls, dhcpOptions } = state.ec2
  return [
    ['vpc', vpcs],
    ['subnet', subnets],
    ['security-group', securityGroups],
    ['network-interface', networkInterfaces],
    ['network-acl', networkAcls],
    ['dhcp-options', dhcpOptions],
  ]
}

/** Finds the resource to tag by its id. */
export function findTaggable(world: World, id: string): Taggable {
  const found = collections(world).map(([, records]) => records.get(id))
  const resource = found.find((record) => record !== undefined) ?? findRule(world, id)
  if (resource === undefined) throw new FakeAwsError('InvalidID', `The ID '${id}' is not valid`)
  return resource
}

function findRule(world: World, id: string): Taggable | undefined {
  const found = id.startsWith('sgr-') ? rulesById(world).get(id) : undefined
  if (found === undefined) return undefined
  const record = ruleRecord(world, found.set, found.rule)
  keepRecord(world, found, record)
  return record
}

export interface TaggedResource extends Taggable {
  readonly ResourceId: string
  readonly ResourceType: string
}

/** All resources of the fake that can have tags. */
export function taggedResources(world: World): TaggedResource[] {
  const listed = collections(world).flatMap(([ResourceType, records]) =>
    [...records].map(([ResourceId, { Tags }]) => ({ ResourceId, ResourceType, Tags })),
  )
  const rules = [...rulesById(world)].map(([ResourceId, { Tags }]) => ({
    ResourceId,
    ResourceType: 'security-group-rule',
    Tags,
  }))
  return [...listed, ...rules]
}

import type { NetworkAclRecord } from '../../state/ec2.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { networkAclNotFound } from './errors.js'
import type { FilterTable } from './filters.js'
import { type SelectionInput, select } from './selection.js'

/** Subnets that use the ACL: of a default one also those that no other ACL names. */
function subnetsOf({ state }: World, acl: NetworkAclRecord): readonly string[] {
  if (!acl.IsDefault) return acl.subnetIds
  const taken = new Set(
    [...state.ec2.networkAcls.values()].filter((other) => other !== acl).flatMap((other) => other.subnetIds),
  )
  const inVpc = [...state.ec2.subnets.values()].filter(({ VpcId }) => VpcId === acl.VpcId)
  return inVpc.map(({ SubnetId }) => SubnetId).filter((id) => !taken.has(id))
}

function filtersOf(world: World): FilterTable<NetworkAclRecord> {
  return {
    'association.subnet-id': (acl) => subnetsOf(world, acl),
    default: ({ IsDefault }) => [IsDefault],
    'network-acl-id': ({ NetworkAclId }) => [NetworkAclId],
    'owner-id': ({ OwnerId }) => [OwnerId],
    'vpc-id': ({ VpcId }) => [VpcId],
  }
}

export function describeNetworkAcls(
  world: World,
  input: SelectionInput & { readonly NetworkAclIds?: readonly string[] },
): Output {
  const { networkAcls: records } = world.state.ec2
  const idOf = ({ NetworkAclId }: NetworkAclRecord) => NetworkAclId
  const collection = { records, idOf, filters: filtersOf(world), notFound: networkAclNotFound }
  const { items, NextToken } = select(collection, input.NetworkAclIds, input)
  return { NetworkAcls: items.map((acl) => aclOutput(world, acl)), NextToken }
}

function aclOutput(world: World, record: NetworkAclRecord): Output {
  const { subnetIds, ...acl } = record
  const Associations = subnetsOf(world, record).map((SubnetId) => ({
    NetworkAclAssociationId: SubnetId.replace(/^subnet-/, 'aclassoc-'),
    NetworkAclId: acl.NetworkAclId,
    SubnetId,
  }))
  return { ...acl, Associations }
}

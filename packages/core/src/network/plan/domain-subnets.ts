import { err, ok, type Result } from 'neverthrow'
import type { DomainId } from '../../model/ids.js'
import type { Subnet, SubnetId, VpcId } from '../../model/network.js'
import type { Domain } from '../../model/studio-resource.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** The domain is not tied to a VPC, as those of Unified Studio may be. */
export class DomainWithoutVpcError extends StudioEfsError {
  readonly name = 'DomainWithoutVpcError'
  readonly domainId: DomainId

  constructor({ domainId }: Pick<DomainWithoutVpcError, 'domainId'>) {
    super({
      message: `Domain ${domainId} names no VPC and no subnets.`,
      retryable: false,
      hint: 'Pass subnetIds: the subnets in which its spaces run.',
    })
    this.domainId = domainId
  }
}

/** The domain, or the caller, names subnets that do not exist any more. */
export class SubnetsGoneError extends StudioEfsError {
  readonly name = 'SubnetsGoneError'
  readonly domainId: DomainId
  readonly subnetIds: readonly SubnetId[]

  constructor({ domainId, subnetIds }: Pick<SubnetsGoneError, 'domainId' | 'subnetIds'>) {
    super({
      message: `Domain ${domainId}: ${subnetIds.join(', ')} cannot be found in this account and Region.`,
      retryable: false,
      hint: 'Take them out of the domain (UpdateDomain SubnetIds); ensureFileSystemForDomain also takes the remaining ones as subnetIds.',
    })
    this.domainId = domainId
    this.subnetIds = subnetIds
  }
}

/** The subnets lie in more than one VPC, or not in the domain's. */
export class SubnetsInOtherVpcError extends StudioEfsError {
  readonly name = 'SubnetsInOtherVpcError'
  readonly domainId: DomainId
  readonly vpcIds: readonly VpcId[]
  readonly domainVpcId: VpcId | undefined

  constructor({ domainId, vpcIds, domainVpcId }: Pick<SubnetsInOtherVpcError, 'domainId' | 'vpcIds' | 'domainVpcId'>) {
    super({
      message: `The subnets for domain ${domainId} lie in ${vpcIds.join(' and ')}.`,
      retryable: false,
      hint: `Pass subnets of one VPC only${domainVpcId === undefined ? '' : `: the domain's, ${domainVpcId}`}.`,
    })
    this.domainId = domainId
    this.vpcIds = vpcIds
    this.domainVpcId = domainVpcId
  }
}

export type DomainSubnetsError = DomainWithoutVpcError | SubnetsGoneError | SubnetsInOtherVpcError

/** Subnets to read: the caller's, else the domain's. */
export function subnetIdsFor(
  { domainId, subnetIds }: Domain,
  given: readonly SubnetId[] | undefined,
): Result<readonly SubnetId[], DomainWithoutVpcError> {
  const wanted = given ?? subnetIds
  return wanted.length === 0 ? err(new DomainWithoutVpcError({ domainId })) : ok(wanted)
}

/** The one VPC of all the subnets that were asked for; an error when one of them is missing. */
export function vpcOf(
  { domainId, vpcId: domainVpcId }: Domain,
  asked: readonly SubnetId[],
  found: readonly Subnet[],
): Result<VpcId, SubnetsGoneError | SubnetsInOtherVpcError> {
  const gone = asked.filter((id) => !found.some(({ subnetId }) => subnetId === id))
  if (gone.length > 0) return err(new SubnetsGoneError({ domainId, subnetIds: gone }))
  const vpcIds = [...new Set(found.map(({ vpcId }) => vpcId))]
  const [vpcId, ...others] = vpcIds
  if (vpcId === undefined || others.length > 0 || vpcId !== (domainVpcId ?? vpcId))
    return err(new SubnetsInOtherVpcError({ domainId, vpcIds, domainVpcId }))
  return ok(vpcId)
}

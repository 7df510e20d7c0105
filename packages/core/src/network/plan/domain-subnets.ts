import { err, ok, type Result } from 'neverthrow'
import { StudioEfsError } from '../../errors.js'
import type { DomainId } from '../../model/ids.js'
import type { Subnet, SubnetId, VpcId } from '../../model/network.js'
import type { Domain } from '../../model/studio-resource.js'

/** The domain is not tied to a VPC, as those of Unified Studio may be. */
export class DomainWithoutVpcError extends StudioEfsError {
  readonly name = 'DomainWithoutVpcError'
  constructor(readonly domainId: DomainId) {
    super(`Domain ${domainId} names no VPC and no subnets.`, {
      retryable: false,
      hint: 'Pass subnetIds: the subnets in which its spaces run.',
    })
  }
}

/** The domain, or the caller, names subnets that are not there any more. */
export class SubnetsGoneError extends StudioEfsError {
  readonly name = 'SubnetsGoneError'
  constructor(
    readonly domainId: DomainId,
    readonly subnetIds: readonly SubnetId[],
  ) {
    super(`Domain ${domainId}: ${subnetIds.join(', ')} cannot be found in this account and Region.`, {
      retryable: false,
      hint: 'Take them out of the domain (UpdateDomain SubnetIds); ensureFileSystemForDomain also takes the remaining ones as subnetIds.',
    })
  }
}

/** The subnets lie in more than one VPC, or not in the domain's. */
export class SubnetsInOtherVpcError extends StudioEfsError {
  readonly name = 'SubnetsInOtherVpcError'
  constructor(
    readonly domainId: DomainId,
    readonly vpcIds: readonly VpcId[],
    readonly domainVpcId: VpcId | undefined,
  ) {
    super(`The subnets for domain ${domainId} lie in ${vpcIds.join(' and ')}.`, {
      retryable: false,
      hint: `Pass subnets of one VPC only${domainVpcId === undefined ? '' : `: the domain's, ${domainVpcId}`}.`,
    })
  }
}

export type DomainSubnetsError = DomainWithoutVpcError | SubnetsGoneError | SubnetsInOtherVpcError

/** Which subnets to read: the caller's, else the domain's. */
export function subnetIdsFor(
  domain: Domain,
  given: readonly SubnetId[] | undefined,
): Result<readonly SubnetId[], DomainWithoutVpcError> {
  const subnetIds = given ?? domain.subnetIds
  return subnetIds.length === 0 ? err(new DomainWithoutVpcError(domain.domainId)) : ok(subnetIds)
}

/** The one VPC that all the subnets lie in, once it is certain that they are all there. */
export function vpcOf(
  domain: Domain,
  asked: readonly SubnetId[],
  found: readonly Subnet[],
): Result<VpcId, SubnetsGoneError | SubnetsInOtherVpcError> {
  const gone = asked.filter((id) => !found.some(({ subnetId }) => subnetId === id))
  if (gone.length > 0) return err(new SubnetsGoneError(domain.domainId, gone))
  const vpcIds = [...new Set(found.map(({ vpcId }) => vpcId))]
  const [vpcId, ...others] = vpcIds
  if (vpcId === undefined || others.length > 0 || vpcId !== (domain.vpcId ?? vpcId))
    return err(new SubnetsInOtherVpcError(domain.domainId, vpcIds, domain.vpcId))
  return ok(vpcId)
}

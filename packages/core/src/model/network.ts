import { err, Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText, show } from './parse/parse-text.js'

export type VpcId = Brand<string, 'VpcId'>
export type SubnetId = Brand<string, 'SubnetId'>
export type SecurityGroupId = Brand<string, 'SecurityGroupId'>

/** A subnet, and the Availability Zone that it lies in. */
export interface Subnet {
  readonly subnetId: SubnetId
  readonly vpcId: VpcId
  /** Such as `euw1-az1`: the same zone in every account, unlike its name. */
  readonly zoneId: string
  /** Such as `eu-west-1a`. */
  readonly zoneName: string
  /** Its IPv4 block; the IPv6 ones of a subnet without. */
  readonly cidrBlocks: readonly string[]
  readonly availableIpAddressCount: number
}

/** A security group; `nfsCidrs` and `nfsSourceIds` are the address ranges and the groups that it admits on TCP 2049. */
export interface SecurityGroup {
  readonly groupId: SecurityGroupId
  readonly groupName: string
  readonly vpcId: VpcId
  readonly tags: Readonly<Record<string, string>>
  readonly nfsCidrs: readonly string[]
  readonly nfsSourceIds: readonly SecurityGroupId[]
}

// The patterns are EFS's own: what they refuse, CreateMountTarget refuses.
const subnetRule = {
  pattern: /^subnet-[0-9a-f]+$/,
  min: 15,
  max: 47,
  allowed: 'a subnet id such as subnet-0123456789abcdef0',
}
const groupRule = {
  pattern: /^sg-[0-9a-f]+$/,
  min: 11,
  max: 43,
  allowed: 'a security-group id such as sg-0123456789abcdef0',
}

const vpcRule = { pattern: /^vpc-[0-9a-f]+$/, min: 12, max: 32, allowed: 'a VPC id such as vpc-0123456789abcdef0' }

export function parseVpcId(value: unknown, field = 'vpcId'): Result<VpcId, InvalidInputError> {
  return parseText(field, value, vpcRule).map((text) => text as VpcId)
}

const MAX_SUBNETS = 200

/** Accepts 1 to 200 subnet ids, each once. */
export function parseSubnetIds(value: unknown, field = 'subnetIds'): Result<readonly SubnetId[], InvalidInputError> {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_SUBNETS || new Set(value).size < value.length)
    return err(
      new InvalidInputError({ field, allowed: `1 to ${MAX_SUBNETS} different subnet ids`, received: show(value) }),
    )
  return Result.combine(value.map((id, at) => parseText(`${field}[${at}]`, id, subnetRule))).map(
    (ids) => ids as SubnetId[],
  )
}

export function parseSecurityGroupId(
  value: unknown,
  field = 'securityGroupId',
): Result<SecurityGroupId, InvalidInputError> {
  return parseText(field, value, groupRule).map((text) => text as SecurityGroupId)
}

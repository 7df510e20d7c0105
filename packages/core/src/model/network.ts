import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import { type FieldParser, listOf } from './parse/parse-input.js'
import { parseText } from './parse/parse-text.js'

/** Id of a VPC: `vpc-` and hexadecimal digits. */
export type VpcId = Brand<string, 'VpcId'>
/** Id of a subnet: `subnet-` and hexadecimal digits. */
export type SubnetId = Brand<string, 'SubnetId'>
/** Id of a security group: `sg-` and hexadecimal digits. */
export type SecurityGroupId = Brand<string, 'SecurityGroupId'>

/** A subnet and its Availability Zone. */
export interface Subnet {
  readonly subnetId: SubnetId
  readonly vpcId: VpcId
  /** `euw1-az1`: the same zone in every account, unlike its name. */
  readonly zoneId: string
  /** `eu-west-1a`. */
  readonly zoneName: string
  /** Its IPv4 block, or the IPv6 ones of a subnet without. */
  readonly cidrBlocks: readonly string[]
  readonly availableIpAddressCount: number
}

export interface SecurityGroup {
  readonly groupId: SecurityGroupId
  readonly groupName: string
  readonly vpcId: VpcId
  readonly tags: Readonly<Record<string, string>>
  /** Address ranges that it admits on TCP 2049. */
  readonly nfsCidrs: readonly string[]
  /** Groups that it admits on TCP 2049. */
  readonly nfsSourceIds: readonly SecurityGroupId[]
  /** Prefix lists that it admits on TCP 2049; their address ranges are not read. Absent: not known. */
  readonly nfsPrefixListIds?: readonly string[]
  /** Where it lets traffic to TCP 2049 go. Absent: not known. */
  readonly nfsEgress?: NfsPeers
}

/** Other ends of traffic to TCP 2049. */
export interface NfsPeers {
  readonly cidrs: readonly string[]
  readonly groupIds: readonly SecurityGroupId[]
  readonly prefixListIds: readonly string[]
}

// The patterns are EFS's own: CreateMountTarget refuses everything else.
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

/** Parses the id of a VPC. */
export function parseVpcId(value: unknown, field = 'vpcId'): Result<VpcId, InvalidInputError> {
  return parseText(value, field, vpcRule).map((text) => text as VpcId)
}

const MAX_SUBNETS = 200

export const parseSubnetId: FieldParser<SubnetId> = (value, field) =>
  parseText(value, field, subnetRule).map((text) => text as SubnetId)

const subnetIds = listOf(parseSubnetId, {
  min: 1,
  max: MAX_SUBNETS,
  distinct: true,
  allowed: `1 to ${MAX_SUBNETS} different subnet ids`,
})

/** Accepts 1 to 200 subnet ids, each once. */
export function parseSubnetIds(value: unknown, field = 'subnetIds'): Result<readonly SubnetId[], InvalidInputError> {
  return subnetIds(value, field)
}

/** Parses ids of subnets and of Availability Zones, none included. */
export const parseLambdaExclusions: FieldParser<readonly string[]> = listOf(
  (value, field) =>
    parseText(value, field, {
      pattern: /^(subnet-[0-9a-f]+|[a-z0-9]+-az\d+)$/,
      min: 6,
      max: 47,
      allowed: 'a subnet id such as subnet-0123456789abcdef0, or a zone id such as use1-az3',
    }),
  { min: 0, max: MAX_SUBNETS, distinct: true, allowed: `at most ${MAX_SUBNETS} different ids of subnets and zones` },
)

export function parseSecurityGroupId(
  value: unknown,
  field = 'securityGroupId',
): Result<SecurityGroupId, InvalidInputError> {
  return parseText(value, field, groupRule).map((text) => text as SecurityGroupId)
}

const networkInterfaceRule = {
  pattern: /^eni-[0-9a-f]+$/,
  min: 12,
  max: 32,
  allowed: 'a network-interface id such as eni-0123456789abcdef0',
}

export const parseNetworkInterfaceId: FieldParser<string> = (value, field) =>
  parseText(value, field, networkInterfaceRule)

const zoneRule = { pattern: /^[a-z0-9-]+$/, min: 1, max: 64, allowed: 'an Availability Zone such as euw1-az1' }

/** Accepts the id or the name of an Availability Zone or Local Zone. */
export const parseZone: FieldParser<string> = (value, field) => parseText(value, field, zoneRule)

const cidrRule = {
  pattern: /^[0-9a-fA-F.:]+\/\d{1,3}$/,
  min: 4,
  max: 64,
  allowed: 'an address range such as 10.0.0.0/16',
}

export const parseCidr: FieldParser<string> = (value, field) => parseText(value, field, cidrRule)

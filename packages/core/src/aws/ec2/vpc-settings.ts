import { parseVpcId, type VpcId } from '../../model/network.js'
import { type FieldParser, optional, unparsed } from '../../model/parse/parse-input.js'
import { comparedText, membersOf, optionalList } from '../../model/parse/parse-member.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { readList } from '../call/read-list.js'
import { type Ec2Call, ec2Request } from './network.js'

/** Attributes of a VPC that decide whether names of mount targets resolve. */
export type VpcDnsAttribute = 'enableDnsSupport' | 'enableDnsHostnames'

/**
 * Reads one attribute: EC2 takes a request for each. Undefined where the reply does not say.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html
 */
export function readVpcAttribute(
  call: Ec2Call,
  vpcId: VpcId,
  attribute: VpcDnsAttribute,
): AwsResult<boolean | undefined> {
  const request = ec2Request('DescribeVpcAttribute', vpcId)
  const send = async (abortSignal: AbortSignal) => {
    const { DescribeVpcAttributeCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
    const command = new DescribeVpcAttributeCommand({ VpcId: vpcId, Attribute: attribute })
    return call.ec2.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retry(call, `reading ${attribute} of ${vpcId}`, () => callAws(call, request, send)).map(
    ({ EnableDnsSupport: support, EnableDnsHostnames: names }) =>
      (attribute === 'enableDnsSupport' ? support : names)?.Value,
  )
}

/** Addresses of the DNS servers that the VPC's DHCP options name; `AmazonProvidedDNS` is the VPC's own resolver. */
export function readDnsServers(call: Ec2Call, vpcId: VpcId): AwsResult<readonly string[]> {
  return readDhcpOptionsId(call, vpcId).andThen((id) => readNameServers(call, id))
}

const parseVpc = membersOf({ VpcId: parseVpcId, DhcpOptionsId: comparedText })

function readDhcpOptionsId(call: Ec2Call, vpcId: VpcId): AwsResult<string> {
  const filter = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }
  return readList(call, {
    request: ec2Request('DescribeVpcs', vpcId),
    command: async (next) => {
      const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      return new DescribeVpcsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.ec2.send(command, { abortSignal }),
    items: ({ Vpcs }) => ['Vpcs', Vpcs],
    next: ({ NextToken }) => NextToken,
    parse: parseVpc,
  }).map(([vpc]) => vpc?.DhcpOptionsId ?? 'default')
}

const parseConfiguration = membersOf({
  Key: comparedText,
  Values: optionalList(membersOf({ Value: comparedText })),
})
const parseOptions = membersOf({ DhcpConfigurations: optionalList(parseConfiguration) })

/** A VPC without options, `default`, has no DNS server at all. */
function readNameServers(call: Ec2Call, dhcpOptionsId: string): AwsResult<readonly string[]> {
  const filter = { Filters: [{ Name: 'dhcp-options-id', Values: [dhcpOptionsId] }] }
  return readList(call, {
    request: ec2Request('DescribeDhcpOptions', `the DHCP options ${dhcpOptionsId}`),
    command: async (next) => {
      const { DescribeDhcpOptionsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      return new DescribeDhcpOptionsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.ec2.send(command, { abortSignal }),
    items: ({ DhcpOptions }) => ['DhcpOptions', DhcpOptions],
    next: ({ NextToken }) => NextToken,
    parse: parseOptions,
  }).map((options) =>
    options
      .flatMap(({ DhcpConfigurations }) => DhcpConfigurations)
      .filter(({ Key }) => Key === 'domain-name-servers')
      .flatMap(({ Values }) => Values.flatMap(({ Value }) => Value ?? [])),
  )
}

/** A rule of a network ACL. */
export interface NetworkAclRule {
  readonly ruleNumber: number
  readonly action: 'allow' | 'deny'
  readonly direction: 'out' | 'in'
  /** IP protocol number as text; `-1` is every protocol, `6` TCP. */
  readonly protocol: string
  readonly cidr: string
  /** Undefined: every port. */
  readonly ports: { readonly from: number; readonly to: number } | undefined
}

/** A network ACL with the subnets that it applies to; its rules in the order in which EC2 evaluates them. */
export interface NetworkAcl {
  readonly networkAclId: string
  readonly subnetIds: readonly string[]
  readonly rules: readonly NetworkAclRule[]
}

/** Network ACLs of a VPC. They apply to traffic that enters or leaves a subnet, and to none inside of it. */
export function describeNetworkAcls(call: Ec2Call, vpcId: VpcId): AwsResult<readonly NetworkAcl[]> {
  const filter = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] }
  return readList(call, {
    request: ec2Request('DescribeNetworkAcls', `the network ACLs of ${vpcId}`),
    command: async (next) => {
      const { DescribeNetworkAclsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      return new DescribeNetworkAclsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.ec2.send(command, { abortSignal }),
    items: ({ NetworkAcls }) => ['NetworkAcls', NetworkAcls],
    next: ({ NextToken }) => NextToken,
    parse: parseNetworkAcl,
  })
}

const parseEntry = membersOf({
  RuleNumber: unparsed,
  RuleAction: comparedText,
  Egress: unparsed,
  Protocol: comparedText,
  CidrBlock: comparedText,
  Ipv6CidrBlock: comparedText,
  PortRange: optional(membersOf({ From: unparsed, To: unparsed }), undefined),
})

const parseWireAcl = membersOf({
  NetworkAclId: comparedText,
  Associations: optionalList(membersOf({ SubnetId: comparedText })),
  Entries: optionalList(parseEntry),
})

const parseNetworkAcl: FieldParser<NetworkAcl> = (value, field) =>
  parseWireAcl(value, field).map(({ NetworkAclId: networkAclId = 'unknown', Associations, Entries }) => ({
    networkAclId,
    subnetIds: Associations.flatMap(({ SubnetId }) => SubnetId ?? []),
    rules: Entries.map((entry): NetworkAclRule => {
      const { From: from, To: to } = entry.PortRange ?? {}
      return {
        ruleNumber: typeof entry.RuleNumber === 'number' ? entry.RuleNumber : 0,
        action: entry.RuleAction === 'allow' ? 'allow' : 'deny',
        direction: entry.Egress === true ? 'out' : 'in',
        protocol: entry.Protocol ?? '-1',
        cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
        ports: typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined,
      }
    }).toSorted((one, other) => one.ruleNumber - other.ruleNumber),
  }))

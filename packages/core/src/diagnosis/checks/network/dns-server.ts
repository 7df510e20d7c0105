import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, named, yellow } from '../../verdict.js'

/** Names of the VPC's own resolver in DHCP options. */
const OWN_RESOLVER: readonly string[] = ['AmazonProvidedDNS', '169.254.169.253']

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_DHCP_Options.html */
export const dnsServer = defineCheck({
  id: 'dns-server',
  question: "Do spaces ask the VPC's own resolver for names?",
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([reads.vpcId(), reads.dnsServers()] as const),
  judge: ([vpcId, servers]) => {
    const others = servers.filter((server) => !OWN_RESOLVER.includes(server))
    if (servers.length > 0 && others.length === 0) return GREEN
    const asked = servers.length === 0 ? 'no DNS server' : named(others)
    return yellow(`The DHCP options of ${vpcId} name ${asked}: it may not know the names of mount targets.`)
  },
  remedy: {
    text: "Let that server forward the Region's names of EFS to the VPC's resolver, or use AmazonProvidedDNS.",
    awsAction: 'ec2:AssociateDhcpOptions',
  },
})

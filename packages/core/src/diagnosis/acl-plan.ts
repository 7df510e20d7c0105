import type { NetworkAcl, NetworkAclRule } from '../aws/ec2/vpc-settings.js'
import { contains, firstAddress } from '../network/plan/address-range.js'

/** Way of an NFS connection: the range of the subnet that it comes from, and the address that it goes to. */
export interface NfsPath {
  readonly clients: string
  readonly server: string
}

const NFS_PORT = 2049
/** First, middle and last of the ports that clients use. */
const REPLY_PORTS = [1024, 32_768, 60_999]

/**
 * Decides whether an ACL on the clients' or the server's subnet lets NFS and its replies through. Of the clients, the first
 * address of their subnet stands for all.
 */
export function passesAcl({ rules }: NetworkAcl, side: 'client' | 'server', { clients, server }: NfsPath): boolean {
  const client = firstAddress(clients) ?? ''
  const [request, reply] = side === 'client' ? (['out', 'in'] as const) : (['in', 'out'] as const)
  const other = side === 'client' ? server : client
  const allows = (direction: NetworkAclRule['direction'], port: number) =>
    rules.find((rule) => rule.direction === direction && matches(rule, other, port))?.action === 'allow'
  return allows(request, NFS_PORT) && REPLY_PORTS.every((port) => allows(reply, port))
}

/** The rule with the lowest number that matches decides; the rules are in that order. */
function matches({ protocol, cidr, ports }: NetworkAclRule, address: string, port: number): boolean {
  const isTcp = protocol === '-1' || protocol === '6' || protocol === 'tcp'
  const isPort = ports === undefined || (ports.from <= port && port <= ports.to)
  return isTcp && isPort && contains(cidr, address)
}

import { invalidParameter, missingParameter } from './refusals.js'

const BY_NUMBER: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' }
const NAMED = ['tcp', 'udp', 'icmp', 'icmpv6', '-1']

/** A rule's protocol as EC2 keeps it: `-1` for all, a name for those that have one, else a number. */
export function protocolOf(protocol: string | undefined): string {
  if (protocol === undefined) throw missingParameter('ipProtocol')
  const text = protocol.toLowerCase()
  const name = BY_NUMBER[text] ?? text
  if (NAMED.includes(name) || (/^\d{1,3}$/.test(name) && Number(name) <= 255)) return name
  throw invalidParameter(`Invalid value '${protocol}' for IP protocol. Unknown protocol.`)
}

/** Refuses ports that the protocol cannot have; for ICMP they are a type and a code, of which -1 is any. */
export function checkPorts(protocol: string, from: number | undefined, to: number | undefined): void {
  const hasPorts = protocol === 'tcp' || protocol === 'udp'
  if (hasPorts && (from === undefined || to === undefined)) {
    throw invalidParameter("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
  }
  const isIcmp = protocol.startsWith('icmp')
  const [lowest, highest] = isIcmp ? [-1, 255] : [hasPorts ? 0 : -1, 65_535]
  const isOutside = [from, to].some((port) => port !== undefined && (port < lowest || port > highest))
  if (isOutside || (!isIcmp && from !== undefined && to !== undefined && from > to)) {
    throw invalidParameter(`Invalid ${isIcmp ? 'ICMP type and code' : 'TCP/UDP port range'} (${from}:${to})`)
  }
}

import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** True when every address of the second range is in the first one. Ranges are in CIDR notation. */
export function covers(range: string, other: string): boolean {
  const [outer, inner] = [parse(range), parse(other)]
  if (outer === undefined || inner === undefined) return false
  return outer.prefix <= inner.prefix && contains(range, inner.address)
}

/** True when the address is in the range. */
export function contains(range: string, address: string): boolean {
  const parsed = parse(range)
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (parsed === undefined || parsed.family !== family || !(isIPv4(address) || isIPv6(address))) return false
  const list = new BlockList()
  list.addSubnet(parsed.address, parsed.prefix, family)
  return list.check(address, family)
}

/** First address of a range; undefined for text that is none. */
export function firstAddress(range: string): string | undefined {
  return parse(range)?.address
}

function parse(range: string) {
  const [address = '', digits = ''] = range.split('/')
  const prefix = Number(digits)
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  const isValid = (isIPv4(address) || isIPv6(address)) && /^\d{1,3}$/.test(digits)
  return isValid && prefix <= (family === 'ipv6' ? 128 : 32) ? ({ address, prefix, family } as const) : undefined
}

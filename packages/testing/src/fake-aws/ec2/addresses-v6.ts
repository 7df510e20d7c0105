import { isIPv6 } from 'node:net'

/** The IPv6 block with the bits after its length cleared and as short as it can be; undefined when it is none. */
export function canonicalBlockV6(text: string): string | undefined {
  const [address = '', length = ''] = text.split('/')
  if (!isIPv6(address) || address.includes('%') || !/^\d{1,3}$/.test(length) || Number(length) > 128) return undefined
  if (text !== `${address}/${length}`) return undefined
  const kept = Number(length)
  const groups = groupsOf(address).map((group, index) => group & maskOf(kept - index * 16))
  return `${shorten(groups.map((group) => group.toString(16)).join(':'))}/${kept}`
}

function groupsOf(address: string): number[] {
  const [head = [], tail = []] = shorten(address)
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16))
}

function maskOf(bits: number): number {
  const kept = Math.min(16, Math.max(0, bits))
  return (0xff_ff << (16 - kept)) & 0xff_ff
}

// The URL standard writes addresses as RFC 5952 does.
function shorten(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}

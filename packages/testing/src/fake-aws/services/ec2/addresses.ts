import { isIPv6 } from 'node:net'
import type { Ec2State, SubnetRecord } from '../../state/ec2.js'

// AWS reserves the first four addresses of a subnet and the last one.
const RESERVED_AT_START = 4

export function isInBlock(address: string, cidrBlock: string): boolean {
  const [start, size] = blockOf(cidrBlock)
  const number = toNumber(address)
  return number >= start && number < start + size
}

export function isReserved(address: string, cidrBlock: string): boolean {
  const [start, size] = blockOf(cidrBlock)
  const offset = toNumber(address) - start
  return offset < RESERVED_AT_START || offset === size - 1
}

/** True if the blocks have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [start, size] = blockOf(one)
  const [otherStart, otherSize] = blockOf(other)
  return start < otherStart + otherSize && otherStart < start + size
}

/** True if every address of the inner block is one of the outer block. */
export function contains(outer: string, inner: string): boolean {
  const [start, size] = blockOf(outer)
  const [innerStart, innerSize] = blockOf(inner)
  return innerStart >= start && innerStart + innerSize <= start + size
}

/** Addresses that AWS leaves of a new subnet's block: all but the first four and the last one. */
export function availableAddresses(cidrBlock: string): number {
  return blockOf(cidrBlock)[1] - RESERVED_AT_START - 1
}

/** Finds the subnet's lowest address that no network interface has. */
export function freeAddress(state: Ec2State, { SubnetId, CidrBlock }: SubnetRecord): string {
  const taken = new Set<string>()
  for (const known of state.networkInterfaces.values()) {
    if (known.SubnetId === SubnetId) taken.add(known.PrivateIpAddress)
  }
  let number = blockOf(CidrBlock)[0] + RESERVED_AT_START
  while (taken.has(toAddress(number))) number += 1
  return toAddress(number)
}

/** Clears the bits behind the prefix length, as AWS does; undefined when the text is not an IPv4 block. */
export function canonicalBlock(text: string): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text)
  const parts = match?.slice(1).map(Number) ?? []
  const bits = parts.pop()
  if (bits === undefined || bits > 32 || parts.some((part) => part > 255)) return undefined
  const [number, size] = blockOf(text)
  return `${toAddress(number - (number % size))}/${bits}`
}

function blockOf(cidrBlock: string): readonly [start: number, size: number] {
  const [address = '', bits = '32'] = cidrBlock.split('/')
  return [toNumber(address), 2 ** (32 - Number(bits))]
}

function toNumber(address: string): number {
  return address.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join('.')
}

/** Clears the bits behind the prefix length and shortens the address; undefined when the text is not an IPv6 block. */
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

// `URL` writes IPv6 addresses in the form of RFC 5952.
function shorten(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}

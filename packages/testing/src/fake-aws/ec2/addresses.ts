import type { Ec2State, SubnetRecord } from './state.js'

// AWS keeps the first four addresses of a subnet and the last one.
const RESERVED_AT_START = 4

/** Whether the address is one of the block's. */
export function isInBlock(address: string, cidrBlock: string): boolean {
  const [start, size] = blockOf(cidrBlock)
  const number = toNumber(address)
  return number >= start && number < start + size
}

/** Whether AWS keeps the address of the block for itself. */
export function isReserved(address: string, cidrBlock: string): boolean {
  const [start, size] = blockOf(cidrBlock)
  const offset = toNumber(address) - start
  return offset < RESERVED_AT_START || offset === size - 1
}

/** The subnet's lowest address that no network interface has. */
export function freeAddress(state: Ec2State, { SubnetId, CidrBlock }: SubnetRecord): string {
  const taken = new Set<string>()
  for (const known of state.networkInterfaces.values()) {
    if (known.SubnetId === SubnetId) taken.add(known.PrivateIpAddress)
  }
  let number = blockOf(CidrBlock)[0] + RESERVED_AT_START
  while (taken.has(toAddress(number))) number += 1
  return toAddress(number)
}

/** The block with the bits after its length cleared, as AWS keeps it; undefined when the text is no IPv4 block. */
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

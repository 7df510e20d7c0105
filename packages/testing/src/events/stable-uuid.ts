import { createHash } from 'node:crypto'

/** A UUID made from the value: the same value gives the same one. */
export function stableUuid(purpose: string, value: unknown): string {
  const hex = createHash('sha256')
    .update(`${purpose}:${JSON.stringify(value)}`)
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

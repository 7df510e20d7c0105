/** A list in the order of its keys: a token is the last key given, so it stays good when others come and go. */
export interface KeysetListing<T> {
  readonly items: readonly T[]
  readonly key: (item: T) => string
  /** Items per page. */
  readonly size: number
  /** Of the page before; undefined for the first. */
  readonly token: string | null | undefined
}

export interface KeysetPage<T> {
  readonly items: readonly T[]
  /** Undefined on the last page. */
  readonly nextToken: string | undefined
}

/** The page after the token; undefined when the token is none of ours. */
export function keysetPage<T>({ items, key, size, token }: KeysetListing<T>): KeysetPage<T> | undefined {
  const after = token == null ? '' : readToken(token)
  if (after === undefined) return undefined
  const sorted = items.filter((item) => key(item) > after).sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const page = sorted.slice(0, size)
  const last = page.at(-1)
  return { items: page, nextToken: last !== undefined && sorted.length > size ? writeToken(key(last)) : undefined }
}

const PREFIX = 'after:'

export function writeToken(key: string): string {
  return Buffer.from(PREFIX + key).toString('base64url')
}

/** The key that the token holds; undefined when the token is none of ours. */
export function readToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString()
  return text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined
}

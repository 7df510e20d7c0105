/** A list in the order of its keys. A token is the last key returned, so it stays valid when items come and go. */
export interface KeysetListing<T> {
  readonly items: readonly T[]
  readonly key: (item: T) => string
  /** Items per page. */
  readonly size: number
  /** Token of the previous page; undefined for the first page. */
  readonly token: string | null | undefined
}

export interface KeysetPage<T> {
  readonly items: readonly T[]
  /** Undefined on the last page. */
  readonly nextToken: string | undefined
}

/** Returns the page after the token; undefined when the token is invalid. */
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

/** Reads the key in the token; undefined when the token is invalid. */
export function readToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString()
  return text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined
}

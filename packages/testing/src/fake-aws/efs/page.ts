import { keysetPage } from '../keyset-page.js'
import { badRequest } from './refusals.js'

export interface EfsListing<T> {
  readonly items: readonly T[]
  readonly key: (item: T) => string
  readonly size: number
  readonly token: string | null | undefined
}

/** The page after the token, in the order of the keys: AWS states none. */
export function pageOf<T>(listing: EfsListing<T>) {
  const page = keysetPage(listing)
  if (page === undefined) throw badRequest('The page token is not valid.')
  return page
}

/** Where the fake differs from moto on purpose. */
export interface KnownDifference {
  /** Why the fake does as it does. */
  readonly reason: string
  /** The AWS document, or where AWS itself was seen, that backs it. */
  readonly document: string
  /** As `differencesOf` writes them. */
  readonly lines: readonly string[]
}

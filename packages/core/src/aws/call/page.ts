export interface Page<Item> {
  readonly items: readonly Item[]
  /** Token of the next page; undefined after the last one. A short or empty page may have one. */
  readonly next: string | undefined
}

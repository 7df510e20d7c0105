export interface Tag {
  readonly Key: string
  readonly Value: string
}

/** The tags afterwards: a value for a known key replaces, in place. */
export function mergeTags(stored: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...stored, ...added].map((tag) => [tag.Key, tag]))
  return [...byKey.values()]
}

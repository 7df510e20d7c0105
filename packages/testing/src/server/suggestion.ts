/** Finds the known name that is nearest to a mistyped one; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  return best !== undefined && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined
}

/** Says what is unknown, the nearest known name, and all of them. */
export function unknownName(kind: string, name: string, known: readonly string[]): Error {
  const near = nearest(name, known)
  const hint = near === undefined ? '' : ` Did you mean '${near}'?`
  return new Error(`There is no ${kind} '${name}'.${hint} Known: ${known.join(', ')}.`)
}

/** Levenshtein's distance: insertions, deletions and replacements of a character. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1]
    for (const [other, candidate] of [...b].entries()) {
      const replaced = (row[other] ?? 0) + (letter === candidate ? 0 : 1)
      next.push(Math.min(replaced, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

import { unlessErrno } from '../errno.js'
import type { PosixFs } from '../fs.js'

/** Names that are looked at together. */
const AT_ONCE = 32

/** An entry of the tree that is listed: its names from the top, and what was found there. */
export interface Leaf<Found> {
  readonly names: readonly string[]
  readonly found: Found
}

export interface Walk<Found> {
  /** Real path of the top. */
  readonly top: string
  /** Names of the last entry of the page before. */
  readonly after: readonly string[]
  /** Kind of the entry at a path; `descend`: a directory of the tree; `skip`: nothing to list. */
  look(path: string, names: readonly string[]): Promise<Found | 'descend' | 'skip'>
}

/**
 * Lists the leaves of a tree in the order of their names, beginning behind `after`. Reads no more of the tree than its
 * reader takes. Entries that disappear meanwhile are passed over.
 */
export async function* walkInOrder<Found>(
  fs: PosixFs,
  walk: Walk<Found>,
): AsyncGenerator<Leaf<Found>, void, undefined> {
  yield* walkIn([], walk.after)

  async function* walkIn(
    above: readonly string[],
    after: readonly string[],
  ): AsyncGenerator<Leaf<Found>, void, undefined> {
    const [first, ...rest] = after
    const all = (await unlessErrno(['ENOENT', 'ENOTDIR'], () => fs.readdir([walk.top, ...above].join('/')))) ?? []
    const names = all.filter((name) => first === undefined || name >= first).toSorted(byCodeUnits)
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const some = names.slice(at, at + AT_ONCE)
      const found = await Promise.all(some.map((name) => look([...above, name])))
      for (const [index, name] of some.entries()) {
        const each = found[index] ?? 'skip'
        if (each === 'descend') yield* walkIn([...above, name], name === first ? rest : [])
        else if (each !== 'skip' && !(name === first && rest.length === 0))
          yield { names: [...above, name], found: each }
      }
    }
  }

  async function look(names: readonly string[]): Promise<Found | 'descend' | 'skip'> {
    return (await unlessErrno(['ENOENT'], () => walk.look([walk.top, ...names].join('/'), names))) ?? 'skip'
  }
}

function byCodeUnits(one: string, other: string): number {
  return one < other ? -1 : 1
}

/** Reads up to `limit` leaves. `next`: the last one, if there may be more behind it. */
export async function readPage<Found>(
  leaves: AsyncGenerator<Leaf<Found>, void, undefined>,
  limit: number,
): Promise<{ readonly page: readonly Leaf<Found>[]; readonly next?: string }> {
  const page: Leaf<Found>[] = []
  for await (const leaf of leaves) {
    const last = page.at(-1)
    if (page.length === limit && last !== undefined) return { page, next: last.names.join('/') }
    page.push(leaf)
  }
  return { page }
}

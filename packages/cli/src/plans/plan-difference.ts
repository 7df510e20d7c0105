import { isDeepStrictEqual } from 'node:util'
import { changeLine, type ShownChange } from '../view/change-text.js'

/** Says how the changes differ from those of a saved plan; undefined when they are the same. */
export function planDifference(expected: readonly unknown[], changes: readonly ShownChange[]): string | undefined {
  const now: readonly unknown[] = JSON.parse(JSON.stringify(changes))
  if (isDeepStrictEqual(expected, now)) return undefined
  const added = changes.filter((_, at) => !expected.some((one) => isDeepStrictEqual(one, now[at])))
  const gone = expected.filter((one) => !now.some((other) => isDeepStrictEqual(one, other)))
  if (added.length + gone.length === 0) return 'the order of the changes is another one.'
  const parts = [
    added.length > 0 && `${added.length} not in it: ${added.map(changeLine).join('; ')}`,
    gone.length > 0 &&
      `${gone.length} no longer needed: ${gone.map((one) => changeLine(one as ShownChange)).join('; ')}`,
  ]
  return `of its changes, ${parts.filter(Boolean).join('; ')}.`
}

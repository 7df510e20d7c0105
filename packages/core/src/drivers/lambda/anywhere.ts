import type { FieldParser } from '../../model/parse/parse-input.js'
import { STATE_PATH } from '../../model/state/state-path.js'

/** Rules of a verb on the state that the whole file system shares, whatever the root of the function. */
export function anywhere<Item>(parse: FieldParser<Item>) {
  return { parse, pathOf: () => STATE_PATH, allows: () => true }
}

import type { Output } from '../wire.js'
import type { StatefulRecord } from './state.js'

/** The record as Describe returns it: without the members that are the fake's own. */
export function describe(record: StatefulRecord): Output {
  const { ordinal, settlesAt, ...described } = record
  return described
}

import type { CallRecord } from '../fake-aws/exchange/call-log.js'

/** Filters out the calls that only read: Describe, List, Get, Head and Lookup. Refused writes stay; see `outcome`. */
export function writesIn(calls: readonly CallRecord[]): readonly CallRecord[] {
  return calls.filter(({ operation }) => !/^(Describe|List|Get|Head|Lookup)/.test(operation))
}

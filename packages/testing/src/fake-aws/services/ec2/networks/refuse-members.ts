import { notImplemented } from '../errors.js'

/** Refuses members that the service model has and the fake has no rules for; `false` means the same as their absence. */
export function refuseMembers(operation: string, input: object, members: readonly string[]): void {
  const values = input as Readonly<Record<string, unknown>>
  const given = members.find((member) => values[member] !== undefined && values[member] !== false)
  if (given !== undefined) throw notImplemented(`${given} of ${operation}`)
}

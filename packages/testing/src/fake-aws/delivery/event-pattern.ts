import { compileMatch, isObject, malformed, type Test } from './event-pattern-match.js'

/**
 * An EventBridge event pattern, with all of its comparison operators: `exists`, `prefix`, `suffix`, `equals-ignore-case`,
 * `wildcard`, `numeric`, `cidr`, `anything-but` and `$or`. See
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export type EventPattern = { readonly [member: string]: EventPattern | readonly unknown[] }

/** True if a rule with this pattern matches the event. Throws on a pattern that EventBridge refuses. */
export function matchesEventPattern(pattern: EventPattern, event: unknown): boolean {
  return compileEventPattern(pattern)(event)
}

/** Compiles a pattern to match many events. Throws on a pattern that EventBridge refuses. `{}` matches every event. */
export function compileEventPattern(pattern: EventPattern): Test {
  const tests = Object.entries(pattern).map(([member, wanted]) => {
    if (member === '$or') return compileOr(wanted)
    const test = compileMember(member, wanted)
    return (event: unknown) => test(memberOf(event, member))
  })
  return (event) => tests.every((test) => test(event))
}

function compileOr(alternatives: unknown): Test {
  const isList = Array.isArray(alternatives) && alternatives.length > 1 && alternatives.every(isFilled)
  if (!isList) throw malformed('$or must be a list of at least two patterns', alternatives)
  const tests = alternatives.map((one) => compileEventPattern(one as EventPattern))
  return (event) => tests.some((test) => test(event))
}

function compileMember(member: string, wanted: unknown): Test {
  if (Array.isArray(wanted)) return compileValues(member, wanted)
  if (!isFilled(wanted)) throw malformed(`${member} must be a list of values, or a pattern with members`, wanted)
  return compileEventPattern(wanted as EventPattern)
}

function isFilled(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0
}

function memberOf(value: unknown, member: string): unknown {
  return isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined
}

// An array in an event matches when one of its items does.
function compileValues(member: string, wanted: readonly unknown[]): Test {
  if (wanted.length === 0) throw malformed(`${member} must have a value`, wanted)
  const tests = wanted.map(compileMatch)
  return (value) => {
    const candidates = Array.isArray(value) && value.length > 0 ? value.flat() : [value]
    return candidates.some((candidate) => tests.some((test) => test(candidate)))
  }
}

/**
 * An EventBridge event pattern: literals and `exists`, `prefix`, `suffix`, `equals-ignore-case`, `anything-but` (of
 * literals). Any other operator throws.
 */
export type EventPattern = { readonly [member: string]: EventPattern | readonly unknown[] }

type Test = (value: unknown) => boolean

/** True if a rule with this pattern matches the event. Throws on an operator that is not implemented. */
export function matchesEventPattern(pattern: EventPattern, event: unknown): boolean {
  return compileEventPattern(pattern)(event)
}

/** Compiles a pattern to match many events. Throws when it is malformed or has an operator that is not implemented. */
export function compileEventPattern(pattern: EventPattern): Test {
  const tests = Object.entries(pattern).map(([member, wanted]) => {
    const test = compileMember(member, wanted)
    return (event: unknown) => test(memberOf(event, member))
  })
  return (event) => tests.every((test) => test(event))
}

function compileMember(member: string, wanted: EventPattern | readonly unknown[]): Test {
  const isObject = typeof wanted === 'object' && wanted !== null
  if (!isObject || member.startsWith('$')) throw notImplemented(`${member}: ${JSON.stringify(wanted)}`)
  return Array.isArray(wanted) ? compileLeaf(wanted) : compileEventPattern(wanted as EventPattern)
}

function memberOf(value: unknown, member: string): unknown {
  const isObject = typeof value === 'object' && value !== null
  return isObject && Object.hasOwn(value, member) ? (value as Record<string, unknown>)[member] : undefined
}

// An array in an event matches when one of its items does.
function compileLeaf(wanted: readonly unknown[]): Test {
  const tests = wanted.map(compileItem)
  return (value) => [value].flat().some((candidate) => tests.some((test) => test(candidate)))
}

function compileItem(item: unknown): Test {
  if (typeof item !== 'object' || item === null) return (value) => value === item
  const tests = Object.entries(item).map(([operator, operand]) => compileOperator(operator, operand))
  return (value) => tests.every((test) => test(value))
}

function compileOperator(operator: string, operand: unknown): Test {
  if (operator === 'exists' && typeof operand === 'boolean') return (value) => isLeaf(value) === operand
  if (operator === 'anything-but') return anythingBut(operand)
  if (typeof operand !== 'string') throw notImplemented(`${operator}: ${JSON.stringify(operand)}`)
  switch (operator) {
    case 'prefix':
      return (value) => typeof value === 'string' && value.startsWith(operand)
    case 'suffix':
      return (value) => typeof value === 'string' && value.endsWith(operand)
    case 'equals-ignore-case':
      return (value) => typeof value === 'string' && value.toLowerCase() === operand.toLowerCase()
    default:
      throw notImplemented(operator)
  }
}

// `exists` works on leaf nodes only: a structure counts as absent.
function isLeaf(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null)
}

function anythingBut(operand: unknown): Test {
  const literals = [operand].flat()
  if (!literals.every(isLeaf)) throw notImplemented(`anything-but: ${JSON.stringify(operand)}`)
  return (value) => value !== undefined && !literals.includes(value)
}

function notImplemented(what: string): Error {
  return new Error(`The fake AWS does not implement the event pattern's ${what}.`)
}

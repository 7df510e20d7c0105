import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** True if a value of an event matches; `undefined` stands for a member that the event lacks. */
export type Test = (value: unknown) => boolean

/** Compiles one item of a pattern's list: a literal, or an object with one operator. */
export function compileMatch(item: unknown): Test {
  if (!isObject(item)) return (value) => value === item
  const [entry, second] = Object.entries(item)
  if (entry === undefined || second !== undefined) throw malformed('A match has exactly one operator', item)
  const [operator, operand] = entry
  const compile = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined
  if (compile === undefined) throw malformed(`EventBridge has no operator '${operator}'`, item)
  return compile(operand)
}

const OPERATORS: Readonly<Record<string, (operand: unknown) => Test>> = {
  exists,
  numeric,
  cidr,
  prefix: (operand) => onTexts(textTest('prefix', operand)),
  suffix: (operand) => onTexts(textTest('suffix', operand)),
  wildcard: (operand) => onTexts(textTest('wildcard', operand)),
  'equals-ignore-case': (operand) => onTexts(textTest('equals-ignore-case', operand)),
  'anything-but': anythingBut,
}

// Works on leaf nodes only: a structure counts as absent.
function exists(operand: unknown): Test {
  if (typeof operand !== 'boolean') throw malformed('exists must be true or false', operand)
  const isLeaf: Test = (value) => value !== undefined && (typeof value !== 'object' || value === null)
  return (value) => isLeaf(value) === operand
}

type TextTest = (text: string) => boolean

function onTexts(test: TextTest): Test {
  return (value) => typeof value === 'string' && test(value)
}

type TextOperator = 'prefix' | 'suffix' | 'wildcard' | 'equals-ignore-case'

const TEXT_OPERATORS: readonly string[] = ['prefix', 'suffix', 'wildcard', 'equals-ignore-case']

/** Compiles an operator on texts. A prefix or a suffix may be `{ "equals-ignore-case": … }`. */
function textTest(operator: TextOperator, operand: unknown): TextTest {
  if (operator === 'prefix' || operator === 'suffix') {
    const folded = isObject(operand) ? operand['equals-ignore-case'] : undefined
    if (typeof folded === 'string') {
      const test = textTest(operator, folded.toLowerCase())
      return (text) => test(text.toLowerCase())
    }
  }
  if (typeof operand !== 'string') throw malformed(`${operator} must be a text`, operand)
  switch (operator) {
    case 'prefix':
      return (text) => text.startsWith(operand)
    case 'suffix':
      return (text) => text.endsWith(operand)
    case 'equals-ignore-case':
      return (text) => text.toLowerCase() === operand.toLowerCase()
    case 'wildcard':
      return wildcardTest(operand)
  }
}

/** `*` stands for any characters, `\*` for an asterisk, `\\` for a backslash. */
function wildcardTest(pattern: string): TextTest {
  const tokens = pattern.match(/\\[*\\]|[^\\]/gsu) ?? []
  if (tokens.join('') !== pattern) throw malformed('A backslash in a wildcard precedes * or another backslash', pattern)
  if (tokens.some((token, index) => token === '*' && tokens[index + 1] === '*')) {
    throw malformed('A wildcard has no two asterisks in a row', pattern)
  }
  const source = tokens.map((token) => (token === '*' ? '.*' : escaped(token.slice(-1)))).join('')
  const expression = new RegExp(`^${source}$`, 's')
  return (text) => expression.test(text)
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
}

// EventBridge compares numbers up to five billion.
const MAX_NUMBER = 5e9
const COMPARISONS: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
}

/** `["=", 5]`, `[">", 0]`, or a range: `[">", 0, "<=", 5]`. */
function numeric(operand: unknown): Test {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : []
  const [first, , second] = parts
  const isRange = parts.length === 4 && String(first).startsWith('>') && String(second).startsWith('<')
  if (parts.length !== 2 && !isRange) {
    throw malformed('numeric must be a comparison, or a lower limit and an upper one', operand)
  }
  const limits = [parts.slice(0, 2), parts.slice(2)].filter((pair) => pair.length > 0)
  const tests = limits.map(([sign, limit]) => {
    const compare = Object.hasOwn(COMPARISONS, String(sign)) ? COMPARISONS[String(sign)] : undefined
    if (compare === undefined || typeof limit !== 'number' || Math.abs(limit) > MAX_NUMBER) {
      throw malformed(`numeric compares by ${Object.keys(COMPARISONS).join(' ')} with numbers up to 5e9`, operand)
    }
    return (value: number) => compare(value, limit)
  })
  return (value) => typeof value === 'number' && Math.abs(value) <= MAX_NUMBER && tests.every((test) => test(value))
}

/** A block of IPv4 or IPv6 addresses. */
function cidr(operand: unknown): Test {
  const [address = '', bits = '', ...rest] = typeof operand === 'string' ? operand.split('/') : []
  const family = familyOf(address)
  const length = Number(bits)
  const isLength = /^\d{1,3}$/.test(bits) && length <= (family === 'ipv4' ? 32 : 128)
  if (family === undefined || !isLength || rest.length > 0)
    throw malformed('cidr must be a block of addresses', operand)
  const block = new BlockList()
  block.addSubnet(address, length, family)
  return onTexts((text) => familyOf(text) === family && block.check(text, family))
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (isIPv4(address)) return 'ipv4'
  return isIPv6(address) ? 'ipv6' : undefined
}

/** Takes a literal, a list of texts or of numbers, or one operator on texts with a text or a list of them. */
function anythingBut(operand: unknown): Test {
  if (isObject(operand)) {
    const test = anyTextTest(operand)
    return (value) => value !== undefined && !(typeof value === 'string' && test(value))
  }
  const literals: readonly unknown[] = [operand].flat()
  const types = new Set(literals.map((literal) => typeof literal))
  const [type] = types
  if (types.size !== 1 || (type !== 'string' && type !== 'number')) {
    throw malformed('anything-but must be a text, a number, or a list of either', operand)
  }
  return (value) => value !== undefined && !literals.includes(value)
}

function anyTextTest(operand: Readonly<Record<string, unknown>>): TextTest {
  const [entry, second] = Object.entries(operand)
  const [operator = '', texts] = entry ?? []
  if (second !== undefined || !TEXT_OPERATORS.includes(operator)) {
    throw malformed(`anything-but takes one of ${TEXT_OPERATORS.join(', ')}`, operand)
  }
  const tests = [texts].flat().map((text) => textTest(operator as TextOperator, text))
  if (tests.length === 0) throw malformed('anything-but must have a value', operand)
  return (text) => tests.some((test) => test(text))
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function malformed(rule: string, found: unknown): Error {
  return new Error(`Malformed event pattern. ${rule}: ${JSON.stringify(found)}.`)
}

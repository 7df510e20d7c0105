import type { ApiModel, Shape } from './api-model.js'
import { commonErrors, type FakeAwsError, type Violation, validationError } from './errors.js'
import { expectType } from './json-types.js'

/**
 * Refuses an input that breaks the service model: all violations in one error, by default a ValidationException in
 * AWS's words. A member that the model does not have is refused too, in the fake's own words.
 */
export function checkConstraints(
  model: ApiModel,
  shapeName: string,
  input: unknown,
  refusal: (violations: readonly Violation[]) => FakeAwsError = commonErrors.invalidInput,
): void {
  const violations: Violation[] = []
  checkShape({ model, violations }, shapeName, input, '')
  if (violations.length > 0) throw refusal(violations)
}

interface Check {
  readonly model: ApiModel
  readonly violations: Violation[]
}

type Mapping = Readonly<Record<string, unknown>>

function checkShape(check: Check, shapeName: string, value: unknown, path: string): void {
  const shape = check.model.shapes[shapeName]
  if (shape === undefined) throw new Error(`The service model has no shape ${shapeName}.`)
  expectType(shape.type, value, path)
  if (shape.type === 'structure') checkStructure(check, shape, value as Mapping, path)
  else if (shape.type === 'list') checkList(check, shape, value as readonly unknown[], path)
  else if (shape.type === 'map') checkMap(check, shape, value as Mapping, path)
  else for (const broken of brokenConstraints(shape, value)) violate(check, value, path, broken)
}

function checkStructure(check: Check, shape: Shape, value: Mapping, path: string): void {
  const members = shape.members ?? {}
  for (const name of shape.required ?? []) {
    if (value[name] === undefined || value[name] === null)
      violate(check, null, join(path, name), 'Member must not be null')
  }
  let present = 0
  for (const name of Object.keys(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    if (member === undefined) throw unknownField(join(path, name))
    if (value[name] === undefined || value[name] === null) continue
    present += 1
    checkShape(check, member, value[name], join(path, name))
  }
  if (shape.union && present !== 1) {
    throw validationError(`Exactly one member must be set at '${path}': one of ${Object.keys(members).join(', ')}.`)
  }
}

function checkList(check: Check, shape: Shape, value: readonly unknown[], path: string): void {
  for (const broken of lengthViolations(shape, value.length)) violate(check, value, path, broken)
  const memberName = shape.member ?? ''
  const member = check.model.shapes[memberName]
  if (member?.type === 'string') {
    checkStrings(check, member, value, path)
    return
  }
  value.forEach((item, index) => {
    checkShape(check, memberName, item, `${path}.${index + 1}.member`)
  })
}

// AWS reports a list of strings as a whole, with every constraint of its members.
function checkStrings(check: Check, member: Shape, value: readonly unknown[], path: string): void {
  for (const item of value) expectType('string', item, path)
  if (value.every((item) => brokenConstraints(member, item).length === 0)) return
  violate(check, value, path, `Member must satisfy constraint: [${allConstraints(member).join(', ')}]`)
}

function checkMap(check: Check, shape: Shape, value: Mapping, path: string): void {
  for (const broken of lengthViolations(shape, Object.keys(value).length)) violate(check, value, path, broken)
  for (const [key, item] of Object.entries(value)) {
    checkShape(check, shape.key ?? '', key, `${path}.key`)
    checkShape(check, shape.value ?? '', item, `${path}.${key}.member`)
  }
}

function brokenConstraints(shape: Shape, value: unknown): string[] {
  if (typeof value === 'string') return stringViolations(shape, value)
  return typeof value === 'number' ? rangeViolations(shape, value) : []
}

function stringViolations(shape: Shape, value: string): string[] {
  if (shape.enum !== undefined) return shape.enum.split('|').includes(value) ? [] : [enumConstraint(shape.enum)]
  const broken = lengthViolations(shape, value.length)
  // An over-long value is not matched at all: some of AWS's patterns take too long on one.
  const tooLong = shape.max !== undefined && value.length > shape.max
  if (shape.pattern !== undefined && !tooLong && !isFullMatch(shape.linearPattern ?? shape.pattern, value)) {
    broken.push(patternConstraint(shape.pattern))
  }
  return broken
}

function lengthViolations({ min, max }: Shape, length: number): string[] {
  if (max !== undefined && length > max) return [`Member must have length less than or equal to ${max}`]
  return min !== undefined && length < min ? [`Member must have length greater than or equal to ${min}`] : []
}

function rangeViolations({ min, max }: Shape, value: number): string[] {
  if (max !== undefined && value > max) return [`Member must have value less than or equal to ${max}`]
  return min !== undefined && value < min ? [`Member must have value greater than or equal to ${min}`] : []
}

function allConstraints(shape: Shape): string[] {
  if (shape.enum !== undefined) return [enumConstraint(shape.enum)]
  const all = [
    ...lengthViolations(shape, Number.POSITIVE_INFINITY),
    ...lengthViolations(shape, Number.NEGATIVE_INFINITY),
  ]
  return shape.pattern === undefined ? all : [...all, patternConstraint(shape.pattern)]
}

function enumConstraint(values: string): string {
  return `Member must satisfy enum value set: [${values.split('|').join(', ')}]`
}

function patternConstraint(pattern: string): string {
  return `Member must satisfy regular expression pattern: ${pattern}`
}

function violate(check: Check, value: unknown, path: string, constraint: string): void {
  check.violations.push({ path, value, constraint })
}

function join(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1)
  return path === '' ? name : `${path}.${name}`
}

function unknownField(path: string): Error {
  return validationError(
    `The fake AWS does not know the field '${path}'. If AWS has it, the service model behind the fake is older than it.`,
  )
}

const compiled = new Map<string, RegExp>()

/** Whether the whole of `text` matches: AWS writes its patterns without anchors and means the whole value. */
export function isFullMatch(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern)
  if (expression === undefined) {
    expression = compile(pattern)
    compiled.set(pattern, expression)
  }
  return expression.test(text)
}

function compile(pattern: string): RegExp {
  const source = `^(?:${pattern})$`
  // Unicode classes need the u flag, which in turn refuses escapes that other patterns use.
  return pattern.includes('\\p{') ? new RegExp(source, 'u') : new RegExp(source)
}

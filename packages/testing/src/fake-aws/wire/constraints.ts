import type { ApiModel, Shape, ShapeRef } from './api-model.js'
import { commonErrors, type FakeAwsError, type Violation, validationError } from './errors.js'
import { expectType } from './json-types.js'

/**
 * Refuses an input that breaks the service model: all violations in one error, by default a ValidationException in
 * AWS's words. An unknown member is refused too, in the fake's own words.
 */
export function checkConstraints(
  { model, name }: ShapeRef,
  input: unknown,
  refusal: (violations: readonly Violation[]) => FakeAwsError = commonErrors.invalidInput,
): void {
  const violations: Violation[] = []
  checkShape({ model, violations }, name, { value: input, path: '' })
  if (violations.length > 0) throw refusal(violations)
}

interface Check {
  readonly model: ApiModel
  readonly violations: Violation[]
}

/** A value of the input, and its path there. */
interface Node<T = unknown> {
  readonly value: T
  readonly path: string
}

type Mapping = Readonly<Record<string, unknown>>

function checkShape(check: Check, shapeName: string, node: Node): void {
  const shape = check.model.shapes[shapeName]
  if (shape === undefined) throw new Error(`The service model has no shape ${shapeName}.`)
  expectType(shape.type, node.value, node.path)
  if (shape.type === 'structure') checkStructure(check, shape, node as Node<Mapping>)
  else if (shape.type === 'list') checkList(check, shape, node as Node<readonly unknown[]>)
  else if (shape.type === 'map') checkMap(check, shape, node as Node<Mapping>)
  else for (const constraint of brokenConstraints(shape, node.value)) check.violations.push({ ...node, constraint })
}

function checkStructure(check: Check, shape: Shape, { value, path }: Node<Mapping>): void {
  const members = shape.members ?? {}
  for (const name of shape.required ?? []) {
    if (value[name] === undefined || value[name] === null)
      check.violations.push({ value: null, path: join(path, name), constraint: 'Member must not be null' })
  }
  let present = 0
  for (const name of Object.keys(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined
    if (member === undefined) throw unknownField(join(path, name))
    if (value[name] === undefined || value[name] === null) continue
    present += 1
    checkShape(check, member, { value: value[name], path: join(path, name) })
  }
  if (shape.union && present !== 1) {
    throw validationError(`Exactly one member must be set at '${path}': one of ${Object.keys(members).join(', ')}.`)
  }
}

function checkList(check: Check, shape: Shape, node: Node<readonly unknown[]>): void {
  const { value, path } = node
  for (const constraint of lengthViolations(shape, value.length)) check.violations.push({ ...node, constraint })
  const memberName = shape.member ?? ''
  const member = check.model.shapes[memberName]
  if (member?.type === 'string') {
    checkStrings(check, member, node)
    return
  }
  value.forEach((item, index) => {
    checkShape(check, memberName, { value: item, path: `${path}.${index + 1}.member` })
  })
}

// AWS reports a list of strings as a whole, with every constraint of its members.
function checkStrings(check: Check, member: Shape, node: Node<readonly unknown[]>): void {
  for (const item of node.value) expectType('string', item, node.path)
  if (node.value.every((item) => brokenConstraints(member, item).length === 0)) return
  const constraint = `Member must satisfy constraint: [${allConstraints(member).join(', ')}]`
  check.violations.push({ ...node, constraint })
}

function checkMap(check: Check, shape: Shape, node: Node<Mapping>): void {
  const entries = Object.entries(node.value)
  for (const constraint of lengthViolations(shape, entries.length)) check.violations.push({ ...node, constraint })
  for (const [key, item] of entries) {
    checkShape(check, shape.key ?? '', { value: key, path: `${node.path}.key` })
    checkShape(check, shape.value ?? '', { value: item, path: `${node.path}.${key}.member` })
  }
}

function brokenConstraints(shape: Shape, value: unknown): string[] {
  if (typeof value === 'string') return stringViolations(shape, value)
  return typeof value === 'number' ? rangeViolations(shape, value) : []
}

function stringViolations(shape: Shape, value: string): string[] {
  if (shape.enum !== undefined) return shape.enum.split('|').includes(value) ? [] : [enumConstraint(shape.enum)]
  const broken = lengthViolations(shape, value.length)
  // Some of AWS's patterns take too long on a long value. What follows this limit cannot make it match again.
  const matched = shape.max === undefined ? value : value.slice(0, 2 * shape.max + 1)
  if (shape.pattern !== undefined && !isFullMatch(shape.linearPattern ?? shape.pattern, matched)) {
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

/** Matches the whole text: AWS writes patterns without anchors and means the whole value. */
function isFullMatch(pattern: string, text: string): boolean {
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

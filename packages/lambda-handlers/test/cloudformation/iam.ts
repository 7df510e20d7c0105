/** A statement as a role of a template has it. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** A question of AWS to IAM before a call is carried out. */
export interface IamRequest {
  /** For example `sagemaker:DescribeDomain`. */
  readonly action: string
  /** An ARN, or `*` for an action without resources. */
  readonly resource: string
  /** The condition keys that AWS fills in. */
  readonly context?: Readonly<Record<string, string>>
}

/** Rules that bind roles besides their own policies. */
export interface OrganizationRules {
  /** Service control policies: what they deny, no role may do. */
  readonly denied?: readonly Statement[]
  /** Permissions boundaries by ARN. */
  readonly boundaries?: Readonly<Record<string, readonly Statement[]>>
}

/** Decides as IAM does: a denial wins, and the default is denial. */
export function isAllowed(statements: readonly Statement[], request: IamRequest): boolean {
  const applying = statements.filter((statement) => applies(statement, request))
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny')
}

function applies({ Action, Resource, Condition = {} }: Statement, { action, resource, context = {} }: IamRequest) {
  return (
    listOf(Action).some((pattern) => isLike(pattern, action)) &&
    listOf(Resource).some((pattern) => isLike(pattern, resource)) &&
    Object.entries(Condition).every(([operator, tests]) =>
      Object.entries(tests).every(
        ([key, wanted]) => operators[operator]?.(listOf(wanted), context[key]) ?? unknown(operator),
      ),
    )
  )
}

type Operator = (wanted: readonly string[], value: string | undefined) => boolean

const equals: Operator = (wanted, value) => value !== undefined && wanted.includes(value)
const like: Operator = (wanted, value) => value !== undefined && wanted.some((pattern) => isLike(pattern, value))

const operators: Readonly<Record<string, Operator>> = {
  Null: ([wanted], value) => String(value === undefined) === wanted,
  StringEquals: equals,
  StringEqualsIfExists: (wanted, value) => value === undefined || wanted.includes(value),
  StringLike: like,
  Bool: equals,
  ArnEquals: like,
  ArnLike: like,
}

function unknown(operator: string): never {
  throw new Error(`The condition operator ${operator} is not known here.`)
}

function isLike(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(text)
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? value : [value as T]
}

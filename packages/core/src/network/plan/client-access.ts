import { isJsonObject, parseJsonObject } from '../../model/parse/parse-json.js'

/** Action of an NFS client that a file-system policy decides about. */
export type ClientAction = 'ClientMount' | 'ClientWrite' | 'ClientRootAccess'

/**
 * Access of a client that mounts through a mount target without IAM. `uncertain`: the policy asks for something that AWS
 * does not document of Studio, like TLS, or that this package does not know. `unreadable`: the text is no policy.
 */
export type ClientAccess = 'allowed' | 'denied' | 'uncertain' | 'unreadable'

type Fields = Readonly<Record<string, unknown>>

/**
 * Decides whether a policy lets clients without IAM do this. A `Deny` that may apply counts before every `Allow`.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
export function clientAccess(policy: string, action: ClientAction): ClientAccess {
  const statements = statementsIn(policy)
  if (statements === undefined) return 'unreadable'
  const about = statements.filter((one) => isAbout(one, action))
  const denials = about.filter(({ Effect }) => Effect === 'Deny').map(appliesToAnyone)
  if (denials.includes('yes')) return 'denied'
  const grants = about.filter(({ Effect }) => Effect === 'Allow').map(appliesToAnyone)
  if (denials.includes('maybe')) return 'uncertain'
  if (grants.includes('yes')) return 'allowed'
  return grants.includes('maybe') ? 'uncertain' : 'denied'
}

function statementsIn(policy: string): readonly Fields[] | undefined {
  const statement = parseJsonObject(policy)?.['Statement']
  const statements = Array.isArray(statement) ? statement : [statement]
  return statements.every(isJsonObject) ? statements : undefined
}

function isAbout({ Action: named, NotAction: spared }: Fields, action: ClientAction): boolean {
  const matches = (pattern: string) => matchesPattern(pattern, `elasticfilesystem:${action}`)
  return spared === undefined ? textsIn(named).some(matches) : !textsIn(spared).some(matches)
}

/** Compares like IAM: `*` for any characters, `?` for one, upper and lower case alike. */
function matchesPattern(pattern: string, text: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), text.toLowerCase()]
  let [at, star, retryAt] = [0, -1, 0]
  for (let position = 0; position < given.length; ) {
    if (wanted[at] === '?' || wanted[at] === given[position]) {
      at += 1
      position += 1
    } else if (wanted[at] === '*') {
      star = at
      retryAt = position
      at += 1
    } else if (star >= 0) {
      retryAt += 1
      position = retryAt
      at = star + 1
    } else return false
  }
  return /^\**$/.test(wanted.slice(at))
}

/** A client without IAM is matched by a principal that is everybody, and by conditions on where it comes in. */
function appliesToAnyone({ Principal: principal, NotPrincipal: spared, Condition: condition }: Fields) {
  if (spared !== undefined) return 'maybe'
  const named = isJsonObject(principal) ? textsIn(principal['AWS']) : textsIn(principal)
  return named.includes('*') ? holds(condition) : 'no'
}

const VIA_MOUNT_TARGET = 'elasticfilesystem:accessedviamounttarget'

function holds(condition: unknown): 'yes' | 'no' | 'maybe' {
  if (condition === undefined) return 'yes'
  if (!isJsonObject(condition)) return 'maybe'
  const tests = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(isJsonObject(keys) ? keys : { '': keys }).map(([key, value]) => holdsOne(operator, key, value)),
  )
  if (tests.includes('no')) return 'no'
  return tests.includes('maybe') ? 'maybe' : 'yes'
}

function holdsOne(operator: string, key: string, value: unknown): 'yes' | 'no' | 'maybe' {
  const [wanted, ...more] = textsIn(value)
  const isBool = /^bool(ifexists)?$/i.test(operator) && key.toLowerCase() === VIA_MOUNT_TARGET && more.length === 0
  if (!isBool || wanted === undefined) return 'maybe'
  return wanted.toLowerCase() === 'true' ? 'yes' : 'no'
}

function textsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.flatMap((one) => (typeof one === 'string' || typeof one === 'boolean' ? [String(one)] : []))
}

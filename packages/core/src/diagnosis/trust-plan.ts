import { isJsonObject } from '../model/parse/parse-json.js'

const SAGEMAKER = 'sagemaker.amazonaws.com'

/** True when a trust policy lets SageMaker do this. Conditions are taken to hold; a `Deny` counts before every `Allow`. */
export function trustFor(policy: unknown, action: string): boolean {
  const statement = isJsonObject(policy) ? policy['Statement'] : undefined
  const statements = (Array.isArray(statement) ? statement : [statement]).filter(isJsonObject)
  const about = statements.filter(
    ({ Principal: principal, Action: actions }) => namesSageMaker(principal) && textsIn(actions).some(matches(action)),
  )
  const effects = about.map(({ Effect }) => Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}

function namesSageMaker(principal: unknown): boolean {
  const names = isJsonObject(principal) ? textsIn(principal['Service']) : textsIn(principal)
  return names.some((name) => name === '*' || name.toLowerCase() === SAGEMAKER)
}

function matches(action: string) {
  return (pattern: string) => {
    const wanted = pattern.toLowerCase()
    if (!wanted.endsWith('*')) return wanted === action.toLowerCase()
    return action.toLowerCase().startsWith(wanted.slice(0, -1))
  }
}

function textsIn(value: unknown): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value]
  return all.flatMap((one) => (typeof one === 'string' ? [one] : []))
}

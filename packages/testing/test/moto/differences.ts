import type { Flat } from './normalize.js'
import type { Outcome } from './session.js'

/**
 * Where the two servers' outcomes of the same script differ: a line for each value, or one for the whole when either
 * answered with an error.
 */
export function differencesOf(ours: readonly Outcome[], theirs: readonly Outcome[]): string[] {
  return ours.flatMap(({ step, values }, index) => {
    const other = theirs[index]
    if (other?.step !== step) throw new Error(`The scripts went apart at '${step}'.`)
    return differencesIn(values, other.values).map((difference) => `${step}: ${difference}`)
  })
}

function differencesIn(ours: Flat, theirs: Flat): string[] {
  if (ours.has('error') || theirs.has('error')) {
    return verdict(ours) === verdict(theirs) ? [] : [`${verdict(ours)}, moto ${verdict(theirs)}`]
  }
  const paths = [...new Set([...ours.keys(), ...theirs.keys()])]
  return paths
    .filter((path) => ours.get(path) !== theirs.get(path))
    .map((path) => `${path} ${ours.get(path) ?? 'absent'}, moto ${theirs.get(path) ?? 'absent'}`)
}

function verdict(values: Flat): string {
  const error = values.get('error')
  const name = error === undefined ? 'success' : JSON.parse(error)
  return `${name} (${values.get('HTTP status')})`
}

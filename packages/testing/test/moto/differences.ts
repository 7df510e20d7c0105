import type { Flat } from './normalize.js'
import type { Outcome } from './session.js'

/**
 * Compares the outcomes of one script on two servers: a line for each different value, or one line for the call when
 * either server answered with an error.
 */
export function differencesOf(fake: readonly Outcome[], moto: readonly Outcome[]): string[] {
  return fake.flatMap(({ step, values }, index) => {
    const other = moto[index]
    if (other?.step !== step) throw new Error(`The scripts diverged at '${step}'.`)
    return differencesIn(values, other.values).map((difference) => `${step}: ${difference}`)
  })
}

function differencesIn(fake: Flat, moto: Flat): string[] {
  if (fake.has('error') || moto.has('error')) {
    return verdict(fake) === verdict(moto) ? [] : [`${verdict(fake)}, moto ${verdict(moto)}`]
  }
  const paths = [...new Set([...fake.keys(), ...moto.keys()])]
  return paths
    .filter((path) => fake.get(path) !== moto.get(path))
    .map((path) => `${path} ${fake.get(path) ?? 'absent'}, moto ${moto.get(path) ?? 'absent'}`)
}

function verdict(values: Flat): string {
  const error = values.get('error')
  const name = error === undefined ? 'success' : JSON.parse(error)
  return `${name} (${values.get('HTTP status')})`
}

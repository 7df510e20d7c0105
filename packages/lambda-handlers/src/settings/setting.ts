import { InvalidInputError, quoteForMessage } from '@studio-efs/core/driver-kit'
import { err, ok, type Result } from 'neverthrow'

/** One thing that the environment says of a handler. */
export interface Setting<T> {
  /** Where it is read from: the first of these variables that is set and not empty. The first one is ours. */
  readonly variables: readonly [string, ...string[]]
  parse(value: string, variable: string): Result<T, InvalidInputError>
  /** What it is when none of the variables is set; or, when that is a problem, what is missing. */
  readonly otherwise: { readonly value: T } | { readonly missing: string }
}

export function required<T>(
  variables: Setting<T>['variables'],
  missing: string,
  parse: Setting<T>['parse'],
): Setting<T> {
  return { variables, parse, otherwise: { missing } }
}

export function withDefault<T, const Default>(
  variables: Setting<T>['variables'],
  value: Default,
  parse: Setting<T>['parse'],
): Setting<T | Default> {
  return { variables, parse, otherwise: { value } }
}

/** For a setting that takes one of a few words. */
export function oneOfWords<const Word extends string>(
  ...words: readonly Word[]
): (value: string, variable: string) => Result<Word, InvalidInputError> {
  return (value, variable) => {
    const word = words.find((candidate) => candidate === value)
    return word === undefined
      ? err(new InvalidInputError(variable, words.join(' or '), quoteForMessage(value)))
      : ok(word)
  }
}

import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'

export type SettingParser<T> = (value: string, variable: string) => Result<T, InvalidInputError>

/** One value that a handler reads from its environment. */
export interface Setting<T> {
  /** The first of these variables that is set and not empty counts. Later ones are names that other deployments use. */
  readonly variables: readonly [string, ...string[]]
  readonly parse: SettingParser<T>
  /** The default, or the description of a required value. */
  readonly otherwise: { readonly value: T } | { readonly missing: string }
}

export function required<T>(variables: Setting<T>['variables'], missing: string, parse: SettingParser<T>): Setting<T> {
  return { variables, parse, otherwise: { missing } }
}

export function withDefault<T, const Default>(
  variables: Setting<T>['variables'],
  value: Default,
  parse: SettingParser<T>,
): Setting<T | Default> {
  return { variables, parse, otherwise: { value } }
}

export function oneOf<const Word extends string>(...words: readonly Word[]): SettingParser<Word> {
  return (value, variable) => {
    const word = words.find((candidate) => candidate === value)
    return word === undefined
      ? err(new InvalidInputError({ field: variable, allowed: words.join(' or '), received: quoteForMessage(value) }))
      : ok(word)
  }
}

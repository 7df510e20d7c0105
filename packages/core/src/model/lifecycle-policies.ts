import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import { type FieldParser, oneOf, optional, parseInput } from './parse/parse-input.js'
import { quoteForMessage } from './parse/parse-text.js'

const afterDays = oneOf(
  'AFTER_1_DAY',
  'AFTER_7_DAYS',
  'AFTER_14_DAYS',
  'AFTER_30_DAYS',
  'AFTER_60_DAYS',
  'AFTER_90_DAYS',
  'AFTER_180_DAYS',
  'AFTER_270_DAYS',
  'AFTER_365_DAYS',
)

const fields = {
  transitionToIA: optional(afterDays, undefined),
  transitionToArchive: optional(afterDays, undefined),
  transitionToPrimaryStorageClass: optional(oneOf('AFTER_1_ACCESS'), undefined),
} satisfies Record<keyof LifecyclePolicies, FieldParser<unknown>>

/** Times at which EFS moves files to cheaper storage and back: `AFTER_30_DAYS`. An absent transition does not happen. */
export interface LifecyclePolicies {
  readonly transitionToIA?: string | undefined
  readonly transitionToArchive?: string | undefined
  readonly transitionToPrimaryStorageClass?: string | undefined
}

/** Accepts an object with at least one transition. */
export function parseLifecyclePolicies(
  value: unknown,
  field = 'lifecyclePolicies',
): Result<LifecyclePolicies, InvalidInputError> {
  return parseInput(value, fields)
    .mapErr(({ field: inner, allowed, received }) => {
      const path = inner === 'input' ? field : `${field}.${inner}`
      return new InvalidInputError({ field: path, allowed, received })
    })
    .andThen((policies) => {
      const named = Object.entries(policies).filter(([, rule]) => rule !== undefined)
      if (named.length > 0) return ok(Object.fromEntries(named))
      return err(
        new InvalidInputError({
          field,
          allowed: `at least one of ${Object.keys(fields).join(', ')}`,
          received: quoteForMessage(value),
        }),
      )
    })
}

import { err, ok, type Result } from 'neverthrow'
import type { UidRange } from '../drivers/identities/identity-ledger.js'
import { type FieldParser, parseInput } from '../model/parse/parse-input.js'
import { isJsonObject } from '../model/parse/parse-json.js'
import { parseWholeNumber, quoteForMessage } from '../model/parse/parse-text.js'
import { InvalidInputError } from '../studio-efs-error.js'

/** Outside 200,000 to 299,999, where SageMaker's own users and home directories are. */
export const DEFAULT_UID_RANGE: UidRange = { first: 10_000, last: 199_999 }

/** The group of Studio users that have no `CustomPosixUserConfig`: directories shared with them stay shared. */
export const DEFAULT_GID = 1001

/**
 * Accepts a `Uid` as SageMaker does.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CustomPosixUserConfig.html
 */
const parseUid: FieldParser<number> = (value, field) => parseWholeNumber(value, field, { min: 10_000, max: 4_000_000 })

/** Accepts a `Gid` as SageMaker does. */
export const parseGid: FieldParser<number> = (value, field) =>
  parseWholeNumber(value, field, { min: 1001, max: 4_000_000 })

export const parseUidRange: FieldParser<UidRange> = (value, field) =>
  parseInput(value, { first: parseUid, last: parseUid }).andThen(
    ({ first, last }): Result<UidRange, InvalidInputError> =>
      first <= last
        ? ok({ first, last })
        : err(new InvalidInputError({ field, allowed: 'first before last', received: `${first} to ${last}` })),
  )

/** Members of `UserSettings` that have fields of their own. */
const OWN_SETTINGS = ['CustomPosixUserConfig', 'CustomFileSystemConfigs', 'ExecutionRole']

/** Accepts further members of `UserSettings`; SageMaker checks their values. */
export const parseUserSettings: FieldParser<Readonly<Record<string, unknown>>> = (value, field) => {
  const refused = (received: string) =>
    err(new InvalidInputError({ field, allowed: `an object without ${OWN_SETTINGS.join(', ')}`, received }))
  if (!isJsonObject(value)) return refused(quoteForMessage(value))
  const own = OWN_SETTINGS.find((name) => Object.hasOwn(value, name))
  return own === undefined ? ok(value) : refused(own)
}

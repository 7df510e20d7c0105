import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText } from './parse-text.js'

/** The name of a user profile: 1 to 63 letters, digits and hyphens, a letter or digit first and last. */
export type UserProfileName = Brand<string, 'UserProfileName'>

const rule = {
  // The service's own pattern is [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}.
  pattern: /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/,
  min: 1,
  max: 63,
  allowed: '1 to 63 letters, digits and hyphens, beginning and ending with a letter or digit',
}

export function parseUserProfileName(
  value: unknown,
  field = 'userProfileName',
): Result<UserProfileName, InvalidInputError> {
  return parseText(field, value, rule).map((text) => text as UserProfileName)
}

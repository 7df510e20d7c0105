import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseText } from './parse-text.js'

/** The id of a SageMaker domain, `d-` and 1 to 61 lower-case letters, digits and hyphens. */
export type DomainId = Brand<string, 'DomainId'>

const rule = {
  // The service's own pattern, d-(-*[a-z0-9]){1,61}, written so that it cannot backtrack.
  pattern: /^d-[-a-z0-9]*[a-z0-9]$/,
  min: 3,
  max: 63,
  allowed: 'a SageMaker domain id such as d-abcdefghijkl (d-, then lower-case letters, digits and hyphens)',
}

export function parseDomainId(value: unknown, field = 'domainId'): Result<DomainId, InvalidInputError> {
  return parseText(field, value, rule).map((text) => text as DomainId)
}

import { err, Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { parseVpcId } from '../model/network.js'
import { type FieldParser, oneOf, optional, type ParsedFields } from '../model/parse/parse-input.js'
import { parseWholeNumber, show } from '../model/parse/parse-text.js'
import { defaultFields } from '../studio/default-fields.js'

const parseDomainIds: FieldParser<readonly DomainId[]> = (value, field) =>
  Array.isArray(value)
    ? Result.combine(value.map((id, at) => parseDomainId(id, `${field}[${at}]`)))
    : err(new InvalidInputError({ field, allowed: 'an array of domain ids', received: show(value) }))

const wholeNumber =
  (min: number, max: number): FieldParser<number> =>
  (value, field) =>
    parseWholeNumber(field, value, { min, max })

/** Which domains of which VPC, and how long each may take. */
export const vpcFields = {
  vpcId: parseVpcId,
  includeDomainIds: optional(parseDomainIds, undefined),
  excludeDomainIds: optional(parseDomainIds, [] as readonly DomainId[]),
  domainTimeoutMs: optional(wholeNumber(1, 86_400_000), 120_000),
}

export const shareFields = {
  ...defaultFields,
  ...vpcFields,
  hiddenProfiles: optional(oneOf('report', 'skip'), 'skip' as const),
  maxSecurityGroups: optional(wholeNumber(1, 16), 5),
  maxSecurityGroupRules: optional(wholeNumber(1, 1000), 60),
}

export type ShareWish = ParsedFields<typeof shareFields>

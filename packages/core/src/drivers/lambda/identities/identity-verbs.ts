import { err, ok } from 'neverthrow'
import { parsePerson } from '../../../model/claim.js'
import { type FieldParser, listOf, oneOf, optional, parseInput } from '../../../model/parse/parse-input.js'
import { parsePosixId } from '../../../model/posix-owner.js'
import { InvalidInputError } from '../../../studio-efs-error.js'
import { parseHolder, parseIdentityUse } from '../../identities/identity-entry.js'
import type { IdentityLedger, IdentitySpec } from '../../identities/identity-ledger.js'
import { anywhere } from '../anywhere.js'
import { answerBy, type VerbAnswer } from '../verb-answer.js'

/** Uids to be passed over in one item. */
const MAX_AVOIDED = 100_000

/** Verbs of the ledger of identities. The ledger is one for the whole file system, so every root may ask it. */
export const identityVerbs: Readonly<Record<keyof IdentityLedger, VerbAnswer>> = {
  takeIdentities: answerBy({
    ...anywhere(parseIdentitySpec),
    run: (driver, specs) => driver.takeIdentities(specs),
  }),
  inspectIdentities: answerBy({
    ...anywhere(parseIdentitySpec),
    run: (driver, specs) => driver.inspectIdentities(specs),
  }),
  useIdentities: answerBy({ ...anywhere(parseIdentityUse), run: (driver, uses) => driver.useIdentities(uses) }),
  returnIdentities: answerBy({ ...anywhere(parseIdentityUse), run: (driver, uses) => driver.returnIdentities(uses) }),
}

function parseIdentitySpec(value: unknown): ReturnType<FieldParser<IdentitySpec>> {
  return parseInput(value, identityFields).map(({ person, previousUid, avoid, ...spec }) => ({
    ...spec,
    ...(person === undefined ? {} : { person }),
    ...(previousUid && { previousUid }),
    ...(avoid && { avoid }),
  }))
}

const parseUidRange: FieldParser<IdentitySpec['range']> = (value, field) =>
  parseInput(value, { first: parsePosixId, last: parsePosixId }).andThen((range) =>
    range.first <= range.last
      ? ok(range)
      : err(
          new InvalidInputError({ field, allowed: 'first before last', received: `${range.first} to ${range.last}` }),
        ),
  )

const identityFields = {
  holder: parseHolder,
  range: parseUidRange,
  person: optional(parsePerson, undefined),
  previousUid: optional(oneOf('retire', 'keep'), undefined),
  avoid: optional(listOf(parsePosixId, { max: MAX_AVOIDED }), undefined),
} satisfies Record<keyof Required<IdentitySpec>, FieldParser<unknown>>

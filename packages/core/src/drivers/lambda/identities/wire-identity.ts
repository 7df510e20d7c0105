import { err, ok, type Result } from 'neverthrow'
import { type UserProfileRef, userProfileKey } from '../../../model/ids.js'
import { type FieldParser, oneOf, optional, parseInput } from '../../../model/parse/parse-input.js'
import { quoteForMessage } from '../../../model/parse/parse-text.js'
import { parsePosixId } from '../../../model/posix-owner.js'
import { InvalidInputError } from '../../../studio-efs-error.js'
import { parseHolder, parseIdentityUse } from '../../identities/identity-entry.js'
import type {
  IdentityReceipt,
  IdentityReturnReceipt,
  IdentitySpec,
  IdentityUse,
  IdentityUseReceipt,
} from '../../identities/identity-ledger.js'
import { type ParseResult, parseEither } from '../wire-reply.js'

/** Refuses a uid outside the range of the item, and that of another holder. */
export const parseIdentityReceipt: ParseResult<IdentitySpec, IdentityReceipt> = (spec, result) =>
  parseEither(result, (value) =>
    parseInput(value, {
      uid: uidIn(spec.range),
      holder: sameHolder(spec.holder),
      outcome: oneOf('taken', 'held', 'free'),
      use: optional(parseIdentityUse, undefined),
    }).map(({ use, ...receipt }) => ({ ...receipt, ...(use && { use }) })),
  )

export const parseIdentityUseReceipt: ParseResult<IdentityUse, IdentityUseReceipt> = ({ uid }, result) =>
  parseEither(result, (value) =>
    parseInput(value, {
      uid: uidIn({ first: uid, last: uid }),
      holder: optional(parseHolder, undefined),
      use: optional(parseIdentityUse, undefined),
      outcome: oneOf('recorded', 'kept'),
    }),
  )

export const parseIdentityReturnReceipt: ParseResult<IdentityUse, IdentityReturnReceipt> = ({ uid }, result) =>
  parseEither(result, (value) =>
    parseInput(value, { uid: uidIn({ first: uid, last: uid }), outcome: oneOf('returned', 'kept') }),
  )

function uidIn({ first, last }: IdentitySpec['range']): FieldParser<number> {
  return (value, field) =>
    parsePosixId(value, field).andThen(
      (uid): Result<number, InvalidInputError> =>
        uid >= first && uid <= last ? ok(uid) : err(refused(field, `a uid from ${first} to ${last}`, uid)),
    )
}

function sameHolder(holder: UserProfileRef): FieldParser<UserProfileRef> {
  return (value, field) =>
    parseHolder(value, field).andThen(
      (found): Result<UserProfileRef, InvalidInputError> =>
        userProfileKey(found) === userProfileKey(holder)
          ? ok(holder)
          : err(refused(field, userProfileKey(holder), userProfileKey(found))),
    )
}

function refused(field: string, allowed: string, received: unknown): InvalidInputError {
  return new InvalidInputError({ field, allowed, received: quoteForMessage(received) })
}

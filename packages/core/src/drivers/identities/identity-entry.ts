import { parsePerson } from '../../model/claim.js'
import { parseDomainId, parseUserProfileName, type UserProfileRef } from '../../model/ids.js'
import { type FieldParser, optional, parseInput, parseTime } from '../../model/parse/parse-input.js'
import { parseJsonObject } from '../../model/parse/parse-json.js'
import { parseText } from '../../model/parse/parse-text.js'
import { parsePosixId } from '../../model/posix-owner.js'
import type { IdentityUse } from './identity-ledger.js'

const ENTRY_VERSION = 1

/** Encodes the holder of a uid as one line of JSON with a version. */
export function encodeHolder({ domainId, userProfileName }: UserProfileRef): string {
  return JSON.stringify({ version: ENTRY_VERSION, domainId, userProfileName })
}

/** Undefined for anything but an entry of this version. */
export function decodeHolder(text: string): UserProfileRef | undefined {
  const { version, domainId, userProfileName } = parseJsonObject(text) ?? {}
  if (version !== ENTRY_VERSION) return undefined
  return parseHolder({ domainId, userProfileName }, 'holder').unwrapOr(undefined)
}

/** Encodes the use of a uid as one line of JSON with a version. */
export function encodeUse({ uid, holder, usedAt, attempt, person }: IdentityUse): string {
  const { domainId, userProfileName } = holder
  return JSON.stringify({ version: ENTRY_VERSION, uid, holder: { domainId, userProfileName }, usedAt, attempt, person })
}

/** Undefined for anything but a use of this version; fields of later releases of the same version are ignored. */
export function decodeUse(text: string): IdentityUse | undefined {
  const { version, uid, holder, usedAt, attempt, person } = parseJsonObject(text) ?? {}
  if (version !== ENTRY_VERSION) return undefined
  return parseIdentityUse({ uid, holder, usedAt, attempt, person }, 'use').unwrapOr(undefined)
}

export const parseHolder: FieldParser<UserProfileRef> = (value) =>
  parseInput(value, { domainId: parseDomainId, userProfileName: parseUserProfileName })

const attemptRule = { pattern: /^[-\w.:]+$/, min: 1, max: 64, allowed: 'at most 64 letters, digits and - _ . :' }

const useFields = {
  uid: parsePosixId,
  holder: parseHolder,
  usedAt: (value: unknown, field: string) => parseTime(value, field).map((time) => time.toISOString()),
  attempt: (value: unknown, field: string) => parseText(value, field, attemptRule),
  person: optional(parsePerson, undefined),
} satisfies Record<keyof Required<IdentityUse>, FieldParser<unknown>>

export const parseIdentityUse: FieldParser<IdentityUse> = (value) =>
  parseInput(value, useFields).map(({ person, ...use }) => ({ ...use, ...(person === undefined ? {} : { person }) }))

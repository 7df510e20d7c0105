import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import {
  type DomainId,
  parseDomainId,
  parseUserProfileName,
  type UserProfileName,
  type UserProfileRef,
  userProfileKey,
} from './ids.js'
import { type FieldParser, oneOf, optional, parseInput, parseTime, unparsed } from './parse/parse-input.js'
import { parseJsonObject } from './parse/parse-json.js'
import { parseText, quoteForMessage } from './parse/parse-text.js'

/**
 * One life of a user profile's name. A profile that is created again under the same name is another generation: its name
 * and its ARN repeat, its creation time does not.
 */
export interface Generation extends UserProfileRef {
  /** 12 digits. */
  readonly accountId: string
  /** Such as `eu-west-1`. */
  readonly region: string
  /** `CreationTime` of the profile in ISO 8601, milliseconds included. */
  readonly createdAt: string
  /** `SingleSignOnUserValue`, in domains that use IAM Identity Center: the same value is the same person. */
  readonly person?: string
}

/** Holder of a directory: one generation of a profile, or everybody whom a domain default or a share reaches. */
export type Claim = ({ readonly kind: 'private' } & Generation) | { readonly kind: 'shared' }

const CLAIM_VERSION = 1

/** Short name of a generation for people and for file names: `20261126T101530123Z`. */
export function generationId({ createdAt }: Pick<Generation, 'createdAt'>): string {
  return createdAt.replaceAll(/[-:.]/g, '')
}

export function isSameProfile(one: Generation, other: Generation): boolean {
  return (
    one.accountId === other.accountId && one.region === other.region && userProfileKey(one) === userProfileKey(other)
  )
}

/** True for two readings of one life of a profile. */
export function isSameGeneration(one: Generation, other: Generation): boolean {
  return isSameProfile(one, other) && one.createdAt === other.createdAt
}

/** False where one of the two generations names no person. */
export function isSamePerson(one: Generation, other: Generation): boolean {
  return one.person !== undefined && one.person === other.person
}

/** Describes a claim for a message: `user profile d-abc/alice, created 2026-11-26T10:15:30.123Z`. */
export function describeClaim(claim: Claim): string {
  if (claim.kind === 'shared') return 'a domain default or a share'
  return `user profile ${userProfileKey(claim)}, created ${claim.createdAt}`
}

/** Encodes a claim as one line of JSON with a version. */
export function encodeClaim(claim: Claim): string {
  return JSON.stringify({ version: CLAIM_VERSION, ...claim })
}

/** Decodes what {@link encodeClaim} gave; fields of later releases of the same version are ignored. */
export function decodeClaim(text: string, field = 'claim'): Result<Claim, InvalidInputError> {
  const { version, kind, ...rest } = parseJsonObject(text) ?? {}
  if (version !== CLAIM_VERSION)
    return err(
      new InvalidInputError({ field, allowed: `a claim of version ${CLAIM_VERSION}`, received: quoteForMessage(text) }),
    )
  return parseClaim({ kind, ...known(rest) }, field)
}

/** Accepts a claim as an object; refuses unknown fields. */
export const parseClaim: FieldParser<Claim> = (value, field) =>
  parseInput(value, { kind: oneOf('private', 'shared'), ...unparsedFields }).andThen(
    ({ kind, ...rest }): Result<Claim, InvalidInputError> =>
      kind === 'shared'
        ? ok({ kind })
        : parseGeneration(withoutMissing(rest), field).map((generation) => ({ kind, ...generation })),
  )

export const parseGeneration: FieldParser<Generation> = (value) =>
  parseInput(value, generationFields).map(({ person, ...generation }) => ({
    ...generation,
    ...(person === undefined ? {} : { person }),
  }))

/** Accepts an account id of 12 digits. */
export const parseAccountId: FieldParser<string> = (value, field) => parseText(value, field, accountIdRule)

const accountIdRule = { pattern: /^\d{12}$/, min: 12, max: 12, allowed: 'an account id of 12 digits' }
const regionRule = { pattern: /^[a-z0-9-]+$/, min: 1, max: 40, allowed: 'a Region such as eu-west-1' }
const personRule = {
  // SageMaker's own pattern for SingleSignOnUserValue allows any character.
  pattern: /^[^\p{Cc}]+$/u,
  min: 1,
  max: 256,
  allowed: 'a SingleSignOnUserValue of at most 256 characters',
}

/** Accepts a `SingleSignOnUserValue`. */
export const parsePerson: FieldParser<string> = (value, field) => parseText(value, field, personRule)

const generationFields = {
  accountId: (value: unknown, field: string) => parseAccountId(value, field),
  region: (value: unknown, field: string) => parseText(value, field, regionRule),
  domainId: parseDomainId as FieldParser<DomainId>,
  userProfileName: parseUserProfileName as FieldParser<UserProfileName>,
  createdAt: (value: unknown, field: string) => parseTime(value, field).map((time) => time.toISOString()),
  person: optional(parsePerson, undefined),
} satisfies Record<keyof Required<Generation>, FieldParser<unknown>>

const unparsedFields = Object.fromEntries(Object.keys(generationFields).map((name) => [name, unparsed]))

function known(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => Object.hasOwn(generationFields, name)))
}

function withoutMissing(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

import { errAsync, ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { withDeadline } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { PreviousOwner } from '../drivers/claim-store.js'
import type { UidRange } from '../drivers/identities/identity-ledger.js'
import { oneAtATime } from '../keyed-queue.js'
import { logChange } from '../logger.js'
import type { IdentityChange } from '../model/change.js'
import { parsePerson } from '../model/claim.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type FieldParser, oneOf, optional, parseInput } from '../model/parse/parse-input.js'
import { provisionFields } from '../profiles/provision-user-directory.js'
import { readDomain } from '../studio/domain-cache.js'
import { posixOwnerOf } from '../studio/posix-owner.js'
import type { ProfileReading } from '../studio/profile-turn.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import {
  type AllocationCall,
  type AllocationError,
  type AllocationSpec,
  allocate,
  lookUpProfile,
  useOf,
} from './allocation.js'
import { otherIdentity, type UserProfileDiffersError } from './identity-error.js'
import { DEFAULT_UID_RANGE, parseUidRange } from './identity-fields.js'
import { recordUse, requireLedger } from './ledger-call.js'

/** Options of the operations that give a uid. */
export interface IdentityOptions {
  /** Uids to choose from, both ends included. Default 10,000 to 199,999. Keep it: another range begins another search. */
  readonly uidRange?: UidRange
  /** Person of the profile in a domain of IAM Identity Center: the same person gets the same uid again. */
  readonly singleSignOnUserValue?: string
  /**
   * A uid that an earlier life of the profile's name had: with `archive` (the default) and `refuse` the profile gets another
   * one, with `adopt` the same.
   */
  readonly previousOwner?: PreviousOwner
  /**
   * `profiles` (the default): describes every domain and profile of the Region first, and passes over their uids. `ledger`:
   * trusts the ledger, which knows every profile that `createUserProfile` or `adoptDirectories` worked on.
   */
  readonly crossCheck?: 'profiles' | 'ledger'
  /** Template of the directory's path, where the claim of an earlier life is looked for. Default `/{userProfileName}`. */
  readonly layout?: string
  /** Spelling of the name in the path. Default `as-stored`. */
  readonly nameCase?: 'as-stored' | 'lower'
}

/** Input of {@link allocateIdentity}. */
export interface AllocateIdentityInput extends IdentityOptions, WaitOptions {
  readonly domainId: string
  readonly userProfileName: string
  /** Reads which uid it would be, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link allocateIdentity}. */
export interface AllocateIdentityOutput {
  readonly profile: UserProfileRef
  /** For `CustomPosixUserConfig.Uid`. */
  readonly uid: number
  /** `taken`: by this call, or would be in a dry run. `held`: before. `in-use`: the profile exists, and has it. */
  readonly outcome: 'taken' | 'held' | 'in-use'
  readonly changes: readonly IdentityChange[]
}

/** Errors of {@link allocateIdentity}. */
export type AllocateIdentityError = InvalidInputError | ReadinessError | AllocationError | UserProfileDiffersError

export const identityFields = {
  uidRange: optional(parseUidRange, DEFAULT_UID_RANGE),
  singleSignOnUserValue: optional(parsePerson, undefined),
  previousOwner: provisionFields.previousOwner,
  crossCheck: optional(oneOf('profiles', 'ledger'), 'profiles' as const),
  layout: provisionFields.layout,
  nameCase: provisionFields.nameCase,
} satisfies Record<keyof Required<IdentityOptions>, FieldParser<unknown>>

const fields = {
  domainId: provisionFields.domainId,
  userProfileName: provisionFields.userProfileName,
  ...identityFields,
  ...waitFields,
} satisfies Record<keyof Required<AllocateIdentityInput>, FieldParser<unknown>>

/**
 * The profile, which need not exist yet, has a uid that nobody else has or had: the number for whoever creates it, such as
 * Terraform or the CDK. Asking again gives the same number, until the profile was created with it and deleted.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CustomPosixUserConfig.html
 * @example
 * const result = await allocateIdentity(context, { domainId: 'd-abcdefghijkl', userProfileName: 'alice' })
 * if (result.isOk()) console.log(result.value.uid)
 */
export function allocateIdentity(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>,
  input: AllocateIdentityInput,
): ResultAsync<AllocateIdentityOutput, AllocateIdentityError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .andThen(requireLedger(context))
    .asyncAndThen(({ singleSignOnUserValue: person, ...spec }) =>
      withDeadline(withDefaults(context) as AllocationCall, spec, (call) =>
        oneAtATime(call, `user profile ${userProfileKey(spec)}`, () => allocateFor(call, { ...spec, person })),
      ),
    )
}

function allocateFor(
  call: AllocationCall,
  spec: AllocationSpec,
): ResultAsync<AllocateIdentityOutput, AllocateIdentityError> {
  return safeTry<AllocateIdentityOutput, AllocateIdentityError>(async function* () {
    const domain = yield* readDomain(call, spec.domainId)
    const existing = yield* lookUpProfile(call, spec)
    if (existing !== undefined) return identityInUse(call, { profile: existing, domain }, spec)
    const { uid, outcome } = yield* allocate(call, spec)
    const profile = { domainId: spec.domainId, userProfileName: spec.userProfileName }
    if (outcome === 'held') return ok({ profile, uid, outcome, changes: [] } as const)
    const change: IdentityChange = { kind: 'identity', action: 'take', ...profile, uid }
    if (!spec.dryRun) logChange(call.logger, change)
    return ok({ profile, uid, outcome: 'taken', changes: [change] } as const)
  })
}

/** The uid of a profile that exists; the ledger learns of it. */
function identityInUse(
  call: AllocationCall,
  { profile: existing, domain }: ProfileReading,
  { dryRun }: AllocationSpec,
): ResultAsync<AllocateIdentityOutput, AllocateIdentityError> {
  const { domainId, userProfileName, posixOwner } = existing
  const profile = { domainId, userProfileName }
  const reason = 'which it shares with every profile that has none of its own'
  if (posixOwner === undefined) return errAsync(otherIdentity(profile, posixOwnerOf(existing, domain), reason))
  const { uid } = posixOwner
  const inUse: AllocateIdentityOutput = { profile, uid, outcome: 'in-use', changes: [] }
  if (dryRun) return okAsync(inUse)
  return recordUse(call, useOf(call, uid, existing)).map(() => inUse)
}

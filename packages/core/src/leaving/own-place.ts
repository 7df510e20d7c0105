import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import { regionOf } from '../aws/call/asked-place.js'
import type { AwsError } from '../aws/call/aws-error.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type OwnDomains, type Place, readOwnDomains } from '../aws/sagemaker/profile-lives.js'
import type { CallEndedError } from '../call.js'
import { parseAccountId } from '../model/claim.js'
import { type FieldParser, optional } from '../model/parse/parse-input.js'
import { InvalidInputError } from '../studio-efs-error.js'
import { UnknownPlaceError } from './leaving-error.js'

/** Input of operations that touch the claims and archives of the caller's account and Region only. */
export interface OwnPlaceInput {
  /**
   * Account of the credentials, as `aws sts get-caller-identity` shows it: 12 digits. Needed only where the Region has no
   * domain left, whose ARN says it. Default: that of the domains; without any, `UnknownPlaceError`.
   */
  readonly accountId?: string
}

export const ownPlaceFields = {
  accountId: optional(parseAccountId, undefined),
} satisfies Record<keyof Required<OwnPlaceInput>, FieldParser<unknown>>

export type OwnPlaceError = AwsError | CallEndedError | UnknownPlaceError | InvalidInputError

/** Reads the account and Region of the caller, and its domains. An account that the caller names must be that of the domains. */
export function readOwnPlace(
  call: SageMakerCall,
  { accountId }: { readonly accountId: string | undefined },
): ResultAsync<OwnDomains & { readonly place: Place }, OwnPlaceError> {
  return safeTry<OwnDomains & { readonly place: Place }, OwnPlaceError>(async function* () {
    const { domainIds, place } = yield* readOwnDomains(call)
    if (place !== undefined && accountId !== undefined && place.accountId !== accountId)
      return err(
        new InvalidInputError({
          field: 'accountId',
          allowed: `${place.accountId}, the account of the domains that SageMaker lists`,
          received: accountId,
        }),
      )
    if (place !== undefined) return ok({ domainIds, place })
    const region = await regionOf(call.sagemaker)
    if (accountId === undefined || region === undefined) return err(new UnknownPlaceError())
    return ok({ domainIds, place: { accountId, region } })
  })
}

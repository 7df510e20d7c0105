import { groupBy } from '../group-by.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { ProfileIdentity } from './read-identities.js'

/** Uids that SageMaker uses for home directories, and 200001 for everybody without an identity of their own. */
const SAGEMAKER_UIDS = { first: 200_000, last: 299_999 }

/**
 * Something to know about identities. A `note` is how SageMaker works: directories are apart, and only the path that a space
 * mounts keeps its user from those of others. A `warning` is a mistake.
 */
export type IdentityFinding =
  | {
      /** Profiles without an identity of their own act with one uid: their domain's, or 200001. */
      readonly kind: 'shared-identity'
      readonly severity: 'note'
      readonly uid: number
      readonly profiles: readonly UserProfileRef[]
    }
  | {
      /** A uid that a profile has for itself is another profile's, too. */
      readonly kind: 'repeated-identity'
      readonly severity: 'warning'
      readonly uid: number
      readonly profiles: readonly UserProfileRef[]
    }
  | {
      /** A profile has for itself a uid of the range that SageMaker uses. */
      readonly kind: 'sagemaker-range'
      readonly severity: 'warning'
      readonly uid: number
      readonly profiles: readonly UserProfileRef[]
    }
  | {
      /** The ledger gave the uid of a profile to another one, now or in the past. */
      readonly kind: 'other-holder'
      readonly severity: 'warning'
      readonly uid: number
      readonly profiles: readonly UserProfileRef[]
    }

/** `otherHolder`: keys of the profiles whose uid the ledger has for another profile. */
export function identityFindings(
  identities: readonly ProfileIdentity[],
  otherHolder: ReadonlySet<string>,
): readonly IdentityFinding[] {
  const byUid = [...groupBy(identities, ({ owner }) => owner.uid)].toSorted(([one], [other]) => one - other)
  return byUid.flatMap(([uid, having]) => {
    const own = having.filter(({ source }) => source === 'profile')
    const profiles = having.map(({ profile }) => profile)
    const elsewhere = own.map(({ profile }) => profile).filter((profile) => otherHolder.has(userProfileKey(profile)))
    const isSagemakers = own.length > 0 && uid >= SAGEMAKER_UIDS.first && uid <= SAGEMAKER_UIDS.last
    const findings: IdentityFinding[] = []
    if (having.length > 1 && own.length > 0)
      findings.push({ kind: 'repeated-identity', severity: 'warning', uid, profiles })
    if (having.length > 1 && own.length === 0)
      findings.push({ kind: 'shared-identity', severity: 'note', uid, profiles })
    if (isSagemakers)
      findings.push({
        ...{ kind: 'sagemaker-range', severity: 'warning', uid },
        profiles: own.map(({ profile }) => profile),
      })
    if (elsewhere.length > 0) findings.push({ kind: 'other-holder', severity: 'warning', uid, profiles: elsewhere })
    return findings
  })
}

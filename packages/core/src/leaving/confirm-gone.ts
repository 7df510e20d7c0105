import { err, ok, okAsync, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError, AwsResult } from '../aws/call/aws-error.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { isDomainGone } from '../aws/sagemaker/profile-lives.js'
import type { CallEndedError } from '../call.js'
import type { ReleaseSpec } from '../drivers/claim-store.js'
import type { Generation } from '../model/claim.js'
import type { DomainId } from '../model/ids.js'
import type { OnProgress } from '../wait-progress.js'
import { findProfile } from './archive-step.js'
import { type FoundProfile, hasLeft } from './leaver-plan.js'
import type { Clocks } from './server-time.js'

const DESCRIBES_AT_ONCE = 5

interface Sight {
  readonly call: SageMakerCall
  readonly report: OnProgress<{ readonly step: 'looking-for-profiles'; readonly done: number; readonly total: number }>
}

interface Missing {
  readonly missing: readonly ReleaseSpec[]
  /** Domains that SageMaker lists. */
  readonly domainIds: readonly DomainId[]
  readonly clocks: Clocks
}

interface Confirmed {
  readonly gone: readonly ReleaseSpec[]
  /** Not found, and too young to be sure. */
  readonly recent: readonly ReleaseSpec[]
}

/**
 * Looks for each profile that the list lacks, or shows with another creation time; where its domain is not listed either, for
 * the domain. The first error ends it.
 */
export async function confirmGone(
  { call, report }: Sight,
  { missing, domainIds, clocks }: Missing,
): Promise<Result<Confirmed, AwsError | CallEndedError>> {
  const limit = pLimit(DESCRIBES_AT_ONCE)
  const now = Math.min(clocks.server, clocks.own)
  const listed = new Set(domainIds)
  const looks = new Map<DomainId, AwsResult<boolean>>()
  const isInDeletedDomain = ({ domainId }: Generation): AwsResult<boolean> => {
    if (listed.has(domainId)) return okAsync(false)
    const look = looks.get(domainId) ?? isDomainGone(call, domainId)
    looks.set(domainId, look)
    return look
  }
  const gone: ReleaseSpec[] = []
  const recent: ReleaseSpec[] = []
  let failure: AwsError | CallEndedError | undefined
  let done = 0
  const look = async (claim: ReleaseSpec) => {
    if (failure !== undefined) return
    const found = await isInDeletedDomain(claim.generation).andThen((isDeleted) =>
      isDeleted ? okAsync<FoundProfile, AwsError | CallEndedError>('gone') : findProfile(call, claim.generation),
    )
    if (found.isErr()) failure = found.error
    else if (hasLeft(claim.generation, found.value, now)) gone.push(claim)
    else if (found.value === 'gone') recent.push(claim)
    done += 1
    report({ step: 'looking-for-profiles', done, total: missing.length })
  }
  await Promise.all(missing.map((claim) => limit(() => look(claim))))
  return failure === undefined ? ok({ gone, recent }) : err(failure)
}

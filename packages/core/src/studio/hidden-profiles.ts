import { ok } from 'neverthrow'
import pLimit from 'p-limit'
import { retrying } from '../aws/call/call-aws.js'
import { type DescribeContext, describeUserProfile } from '../aws/sagemaker/describe-and-update.js'
import type { Patience } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystem } from '../model/custom-file-system.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { type AttachStepError, attachStep } from '../profiles/attach.js'
import { sightOf } from './profile-visibility.js'

/** A profile that does not see the domain's default as it is, or was made to see it. */
export interface HiddenProfile {
  readonly profile: UserProfileRef
  /**
   * `hidden`: a list of its own hides the domain's. `elsewhere`: its own list has the file system at another path, which
   * is left alone. `reached`: it was, or in a dry run would be, added to that list. `failed`: it could not be read or
   * changed.
   */
  readonly outcome: 'hidden' | 'elsewhere' | 'reached' | 'failed'
  readonly error?: AttachStepError
}

export interface HiddenProfilesReport {
  readonly profiles: readonly HiddenProfile[]
  readonly changes: readonly ProfileFileSystemsChange[]
}

export interface HiddenProfilesWish {
  readonly wanted: CustomFileSystem
  readonly reachProfiles: boolean
  readonly maxCustomFileSystems: number
  readonly dryRun: boolean
}

const CONCURRENCY = 8

/** Looks at these profiles of the domain, and adds the file system to the lists that hide it if that is wanted. */
export async function hiddenProfilesStep(
  context: DescribeContext,
  domain: Domain,
  profiles: readonly UserProfileRef[],
  wish: HiddenProfilesWish,
  patience: Patience,
): Promise<HiddenProfilesReport> {
  const limit = pLimit(CONCURRENCY)
  const lookInTurn = async (ref: UserProfileRef): Promise<SingleLook> => {
    const look = async () => ok(await lookAt(context, domain, ref, wish, patience))
    const seen = await oneAtATime(`user profile ${userProfileKey(ref)}`, patience, look)
    return seen.isOk() ? seen.value : failure(ref, seen.error)
  }
  const looks = await Promise.all(profiles.map((ref) => limit(() => lookInTurn(ref))))
  return {
    profiles: looks.flatMap(({ found }) => found ?? []),
    changes: looks.flatMap(({ changes = [] }) => changes),
  }
}

interface SingleLook {
  readonly found?: HiddenProfile
  readonly changes?: readonly ProfileFileSystemsChange[]
}

async function lookAt(
  context: DescribeContext,
  domain: Domain,
  ref: UserProfileRef,
  wish: HiddenProfilesWish,
  patience: Patience,
): Promise<SingleLook> {
  const pending = `reading user profile ${ref.domainId}/${ref.userProfileName}`
  const describe = () => describeUserProfile(context, ref, patience)
  const read = await retrying(context.clock, patience, pending, describe)
  if (read.isErr()) {
    // Deleted since it was listed.
    return read.error.name === 'ResourceNotFoundError' ? {} : failure(ref, read.error)
  }
  const sight = sightOf(read.value.customFileSystems, wish.wanted)
  if (sight === 'seen') return {}
  if (sight === 'elsewhere' || !wish.reachProfiles) return { found: { profile: ref, outcome: sight } }
  return reach(context, { profile: read.value, domain }, wish, patience)
}

async function reach(
  context: DescribeContext,
  read: { readonly profile: UserProfile; readonly domain: Domain },
  { wanted, maxCustomFileSystems: limit, dryRun }: HiddenProfilesWish,
  patience: Patience,
): Promise<SingleLook> {
  const { domainId, userProfileName } = read.profile
  const profile = { domainId, userProfileName }
  const wish = { wanted, limit, dryRun, domainFileSystems: 'leave', verify: false } as const
  const attached = await attachStep(context, read, wish, patience)
  if (attached.isErr()) return failure(profile, attached.error)
  return { found: { profile, outcome: 'reached' }, changes: attached.value.changes }
}

function failure(profile: UserProfileRef, error: AttachStepError): SingleLook {
  return { found: { profile, outcome: 'failed', error } }
}

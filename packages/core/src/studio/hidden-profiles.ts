import { ok } from 'neverthrow'
import pLimit from 'p-limit'
import { describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { oneAtATime } from '../keyed-queue.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import { type CustomFileSystem, type CustomFileSystemConfig, pathOf } from '../model/custom-file-system.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { UserProfile } from '../model/studio-resource.js'
import { addToList, type ListEditError } from './plan/list-edit.js'
import type { UpdateError } from './read-modify-write.js'
import { updateProfileList } from './update-profile-list.js'

/** A profile that does not see the domain's default as it is, or was made to see it. */
export interface HiddenProfile {
  readonly profile: UserProfileRef
  /**
   * `hidden`: a list of its own hides the domain's. `elsewhere`: its own list has the file system at another path, which
   * is left alone. `reached`: it was, or in a dry run would be, added to that list. `failed`: it could not be read or
   * changed.
   */
  readonly outcome: 'hidden' | 'elsewhere' | 'reached' | 'failed'
  readonly error?: ListEditError | UpdateError
}

export interface HiddenProfilesReport {
  readonly profiles: readonly HiddenProfile[]
  readonly changes: readonly ProfileFileSystemsChange[]
}

export interface HiddenProfilesSpec {
  /** The domain's default. */
  readonly wanted: CustomFileSystem
  readonly reachProfiles: boolean
  readonly maxCustomFileSystems: number
  readonly dryRun: boolean
}

const PROFILES_AT_ONCE = 8

/** Finds the profiles that do not see the default, and with `reachProfiles` adds it to the lists that hide it. */
export async function checkHiddenProfiles(
  call: SageMakerCall,
  refs: readonly UserProfileRef[],
  spec: HiddenProfilesSpec,
): Promise<HiddenProfilesReport> {
  const limit = pLimit(PROFILES_AT_ONCE)
  const checks = await Promise.all(refs.map((ref) => limit(() => checkProfile(call, ref, spec))))
  return {
    profiles: checks.flatMap(({ found }) => found ?? []),
    changes: checks.flatMap(({ changes = [] }) => changes),
  }
}

interface ProfileCheck {
  /** Absent for a profile that sees the default. */
  readonly found?: HiddenProfile
  readonly changes?: readonly ProfileFileSystemsChange[]
}

async function checkProfile(call: SageMakerCall, ref: UserProfileRef, spec: HiddenProfilesSpec): Promise<ProfileCheck> {
  const checked = await oneAtATime(call, `user profile ${userProfileKey(ref)}`, async () =>
    ok(await checkInTurn(call, ref, spec)),
  )
  return checked.match(
    (check) => check,
    (error) => failed(ref, error),
  )
}

async function checkInTurn(call: SageMakerCall, ref: UserProfileRef, spec: HiddenProfilesSpec): Promise<ProfileCheck> {
  const read = await describeUserProfile(call, ref)
  if (read.isErr()) {
    // Deleted since it was listed.
    return read.error.name === 'ResourceNotFoundError' ? {} : failed(ref, read.error)
  }
  const visibility = visibilityOf(spec.wanted, read.value.customFileSystems)
  if (visibility === 'seen') return {}
  if (visibility === 'elsewhere' || !spec.reachProfiles) return { found: { profile: ref, outcome: visibility } }
  return reachProfile(call, read.value, spec)
}

/**
 * Visibility of a domain's default for a profile with this list of its own. An empty list shows all of the domain's; a
 * list with any entry hides all of it.
 */
function visibilityOf(
  wanted: CustomFileSystem,
  own: readonly CustomFileSystemConfig[],
): 'seen' | 'elsewhere' | 'hidden' {
  if (own.length === 0) return 'seen'
  const entries = own.filter((entry) => entry.EFSFileSystemConfig?.FileSystemId === wanted.fileSystemId)
  if (entries.length === 0) return 'hidden'
  return entries.some((entry) => pathOf(entry) === wanted.fileSystemPath) ? 'seen' : 'elsewhere'
}

async function reachProfile(
  call: SageMakerCall,
  profile: UserProfile,
  { wanted, maxCustomFileSystems, dryRun }: HiddenProfilesSpec,
): Promise<ProfileCheck> {
  const { domainId, userProfileName } = profile
  const ref = { domainId, userProfileName }
  const listName = `user profile ${domainId}/${userProfileName}`
  const reached = await updateProfileList(call, profile, {
    plan: (own) => addToList({ listName, own, domain: [], wanted, domainFileSystems: 'leave', maxCustomFileSystems }),
    rules: { dryRun, verify: false },
  })
  return reached.match<ProfileCheck>(
    ({ changes }) => ({ found: { profile: ref, outcome: 'reached' }, changes }),
    (error) => failed(ref, error),
  )
}

function failed(profile: UserProfileRef, error: ListEditError | UpdateError): ProfileCheck {
  return { found: { profile, outcome: 'failed', error } }
}

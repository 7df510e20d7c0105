import type { Result, ResultAsync } from 'neverthrow'
import {
  describeUserProfile,
  type SageMakerCall,
  updateProfileFileSystems,
} from '../aws/sagemaker/describe-and-update.js'
import { waitForUserProfile } from '../aws/sagemaker/wait-until-ready.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { UserProfile } from '../model/studio-resource.js'
import type { FileSystemListPlan } from './plan/list-edit.js'
import { readModifyWrite, type UpdateError, type WriteRules } from './read-modify-write.js'

export interface ProfileListSpec<PlanError> {
  /** Pure. */
  readonly plan: (own: readonly CustomFileSystemConfig[]) => Result<FileSystemListPlan, PlanError>
  readonly rules: WriteRules
}

export interface ProfileListReport {
  /** The profile's list afterwards. */
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  readonly changes: readonly ProfileFileSystemsChange[]
}

/** Gives the profile the list that `plan` makes of its own. Call it while holding the profile's turn. */
export function updateProfileList<PlanError>(
  call: SageMakerCall,
  profile: UserProfile,
  { plan, rules }: ProfileListSpec<PlanError>,
): ResultAsync<ProfileListReport, PlanError | UpdateError> {
  const { domainId, userProfileName } = profile
  const changeOf = (list: FileSystemListPlan): ProfileFileSystemsChange | undefined =>
    list.edits.length === 0
      ? undefined
      : { kind: 'user-profile-file-systems', action: 'update', domainId, userProfileName, ...list }
  const steps = {
    resource: `user profile ${domainId}/${userProfileName}`,
    plan: ({ customFileSystems }: UserProfile) => plan(customFileSystems).map(changeOf),
    send: ({ after }: ProfileFileSystemsChange) => updateProfileFileSystems(call, profile, after),
    describe: () => describeUserProfile(call, profile),
    wait: () => waitForUserProfile(call, profile, 'long-ago'),
  }
  return readModifyWrite(call, steps, { first: profile, rules }).map(({ changes, seen }) => ({
    customFileSystems: seen?.customFileSystems ?? changes.at(-1)?.after ?? [],
    changes,
  }))
}

import type { Result } from 'neverthrow'
import {
  type DescribeContext,
  describeUserProfile,
  updateProfileFileSystems,
} from '../aws/sagemaker/describe-and-update.js'
import { waitForUserProfile } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { UserProfile } from '../model/studio-resource.js'
import type { FileSystemListPlan } from './plan/file-system-list-plan.js'
import { type ReadModifyWriteError, readModifyWrite, type WriteRules, type Written } from './read-modify-write.js'

/** Gives the profile the list that `plan` makes of its own. Call it while holding the profile's turn. */
export function updateProfileList<PlanError>(
  context: DescribeContext,
  profile: UserProfile,
  plan: (own: readonly CustomFileSystemConfig[]) => Result<FileSystemListPlan, PlanError>,
  rules: WriteRules,
  patience: Patience,
): Promise<Result<Written<UserProfile, ProfileFileSystemsChange>, PlanError | ReadModifyWriteError>> {
  const { domainId, userProfileName } = profile
  const steps = {
    resource: `user profile ${domainId}/${userProfileName}`,
    plan: ({ customFileSystems }: UserProfile) =>
      plan(customFileSystems).map(({ before, after, edits }): ProfileFileSystemsChange | undefined =>
        edits.length === 0
          ? undefined
          : { kind: 'user-profile-file-systems', action: 'update', domainId, userProfileName, edits, before, after },
      ),
    send: ({ after }: ProfileFileSystemsChange) =>
      updateProfileFileSystems(context.sagemaker, profile, after, patience),
    describe: () => describeUserProfile(context, profile, patience),
    wait: () => waitForUserProfile(context, profile, patience),
  }
  return readModifyWrite(context.clock, steps, profile, rules, patience)
}

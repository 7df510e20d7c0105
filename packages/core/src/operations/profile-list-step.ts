import type { Result } from 'neverthrow'
import { waitForUserProfile } from '../aws/readiness.js'
import { describeUserProfile, type SageMakerClient, updateProfileFileSystems } from '../aws/sagemaker.js'
import type { Clock } from '../clock.js'
import type { ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { UserProfile } from '../model/studio-resource.js'
import type { Patience } from '../patience.js'
import type { FileSystemListPlan } from '../policy/file-system-list-plan.js'
import { type ReadModifyWriteError, readModifyWrite, type WriteRules } from './read-modify-write.js'

/** Gives the profile the list that `plan` makes of its own. Call it while holding the profile's turn. */
export function updateProfileList<PlanError>(
  { sagemaker, clock }: { readonly sagemaker: SageMakerClient; readonly clock: Clock },
  profile: UserProfile,
  plan: (own: readonly CustomFileSystemConfig[]) => Result<FileSystemListPlan, PlanError>,
  rules: WriteRules,
  patience: Patience,
): Promise<Result<ProfileFileSystemsChange | undefined, PlanError | ReadModifyWriteError>> {
  const { domainId, userProfileName } = profile
  const steps = {
    resource: `user profile ${domainId}/${userProfileName}`,
    plan: ({ customFileSystems }: UserProfile) =>
      plan(customFileSystems).map(({ before, after, edits }): ProfileFileSystemsChange | undefined =>
        edits.length === 0
          ? undefined
          : { kind: 'user-profile-file-systems', action: 'update', domainId, userProfileName, edits, before, after },
      ),
    send: ({ after }: ProfileFileSystemsChange) => updateProfileFileSystems(sagemaker, profile, after, patience),
    describe: () => describeUserProfile(sagemaker, profile, patience),
    wait: () => waitForUserProfile({ sagemaker, clock }, profile, patience),
  }
  return readModifyWrite(clock, steps, profile, rules, patience)
}

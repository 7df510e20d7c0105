import {
  CreateUserProfileCommand,
  type UserSettings,
  type CustomFileSystemConfig as WireFileSystemConfig,
} from '@aws-sdk/client-sagemaker'
import { err, ok, type ResultAsync } from 'neverthrow'
import type { CallEndedError } from '../../call.js'
import type { CustomFileSystemConfig } from '../../model/custom-file-system.js'
import type { UserProfileRef } from '../../model/ids.js'
import type { PosixOwner } from '../../model/posix-owner.js'
import type { Tags } from '../../model/tags.js'
import { type AwsError, mayHaveBeenApplied } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { type Created, type Creation, retryCreate } from '../call/create-and-delete.js'
import { singleAttempt } from '../call/single-attempt.js'
import type { SageMakerCall } from './describe-and-update.js'
import { sendWhole } from './whole-entries.js'

/** A user profile to create. */
export interface NewUserProfile extends UserProfileRef {
  readonly owner: PosixOwner
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  /** `SingleSignOnUserValue`; undefined in domains of IAM. */
  readonly person: string | undefined
  readonly executionRole: string | undefined
  /** Further members of `UserSettings`. */
  readonly userSettings: Readonly<Record<string, unknown>>
  readonly tags: Tags
}

export interface CreationFailure {
  readonly error: AwsError | CallEndedError
  /** True if a request whose reply was lost may have created the profile. */
  readonly mayExist: boolean
}

/**
 * Creates the profile. `made: false`: one of this name is there.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 */
export function createUserProfileResource(
  call: SageMakerCall,
  wanted: NewUserProfile,
): ResultAsync<Pick<Created<undefined>, 'made'>, CreationFailure> {
  const resource = `user profile ${wanted.domainId}/${wanted.userProfileName}`
  const request = { service: 'sagemaker', operation: 'CreateUserProfile', resource } as const
  let mayExist = false
  return retryCreate(call, `creating ${resource}`, () =>
    callAws(call, request, (abortSignal) => call.sagemaker.send(commandFor(wanted), { abortSignal }))
      .mapErr((error) => {
        mayExist ||= mayHaveBeenApplied(error) || call.signal.aborted
        return error
      })
      .map((): Creation<undefined> => ({ outcome: 'created', id: undefined }))
      .orElse((error) =>
        error.name === 'ResourceInUseError'
          ? ok<Creation<undefined>>({ outcome: 'exists', id: undefined })
          : err(error),
      ),
  ).mapErr((error) => ({ error, mayExist }))
}

/** Sent once, and with all members of the list; see `singleAttempt` and `sendWhole`. */
function commandFor(wanted: NewUserProfile): CreateUserProfileCommand {
  const { domainId, userProfileName, owner, customFileSystems, person, executionRole, userSettings, tags } = wanted
  const tagList = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  const command = new CreateUserProfileCommand({
    DomainId: domainId,
    UserProfileName: userProfileName,
    ...(person !== undefined && { SingleSignOnUserIdentifier: 'UserName', SingleSignOnUserValue: person }),
    ...(tagList.length > 0 && { Tags: tagList }),
    UserSettings: {
      ...(userSettings as UserSettings),
      ...(executionRole !== undefined && { ExecutionRole: executionRole }),
      CustomPosixUserConfig: { Uid: owner.uid, Gid: owner.gid },
      CustomFileSystemConfigs: customFileSystems as WireFileSystemConfig[],
    },
  })
  return singleAttempt(sendWhole(command, { UserSettings: customFileSystems }))
}

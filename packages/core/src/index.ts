export {
  AccessDeniedError,
  AlreadyExistsError,
  type AwsError,
  ConnectionError,
  CredentialsError,
  RequestRefusedError,
  ResourceInUseError,
  ResourceLimitExceededError,
  ResourceNotFoundError,
  ServiceFailureError,
  ThrottledError,
} from './aws/aws-error.js'
export type { CallCount } from './aws/call-lane.js'
export { UnusableStatusError } from './aws/readiness.js'
export { type Clock, systemClock } from './clock.js'
export type {
  CloudTrailSource,
  DecodedRecord,
  LogFileRead,
  UserProfileEvent,
} from './cloudtrail/cloud-trail-source.js'
export {
  type DecodeOptions,
  decodeCreateUserProfileEvent,
  decodeCreateUserProfileRecord,
} from './cloudtrail/decode-create-user-profile.js'
export { decodeUserProfileRecord } from './cloudtrail/decode-user-profile-record.js'
export {
  type DecodedEvent,
  type EventOrigin,
  type IgnoredReason,
  MalformedEventError,
} from './cloudtrail/decoded-event.js'
export { type LogFileProblem, LogLocationError, UnreadableLogFileError } from './cloudtrail/log-files-error.js'
export { type LogFilesContext, type LogFilesSourceInput, logFilesSource } from './cloudtrail/log-files-source.js'
export {
  type LookupEventsContext,
  type LookupEventsSourceInput,
  lookupEventsSource,
} from './cloudtrail/lookup-events-source.js'
export type { StudioEfsContext } from './context.js'
export type { DirectoryDriver } from './drivers/directory-driver.js'
export {
  AttributesNotKeptError,
  type DirectoryError,
  DirectoryIoError,
  MountPathMissingError,
  NotADirectoryError,
  NotMountedError,
  type Obstacle,
  UnsupportedPlatformError,
} from './drivers/directory-error.js'
export {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './drivers/lambda-error.js'
export {
  type PosixDirectoryDriverOptions,
  posixDirectoryDriver,
} from './drivers/posix-directory-driver.js'
export type { MountPointRule } from './drivers/posix-mount.js'
export {
  AbortedError,
  DeadlineExceededError,
  InvalidInputError,
  StudioEfsError,
  type StudioEfsErrorOptions,
} from './errors.js'
export { type LambdaDirectoryDriverOptions, lambdaDirectoryDriver } from './lambda-directory-driver.js'
export type { Logger } from './logger.js'
export type { AccessPoint, AccessPointId } from './model/access-point.js'
export type { Change, DirectoryChange, FileSystemListEdit, ProfileFileSystemsChange } from './model/change.js'
export type { CustomFileSystem, CustomFileSystemConfig } from './model/custom-file-system.js'
export type {
  DirectoryOutcome,
  DirectoryReceipt,
  DirectorySpec,
  DirectoryState,
  WritableParent,
} from './model/directory.js'
export {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  parseDirectoryLayout,
  separatesDomains,
} from './model/directory-layout.js'
export { type DirectoryMode, formatMode, PRIVATE_MODE, parseDirectoryMode } from './model/directory-mode.js'
export { type DomainId, parseDomainId } from './model/domain-id.js'
export type { EfsFileSystem, LifeCycleState } from './model/efs-file-system.js'
export { type ExecutionRoleArn, parseExecutionRole } from './model/execution-role.js'
export { type FileSystemId, parseFileSystemId } from './model/file-system-id.js'
export { type FileSystemPath, parseFileSystemPath, ROOT_PATH, segmentsOf } from './model/file-system-path.js'
export { type FunctionName, parseFunctionName } from './model/function-name.js'
export type { EnsureFileSystemChange, RemoveFileSystemChange } from './model/infrastructure-change.js'
export type { KmsKeyId } from './model/kms-key-id.js'
export type { LifecyclePolicies } from './model/lifecycle-policies.js'
export type { GuardedMountTarget, MountTarget, MountTargetId } from './model/mount-target.js'
export { parseVpcId, type SecurityGroupId, type SubnetId, type VpcId } from './model/network.js'
export { show as showValue } from './model/parse-text.js'
export { DEFAULT_POSIX_OWNER, type PosixOwner, parsePosixOwner } from './model/posix-owner.js'
export type { Domain, UserProfile } from './model/studio-resource.js'
export { parseUserProfileName, type UserProfileName } from './model/user-profile-name.js'
export { type UserProfileRef, userProfileKey } from './model/user-profile-ref.js'
export {
  type AttachToProfileError,
  type AttachToProfileInput,
  type AttachToProfileOutput,
  attachToProfile,
} from './operations/attach-to-profile.js'
export {
  type BackfillProfilesError,
  type BackfillProfilesInput,
  type BackfillProfilesOutput,
  type BackfillSummary,
  backfillProfiles,
} from './operations/backfill-profiles.js'
export {
  type ClearDomainDefaultError,
  type ClearDomainDefaultInput,
  type ClearDomainDefaultOutput,
  clearDomainDefault,
} from './operations/clear-domain-default.js'
export {
  type DescribeSharingError,
  type DescribeSharingInput,
  type DescribeSharingOutput,
  describeSharing,
  type SharingDomainReport,
} from './operations/describe-sharing.js'
export {
  type DetachFromProfileError,
  type DetachFromProfileInput,
  type DetachFromProfileOutput,
  detachFromProfile,
} from './operations/detach-from-profile.js'
export { createDomainCache, type DomainCache } from './operations/domain-cache.js'
export type { DomainResult } from './operations/domain-results.js'
export {
  type EnsureFileSystemForDomainError,
  type EnsureFileSystemForDomainInput,
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
} from './operations/ensure-file-system-for-domain.js'
export type { SharingListing } from './operations/file-system-listings.js'
export type { FileSystemProgress } from './operations/file-system-progress.js'
export type { HiddenProfile } from './operations/hidden-profiles-step.js'
export {
  type OnboardProfileError,
  type OnboardProfileInput,
  type OnboardProfileOutput,
  onboardProfile,
} from './operations/onboard-profile.js'
export {
  type OnboardProfilesError,
  type OnboardProfilesInput,
  type OnboardProfilesOutput,
  onboardProfiles,
} from './operations/onboard-profiles.js'
export type { OnboardingRun, OnboardingSummary } from './operations/onboarding-run.js'
export type { UnlistedDomain } from './operations/profile-listing.js'
export type {
  InterruptedProfile,
  OutcomeCounts,
  ProfileError,
  ProfileOutcome,
  SkipReason,
} from './operations/profile-outcome.js'
export {
  type ProvisionUserDirectoryError,
  type ProvisionUserDirectoryInput,
  type ProvisionUserDirectoryOutput,
  provisionUserDirectory,
} from './operations/provision-user-directory.js'
export type { EventCounts } from './operations/read-events.js'
export { UpdateFailedError } from './operations/read-modify-write.js'
export {
  type RemoveFileSystemError,
  type RemoveFileSystemInput,
  type RemoveFileSystemOutput,
  removeFileSystem,
  type WhileListed,
} from './operations/remove-file-system.js'
export {
  type ReplayCloudTrailError,
  type ReplayCloudTrailInput,
  type ReplayCloudTrailOutput,
  type ReplayOutcome,
  type ReplayProgress,
  type ReplaySummary,
  replayCloudTrail,
} from './operations/replay-cloudtrail.js'
export type { OnboardingProgress } from './operations/run-progress.js'
export type { Stopped, StopReason } from './operations/run-stop.js'
export {
  type SetDomainDefaultError,
  type SetDomainDefaultInput,
  type SetDomainDefaultOutput,
  setDomainDefault,
} from './operations/set-domain-default.js'
export {
  type ShareAcrossVpcDomainsError,
  type ShareAcrossVpcDomainsInput,
  type ShareAcrossVpcDomainsOutput,
  type SharedDomain,
  shareAcrossVpcDomains,
} from './operations/share-across-vpc-domains.js'
export {
  type UnshareAcrossVpcDomainsError,
  type UnshareAcrossVpcDomainsInput,
  type UnshareAcrossVpcDomainsOutput,
  type UnsharedDomain,
  unshareAcrossVpcDomains,
} from './operations/unshare-across-vpc-domains.js'
export type { SkippedReason } from './operations/vpc-domains.js'
export type { CallOptions } from './patience.js'
export { AccessPointTokenTakenError } from './policy/access-point-choice.js'
export { inBatchOrder, stepsTo } from './policy/directory-batch.js'
export type { DirectoryNameCase } from './policy/directory-layout.js'
export { planDirectory } from './policy/directory-plan.js'
export type { DefaultScope } from './policy/domain-default-plan.js'
export { DomainWithoutVpcError, SubnetsGoneError, SubnetsInOtherVpcError } from './policy/domain-subnets.js'
export { ExecutionRoleMissingError } from './policy/execution-role-missing-error.js'
export { CreationTokenTakenError, SeveralFileSystemsError } from './policy/file-system-choice-error.js'
export type { FileSystemFinding } from './policy/file-system-finding.js'
export type { DomainFileSystems } from './policy/file-system-merge.js'
export { AmbiguousFileSystemError, TooManyFileSystemsError } from './policy/file-system-merge-error.js'
export type { IamAction, IamResource } from './policy/iam-action.js'
export { type IamNeed, iamActions } from './policy/iam-actions.js'
export { type IamInput, type IamPolicy, type IamScope, type IamStatement, iamPolicyFor } from './policy/iam-policy.js'
export type { LambdaNetwork } from './policy/lambda-network.js'
export { UnusableLifeCycleError } from './policy/life-cycle.js'
export {
  FileSystemInOtherVpcError,
  MountTargetFailedError,
  NoFreeAddressesError,
  OneZoneElsewhereError,
  TooManySecurityGroupsError,
} from './policy/mount-target-plan-error.js'
export type { MountObstacle } from './policy/mountability.js'
export type { ProfileLifeCycle } from './policy/profile-life-cycle.js'
export { type FileSystemListing, FileSystemStillListedError, ManagedFileSystemError } from './policy/removal-error.js'
export type { KeptResource } from './policy/removal-plan.js'
export type { MissingSecurityGroup } from './policy/security-group-choice.js'
export {
  ForeignSecurityGroupError,
  NfsSecurityGroupMissingError,
  SecurityGroupNotInVpcError,
} from './policy/security-group-choice-error.js'
export { DirectoryOwnersDifferError, type DomainOwner } from './policy/sharing-directory-owner.js'
export { writableParentsOf } from './policy/writable-parents.js'
export { createStudioEfs, type StudioEfs } from './studio-efs.js'

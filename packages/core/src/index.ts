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
} from './aws/call/aws-error.js'
export { UnusableLifeCycleError } from './aws/efs/efs-state.js'
export type { CallCount } from './aws/pace/call-lane.js'
export { UnusableStatusError } from './aws/sagemaker/wait-until-ready.js'
export type { CallOptions } from './call.js'
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
export { type LogFileProblem, LogLocationError, UnreadableLogFileError } from './cloudtrail/log-files/error.js'
export { type LogFilesContext, type LogFilesSourceInput, logFilesSource } from './cloudtrail/log-files/source.js'
export {
  type LookupEventsContext,
  type LookupEventsSourceInput,
  lookupEventsSource,
} from './cloudtrail/lookup-events-source.js'
export type { StudioEfsContext } from './context.js'
export {
  type ClearDomainDefaultError,
  type ClearDomainDefaultInput,
  type ClearDomainDefaultOutput,
  clearDomainDefault,
} from './domains/clear-domain-default.js'
export {
  type SetDomainDefaultError,
  type SetDomainDefaultInput,
  type SetDomainDefaultOutput,
  setDomainDefault,
} from './domains/set-domain-default.js'
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
export { planDirectory } from './drivers/directory-plan.js'
export {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './drivers/lambda/directory-function-error.js'
export { type LambdaDirectoryDriverOptions, lambdaDirectoryDriver } from './drivers/lambda/lambda-directory-driver.js'
export { inBatchOrder, stepsTo } from './drivers/paths.js'
export type { MountPointRule } from './drivers/posix/mount.js'
export {
  type PosixDirectoryDriverOptions,
  posixDirectoryDriver,
} from './drivers/posix/posix-directory-driver.js'
export { writableParentsOf } from './drivers/writable-parents.js'
export {
  AbortedError,
  DeadlineExceededError,
  InvalidInputError,
  StudioEfsError,
  type StudioEfsErrorOptions,
} from './errors.js'
export {
  type EnsureFileSystemForDomainError,
  type EnsureFileSystemForDomainInput,
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
} from './file-systems/ensure-file-system-for-domain.js'
export { AccessPointTokenTakenError } from './file-systems/plan/access-point-choice.js'
export { CreationTokenTakenError, SeveralFileSystemsError } from './file-systems/plan/file-system-choice-error.js'
export type { FileSystemFinding } from './file-systems/plan/file-system-finding.js'
export type { LambdaNetwork } from './file-systems/plan/lambda-network.js'
export {
  type FileSystemListing,
  FileSystemStillListedError,
  ManagedFileSystemError,
} from './file-systems/plan/removal-error.js'
export type { KeptResource } from './file-systems/plan/removal-plan.js'
export type { FileSystemProgress } from './file-systems/progress.js'
export {
  type RemoveFileSystemError,
  type RemoveFileSystemInput,
  type RemoveFileSystemOutput,
  removeFileSystem,
  type WhileListed,
} from './file-systems/remove-file-system.js'
export type { IamAction, IamResource } from './iam/iam-action.js'
export { type IamNeed, iamActions } from './iam/iam-actions.js'
export { type IamInput, type IamPolicy, type IamScope, type IamStatement, iamPolicyFor } from './iam/iam-policy.js'
export type { Logger } from './logger.js'
export type {
  Change,
  DirectoryChange,
  EnsureFileSystemChange,
  FileSystemListEdit,
  ProfileFileSystemsChange,
  RemoveFileSystemChange,
} from './model/change.js'
export type { CustomFileSystem, CustomFileSystemConfig } from './model/custom-file-system.js'
export type {
  DirectoryOutcome,
  DirectoryReceipt,
  DirectorySpec,
  DirectoryState,
  WritableParent,
} from './model/directory.js'
export type { DirectoryNameCase } from './model/directory-layout.js'
export {
  DEFAULT_LAYOUT,
  type DirectoryLayout,
  parseDirectoryLayout,
  separatesDomains,
} from './model/directory-layout.js'
export { type DirectoryMode, formatMode, PRIVATE_MODE, parseDirectoryMode } from './model/directory-mode.js'
export type {
  AccessPoint,
  AccessPointId,
  EfsFileSystem,
  GuardedMountTarget,
  LifeCycleState,
  MountTarget,
  MountTargetId,
} from './model/efs.js'
export { type FileSystemPath, parseFileSystemPath, ROOT_PATH, segmentsOf } from './model/file-system-path.js'
export type { KmsKeyId } from './model/ids.js'
export {
  type DomainId,
  type ExecutionRoleArn,
  type FileSystemId,
  type FunctionName,
  parseDomainId,
  parseExecutionRole,
  parseFileSystemId,
  parseFunctionName,
  parseUserProfileName,
  type UserProfileName,
  type UserProfileRef,
  userProfileKey,
} from './model/ids.js'
export type { LifecyclePolicies } from './model/lifecycle-policies.js'
export { parseVpcId, type SecurityGroupId, type SubnetId, type VpcId } from './model/network.js'
export { show as showValue } from './model/parse/parse-text.js'
export { DEFAULT_POSIX_OWNER, type PosixOwner, parsePosixOwner } from './model/posix-owner.js'
export type { Domain, UserProfile } from './model/studio-resource.js'
export { DomainWithoutVpcError, SubnetsGoneError, SubnetsInOtherVpcError } from './network/plan/domain-subnets.js'
export {
  FileSystemInOtherVpcError,
  MountTargetFailedError,
  NoFreeAddressesError,
  OneZoneElsewhereError,
  TooManySecurityGroupsError,
} from './network/plan/mount-target-plan-error.js'
export type { MissingSecurityGroup } from './network/plan/security-group-choice.js'
export {
  ForeignSecurityGroupError,
  NfsSecurityGroupMissingError,
  SecurityGroupNotInVpcError,
} from './network/plan/security-group-choice-error.js'
export {
  type AttachToProfileError,
  type AttachToProfileInput,
  type AttachToProfileOutput,
  attachToProfile,
} from './profiles/attach-to-profile.js'
export {
  type DetachFromProfileError,
  type DetachFromProfileInput,
  type DetachFromProfileOutput,
  detachFromProfile,
} from './profiles/detach-from-profile.js'
export {
  type OnboardProfileError,
  type OnboardProfileInput,
  type OnboardProfileOutput,
  onboardProfile,
} from './profiles/onboard-profile.js'
export {
  type ProvisionUserDirectoryError,
  type ProvisionUserDirectoryInput,
  type ProvisionUserDirectoryOutput,
  provisionUserDirectory,
} from './profiles/provision-user-directory.js'
export {
  type BackfillProfilesError,
  type BackfillProfilesInput,
  type BackfillProfilesOutput,
  type BackfillSummary,
  backfillProfiles,
} from './runs/backfill-profiles.js'
export {
  type OnboardProfilesError,
  type OnboardProfilesInput,
  type OnboardProfilesOutput,
  onboardProfiles,
} from './runs/onboard-profiles.js'
export type { ProfileLifeCycle } from './runs/profile-history.js'
export type { UnlistedDomain } from './runs/profile-listing.js'
export type {
  InterruptedProfile,
  OutcomeCounts,
  ProfileError,
  ProfileOutcome,
  SkipReason,
} from './runs/profile-outcome.js'
export type { EventCounts } from './runs/read-events.js'
export {
  type ReplayCloudTrailError,
  type ReplayCloudTrailInput,
  type ReplayCloudTrailOutput,
  type ReplayOutcome,
  type ReplayProgress,
  type ReplaySummary,
  replayCloudTrail,
} from './runs/replay-cloudtrail.js'
export type { OnboardingRun, OnboardingSummary } from './runs/run-iterable.js'
export type { OnboardingProgress } from './runs/run-progress.js'
export type { Stopped, StopReason } from './runs/run-stop.js'
export {
  type DescribeSharingError,
  type DescribeSharingInput,
  type DescribeSharingOutput,
  describeSharing,
  type SharingDomainReport,
} from './sharing/describe-sharing.js'
export type { DomainResult } from './sharing/domain-results.js'
export type { MountObstacle } from './sharing/plan/mountability.js'
export { DirectoryOwnersDifferError, type DomainOwner } from './sharing/plan/sharing-directory-owner.js'
export {
  type ShareAcrossVpcDomainsError,
  type ShareAcrossVpcDomainsInput,
  type ShareAcrossVpcDomainsOutput,
  type SharedDomain,
  shareAcrossVpcDomains,
} from './sharing/share-across-vpc-domains.js'
export {
  type UnshareAcrossVpcDomainsError,
  type UnshareAcrossVpcDomainsInput,
  type UnshareAcrossVpcDomainsOutput,
  type UnsharedDomain,
  unshareAcrossVpcDomains,
} from './sharing/unshare-across-vpc-domains.js'
export type { SkippedReason } from './sharing/vpc-domains.js'
export { createDomainCache, type DomainCache } from './studio/domain-cache.js'
export type { HiddenProfile } from './studio/hidden-profiles.js'
export type { SharingListing } from './studio/listings.js'
export type { DefaultScope } from './studio/plan/domain-lists-plan.js'
export { ExecutionRoleMissingError } from './studio/plan/execution-role-missing-error.js'
export type { DomainFileSystems } from './studio/plan/file-system-merge.js'
export { AmbiguousFileSystemError, TooManyFileSystemsError } from './studio/plan/file-system-merge-error.js'
export { UpdateFailedError } from './studio/read-modify-write.js'
export { createStudioEfs, type StudioEfs } from './studio-efs.js'
export { type Clock, systemClock } from './time/clock.js'

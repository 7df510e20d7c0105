export type { AwsError } from './aws/call/aws-error.js'
export type { CallCount } from './aws/pace/call-lane.js'
export type { CallOptions, WaitOptions } from './call-options.js'
export type { StudioEfsContext } from './context.js'
export type { Conclusion } from './diagnosis/conclusion-plan.js'
export { type DiagnoseError, type DiagnoseInput, type DiagnoseOutput, diagnose } from './diagnosis/diagnose.js'
export type { ExposureAudit } from './diagnosis/exposure/audit.js'
export type { AdmittedClients } from './diagnosis/exposure/nfs-clients.js'
export type { DiagnosisLine } from './diagnosis/run-checks.js'
export type { DiagnosisSubject } from './diagnosis/subject.js'
export type { Remedy, RemedyOperation, Symptom, Verdict } from './diagnosis/verdict.js'
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
export {
  type ContextLacks,
  createStudioEfs,
  type ErrorReporting,
  type StudioEfs,
  type StudioEfsOptions,
} from './facade/studio-efs.js'
export { type ThrowingRun, unwrap } from './facade/unwrap.js'
export {
  type EnsureFileSystemForDomainError,
  type EnsureFileSystemForDomainInput,
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
} from './file-systems/ensure-file-system-for-domain.js'
export type { LambdaNetwork } from './file-systems/plan/lambda-network.js'
export type {
  FileSystemListing,
  KeptResource,
  SettingsFileSystemListing,
  SpaceFileSystemListing,
} from './file-systems/plan/removal-plan.js'
export type { FileSystemProgress } from './file-systems/progress.js'
export {
  type RemoveFileSystemError,
  type RemoveFileSystemInput,
  type RemoveFileSystemOutput,
  removeFileSystem,
  type WhileListed,
} from './file-systems/remove-file-system.js'
export {
  type AllocateIdentityError,
  type AllocateIdentityInput,
  type AllocateIdentityOutput,
  allocateIdentity,
  type IdentityOptions,
} from './identities/allocate-identity.js'
export {
  type CreateUserProfileChange,
  type CreateUserProfileError,
  type CreateUserProfileInput,
  type CreateUserProfileOutput,
  createUserProfile,
} from './identities/create-user-profile.js'
export type { IdentityFinding } from './identities/identity-report-plan.js'
export type { ProfileIdentity } from './identities/read-identities.js'
export {
  type ReportIdentitiesError,
  type ReportIdentitiesInput,
  type ReportIdentitiesOutput,
  reportIdentities,
} from './identities/report-identities.js'
export {
  type ArchiveLeaversError,
  type ArchiveLeaversInput,
  type ArchiveLeaversOutput,
  archiveLeavers,
  type Leaver,
  type LeaversProgress,
} from './leaving/archive-leavers.js'
export type {
  BackupProgress,
  RestoreFromBackupError,
  RestoreFromBackupInput,
  RestoreFromBackupOutput,
} from './leaving/backup/recovery-fields.js'
export { type RestoreFromBackupContext, restoreFromBackup } from './leaving/backup/restore-from-backup.js'
export type { RestoreJobProgress } from './leaving/backup/restore-job-step.js'
export {
  type ListArchivesError,
  type ListArchivesInput,
  type ListArchivesOutput,
  listArchives,
} from './leaving/list-archives.js'
export {
  type OffboardProfileError,
  type OffboardProfileInput,
  type OffboardProfileOutput,
  offboardProfile,
} from './leaving/offboard-profile.js'
export {
  type PurgeArchivesError,
  type PurgeArchivesInput,
  type PurgeArchivesOutput,
  type PurgedArchive,
  type PurgeProgress,
  purgeArchives,
} from './leaving/purge-archives.js'
export {
  type RestoreDirectoryError,
  type RestoreDirectoryInput,
  type RestoreDirectoryOutput,
  restoreDirectory,
} from './leaving/restore-directory.js'
export type { RestoreProgress } from './leaving/restore-step.js'
export { type Logger, type LogLevel, type PinoLike, pinoLogger } from './logger.js'
export type {
  Change,
  DirectoryChange,
  FileSystemListEdit,
  IdentityChange,
  ProfileFileSystemsChange,
  UserProfileChange,
} from './model/change.js'
export type { EnsureFileSystemChange, RemoveFileSystemChange } from './model/changes/infrastructure-change.js'
export type {
  ArchiveChange,
  BackupRestoreChange,
  LeavingChange,
  PurgeChange,
  RestoreChange,
} from './model/changes/leaving-change.js'
export type { CustomFileSystem, CustomFileSystemConfig } from './model/custom-file-system.js'
export type {
  AccessPoint,
  AccessPointId,
  EfsFileSystem,
  LifeCycleState,
  MountTarget,
  MountTargetId,
  MountTargetWithGroups,
} from './model/efs.js'
export type { FileSystemPolicy } from './model/file-system-policy.js'
export {
  type DomainId,
  type ExecutionRoleArn,
  type FileSystemId,
  type FunctionName,
  type KmsKeyId,
  parseDomainId,
  parseExecutionRole,
  parseFileSystemId,
  parseFunctionName,
  parseUserProfileName,
  type SpaceRef,
  spaceKey,
  type UserProfileName,
  type UserProfileRef,
  userProfileKey,
} from './model/ids.js'
export type { LifecyclePolicies } from './model/lifecycle-policies.js'
export { parseVpcId, type SecurityGroupId, type SubnetId, type VpcId } from './model/network.js'
export type { RecoveryPoint, RestoreJob } from './model/recovery-point.js'
export type { Domain, UserProfile } from './model/studio-resource.js'
export type { FileSystemFinding } from './network/plan/file-system-finding.js'
export type { MissingSecurityGroup } from './network/plan/security-group-choice.js'
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
export { type SkipReason, skipReasonOf } from './profiles/skip-reason.js'
export {
  type AdoptDirectoriesError,
  type AdoptDirectoriesInput,
  type AdoptDirectoriesOutput,
  type AdoptingProgress,
  type AdoptionOutcome,
  type AdoptionSummary,
  adoptDirectories,
} from './runs/adopt-directories.js'
export type { FoundDirectory } from './runs/adoption-plan.js'
export {
  type BackfillProfilesError,
  type BackfillProfilesInput,
  type BackfillProfilesOutput,
  type BackfillSummary,
  backfillProfiles,
} from './runs/backfill-profiles.js'
export {
  type DetachingProgress,
  type DetachOutcome,
  type DetachProfilesError,
  type DetachProfilesInput,
  type DetachProfilesOutput,
  type DetachSummary,
  detachProfiles,
} from './runs/detach-profiles.js'
export type { Run, RunEnd } from './runs/engine/run-iterable.js'
export type { ProgressBy } from './runs/engine/run-progress.js'
export type { Stopped, StopReason } from './runs/engine/run-stop.js'
export type { UnlistedDomain } from './runs/item-listing.js'
export {
  type OnboardProfilesError,
  type OnboardProfilesInput,
  type OnboardProfilesOutput,
  onboardProfiles,
} from './runs/onboard-profiles.js'
export type { ProfileHistory } from './runs/profile-history.js'
export type {
  InterruptedProfile,
  OnboardingProgress,
  OnboardingSummary,
  OutcomeCounts,
  ProfileError,
  ProfileOutcome,
  ProfilesRun,
  RunProgress,
  RunSummary,
} from './runs/profile-run/profile-outcome.js'
export type { EventCounts } from './runs/read-events.js'
export {
  type ReplayCloudTrailError,
  type ReplayCloudTrailInput,
  type ReplayCloudTrailOutput,
  type ReplayOutcome,
  type ReplayProgress,
  type ReplayResult,
  type ReplaySummary,
  replayCloudTrail,
} from './runs/replay-cloudtrail.js'
export {
  type DescribeSharingError,
  type DescribeSharingInput,
  type DescribeSharingOutput,
  describeSharing,
  type SharingDomainReport,
} from './sharing/describe-sharing.js'
export type { MountObstacle } from './sharing/plan/mountability.js'
export type { DomainOwner } from './sharing/plan/sharing-directory-owner.js'
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
export type { DomainResult, SkippedReason } from './sharing/vpc-domains.js'
export type { RunningApps } from './spaces/apply-space-change.js'
export {
  type AttachingProgress,
  type AttachSpaceOutcome,
  type AttachToSpacesError,
  type AttachToSpacesInput,
  type AttachToSpacesOutput,
  type AttachToSpacesSummary,
  attachToSpaces,
} from './spaces/attach-to-spaces.js'
export {
  type DetachFromSpacesError,
  type DetachFromSpacesInput,
  type DetachFromSpacesOutput,
  type DetachFromSpacesSummary,
  type DetachingSpacesProgress,
  type DetachSpaceOutcome,
  detachFromSpaces,
} from './spaces/detach-from-spaces.js'
export type { SpaceScope } from './spaces/listed-spaces.js'
export type { InterruptedSpace, SpaceError, SpaceOutcomeOf } from './spaces/space-outcome.js'
export type { SpaceObstacle } from './spaces/space-plan.js'
export {
  type DescribeStudioError,
  type DescribeStudioInput,
  type DescribeStudioOutput,
  describeStudio,
  type StatusProgress,
} from './status/describe-studio.js'
export type {
  ArchiveStatus,
  DirectoryStatus,
  DomainStatus,
  FileSystemStatus,
  OfferedFileSystem,
  ProfileStatus,
  SpaceStatus,
  StatusFinding,
  StudioStatus,
} from './status/studio-status.js'
export { createDomainCache, type DomainCache, type FileSystemChecks } from './studio/domain-cache.js'
export type { HiddenProfile } from './studio/hidden-profiles.js'
export type { SettingsListing, SharingListing, SpaceListing } from './studio/listings.js'
export type { DefaultScope } from './studio/plan/domain-lists.js'
export type { StillListedBy } from './studio/spaces-still-listing.js'
export { StudioEfsError, type StudioEfsErrorDetails } from './studio-efs-error.js'
export { type Clock, systemClock } from './time/clock.js'
export type { MeasuringProgress } from './usage/measure-due.js'
export {
  type MeasureUsageError,
  type MeasureUsageInput,
  type MeasureUsageOutput,
  measureUsage,
  type UsageProgress,
} from './usage/measure-usage.js'
export type { UsageFinding, UsageOutcome } from './usage/usage-outcome.js'
export type { UsageComparison, UsageEstimate } from './usage/usage-plan.js'
export type { WaitProgress } from './wait-progress.js'

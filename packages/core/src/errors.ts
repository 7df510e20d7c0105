export {
  AccessDeniedError,
  AlreadyExistsError,
  type AwsError,
  ClientNotInstalledError,
  ConnectionError,
  CredentialsError,
  MalformedReplyError,
  RegionError,
  RequestRefusedError,
  ResourceInUseError,
  ResourceLimitExceededError,
  ResourceNotFoundError,
  ServiceFailureError,
  ThrottledError,
  UnreadableReplyError,
} from './aws/call/aws-error.js'
export { MountTargetFailedError, UnusableLifeCycleError } from './aws/efs/efs-state.js'
export { UnusableStatusError } from './aws/sagemaker/readiness.js'
export { MalformedEventError } from './cloudtrail/decode-event.js'
export { LogLocationError, UnreadableLogFileError } from './cloudtrail/log-files/log-tree.js'
export { FileSystemUnclearError } from './diagnosis/file-system-unclear.js'
export {
  ArchiveBusyError,
  ArchiveFullError,
  ClaimBusyError,
  type ClaimError,
  ClaimOverlapError,
  DirectoryClaimedError,
  UnreadableClaimError,
  UnsafeClaimStoreError,
} from './drivers/claim-error.js'
export {
  AttributesNotKeptError,
  type DirectoryError,
  DirectoryIoError,
  DirectoryTakenError,
  MountPathMissingError,
  NestedMountError,
  NotADirectoryError,
  NotMountedError,
  type Obstacle,
  UnsupportedPlatformError,
} from './drivers/directory-error.js'
export { IdentityRangeFullError } from './drivers/identities/identity-error.js'
export {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  OutsideRootError,
} from './drivers/lambda/directory-function-error.js'
export { AccessPointTokenTakenError } from './file-systems/plan/access-point-choice.js'
export { CreationTokenTakenError, SeveralFileSystemsError } from './file-systems/plan/file-system-choice.js'
export {
  FileSystemStillListedError,
  ManagedFileSystemError,
  ReplicatedFileSystemError,
} from './file-systems/plan/removal-plan.js'
export { UserProfileDiffersError } from './identities/identity-error.js'
export {
  RecoveryFolderError,
  RecoveryPointNotFoundError,
  RestoreJobFailedError,
  UncertainOwnerError,
} from './leaving/backup/recovery-error.js'
export {
  ArchiveNotFoundError,
  ClockSkewError,
  RestoreTargetError,
  TooManyLeaversError,
  UnknownPlaceError,
} from './leaving/leaving-error.js'
export { FileSystemInOtherVpcError } from './model/file-system-vpc.js'
export { DomainWithoutVpcError, SubnetsGoneError, SubnetsInOtherVpcError } from './network/plan/domain-subnets.js'
export { TooManySecurityGroupsError } from './network/plan/mount-target-groups.js'
export {
  NoFreeAddressesError,
  OneZoneElsewhereError,
} from './network/plan/mount-target-plan.js'
export {
  ForeignSecurityGroupError,
  NfsSecurityGroupMissingError,
  SecurityGroupNotInVpcError,
} from './network/plan/security-group-choice.js'
export { RunStoppedError } from './runs/engine/run-stop.js'
export { DirectoryOwnersDifferError } from './sharing/plan/sharing-directory-owner.js'
export { AppFailedError } from './spaces/app-failed-error.js'
export { ExecutionRoleMissingError } from './studio/plan/domain-lists.js'
export { FileSystemNotFoundError, WrongFileSystemMountedError } from './studio/plan/file-system-check.js'
export { AmbiguousFileSystemError, TooManyFileSystemsError } from './studio/plan/list-edit.js'
export { PathOverlapError } from './studio/private-path-plan.js'
export { UpdateFailedError } from './studio/read-modify-write.js'
export {
  AbortedError,
  DeadlineExceededError,
  InvalidInputError,
  StudioEfsError,
  type StudioEfsErrorDetails,
} from './studio-efs-error.js'

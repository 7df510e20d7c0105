export { assertErr, assertOk } from './assert-result.js'
export { createRandom, type Random } from './clock/random.js'
export { createTestClock, type TestClock, type TestClockOptions } from './clock/test-clock.js'
export type {
  DirectoryDriverCapabilities,
  DirectoryDriverFixture,
  DirectoryDriverSubject,
  EntryKind,
} from './directories/driver-fixture.js'
export { directoryDriverSuite, type TestFunction } from './directories/driver-suite.js'
export type { MemoryRestoration } from './directories/memory-backup.js'
export {
  type MemoryDirectoryDriver,
  type MemoryDirectoryDriverOptions,
  memoryDirectoryDriver,
} from './directories/memory-directory-driver.js'
export type { DirectoryAttributes, MemoryEntry } from './directories/memory-tree.js'
export { type PosixDriverFixtureOptions, posixDriverFixture } from './directories/posix-driver-fixture.js'
export { type ApiCallEvent, type ApiCallOrigin, eventBridgeEvent } from './events/api-call-event.js'
export { type AppEventInput, createAppEvent, deleteAppEvent } from './events/app-events.js'
export {
  type CloudTrailLogFile,
  type CloudTrailLogOptions,
  cloudTrailLogFiles,
} from './events/cloud-trail-log-files.js'
export { type CloudTrailRecord, type CloudTrailRecordInput, cloudTrailRecord } from './events/cloud-trail-record.js'
export {
  type CreateDomainEventInput,
  createDomainEvent,
  type DeleteDomainEventInput,
  deleteDomainEvent,
  type UpdateDomainEventInput,
  updateDomainEvent,
} from './events/domain-events.js'
export {
  type CreateSpaceEventInput,
  createRepostSpaceEvent,
  createSpaceEvent,
  deleteSpaceEvent,
  type SpaceEventInput,
  type UpdateSpaceEventInput,
  updateSpaceEvent,
} from './events/space-events.js'
export {
  type CreateUserProfileEventInput,
  createUserProfileEvent,
  deleteUserProfileEvent,
  failedCreateUserProfileEvent,
  type UserProfileEventInput,
  updateUserProfileEvent,
} from './events/user-profile-events.js'
export { createFakeAws, type FakeAws } from './fake-aws/create-fake-aws.js'
export type { Delivery, DeliveryOptions } from './fake-aws/delivery/deliver-to.js'
export { type EventPattern, matchesEventPattern } from './fake-aws/delivery/event-pattern.js'
export type { Chance, RouteOptions } from './fake-aws/delivery/route.js'
export type { CallRecord } from './fake-aws/exchange/call-log.js'
export type { ChangeOutcome, Fault, Injection } from './fake-aws/exchange/fault.js'
export type { InjectedFault } from './fake-aws/exchange/faults.js'
export { documentedRates } from './fake-aws/services/apis.js'
export type { BackupSeed, RecoveryPointSeed } from './fake-aws/services/backup/seed.js'
export type { CloudFormationSeed, StackExportsSeed } from './fake-aws/services/cloudformation/seed.js'
export type { LogDestination } from './fake-aws/services/cloudtrail/write-logs.js'
export type { CloudWatchSeed, MetricSeed } from './fake-aws/services/cloudwatch/seed.js'
export type { NewSecurityGroup } from './fake-aws/services/ec2/security-groups/security-group.js'
export type { DhcpOptionsSeed, Ec2Seed, NetworkAclSeed, SubnetSeed, VpcSeed } from './fake-aws/services/ec2/seed.js'
export type { NewAccessPoint } from './fake-aws/services/efs/access-point.js'
export type { NewFileSystem } from './fake-aws/services/efs/file-system-record.js'
export type { EfsSeed, MountTargetSeed } from './fake-aws/services/efs/seed.js'
export type { IamSeed, RoleSeed } from './fake-aws/services/iam/seed.js'
export type { NewKey } from './fake-aws/services/kms/key-record.js'
export type { KmsSeed } from './fake-aws/services/kms/seed.js'
export type { FakeFunctions, FunctionOptions, RegisteredFunction } from './fake-aws/services/lambda/functions.js'
export type { LambdaContext } from './fake-aws/services/lambda/node-runtime.js'
export type { LogStreamSeed, LogsSeed } from './fake-aws/services/logs/seed.js'
export type { ObjectContents } from './fake-aws/services/s3/buckets.js'
export type { NewApp } from './fake-aws/services/sagemaker/apps/app-record.js'
export type { NewDomain } from './fake-aws/services/sagemaker/domain.js'
export type { NewLifecycleConfig } from './fake-aws/services/sagemaker/lifecycle-config.js'
export type {
  AppSeed,
  DomainInVpc,
  DomainSeed,
  DomainWithoutVpcSeed,
  LifecycleConfigSeed,
} from './fake-aws/services/sagemaker/seed.js'
export type { NewSpace } from './fake-aws/services/sagemaker/space.js'
export type { NewUserProfile } from './fake-aws/services/sagemaker/user-profile.js'
export type { Seed } from './fake-aws/services/seed.js'
export type { Delays } from './fake-aws/settings/delays.js'
export type { FakeAwsOptions, Quotas, Rate, ServiceName } from './fake-aws/settings/options.js'
export type { Transitions } from './fake-aws/settings/transitions.js'
export type { Undocumented } from './fake-aws/settings/undocumented.js'
export type {
  BackupState,
  RecoveryPointRecord,
  RestoredItems,
  RestoreJobRecord,
} from './fake-aws/state/backup.js'
export type { CloudWatchState, MetricRecord } from './fake-aws/state/cloudwatch.js'
export type {
  DhcpOptionsRecord,
  Ec2State,
  IpPermission,
  NetworkAclEntry,
  NetworkAclRecord,
  NetworkInterfaceRecord,
  SecurityGroupRecord,
  SubnetRecord,
  VpcRecord,
} from './fake-aws/state/ec2.js'
export type {
  AccessPointRecord,
  EfsLifeCycleState,
  EfsRecord,
  EfsState,
  FileSystemRecord,
  MountTargetRecord,
} from './fake-aws/state/efs.js'
export type { IamState, RoleRecord } from './fake-aws/state/iam.js'
export type { KeyRecord, KmsState } from './fake-aws/state/kms.js'
export type {
  FailedInvocation,
  FunctionInvocation,
  FunctionRecord,
  LambdaHandler,
  LambdaState,
} from './fake-aws/state/lambda.js'
export type { LogStreamRecord, LogsState } from './fake-aws/state/logs.js'
export type { Tag, Timestamp } from './fake-aws/state/record.js'
export type { BucketRecord, ObjectRecord, S3State } from './fake-aws/state/s3.js'
export {
  type AppRecord,
  type CustomFileSystemConfig,
  type DomainRecord,
  type LifecycleConfigRecord,
  type PosixUser,
  type ResourceStatus,
  type SageMakerState,
  type SpaceRecord,
  type StatefulRecord,
  type StudioSettings,
  spaceKey,
  type UserProfileRecord,
  userProfileKey,
} from './fake-aws/state/sagemaker.js'
export type { FakeAwsState } from './fake-aws/state/state.js'
export type { FakeClientConfig, FakeSigner } from './fake-aws/transports/client-config.js'
export type { Listening } from './fake-aws/transports/http-server.js'
export type { ListenOptions } from './fake-aws/transports/listen.js'
export type {
  FakeRequestHandler,
  SdkHandlerOptions,
  SdkRequest,
  SdkResponse,
} from './fake-aws/transports/request-handler.js'
export type { RetryConfiguration, RetryExtension } from './fake-aws/transports/retry-waits.js'
export type { Input, Output } from './fake-aws/wire/wire.js'
export type { FailedStatus } from './fake-aws/world/fake-api.js'
export type {
  DirectoryFunctionSeed,
  DirectorySections,
  DirectorySeed,
  RecoveryPointFile,
} from './server/served-directories.js'
export type { ServerClock } from './server/server-clock.js'
export { type FakeAwsServer, type FakeAwsServerOptions, startFakeAwsServer } from './server/start-server.js'
export type { Place } from './server/states.js'
export type { StudioFile, StudioSeed } from './server/studio-file.js'
export {
  type DomainFileSystems,
  domainFileSystems,
  type EfsEntry,
  efsEntry,
  profileFileSystems,
} from './studio/custom-file-systems.js'
export { type ReadyStudio, type ReadyStudioOptions, readyStudio } from './studio/ready-studio.js'
export { stage } from './studio/stage/stage.js'
export type { StagedStudio } from './studio/stage/staged-studio.js'
export { type WorkingStudio, type WorkingStudioOptions, workingStudio } from './studio/working-studio.js'
export { writesIn } from './studio/writes.js'

export { assertErr, assertOk } from './assert-result.js'
export { createRandom, type Random } from './clock/seeded-random.js'
export { createTestClock, type TestClock, type TestClockOptions } from './clock/test-clock.js'
export type {
  DirectoryDriverCapabilities,
  DirectoryDriverFixture,
  DirectoryDriverSubject,
  Standing,
} from './directories/driver-fixture.js'
export { directoryDriverSuite, type TestFunction } from './directories/driver-suite.js'
export {
  type MemoryDirectoryDriver,
  type MemoryDirectoryDriverOptions,
  memoryDirectoryDriver,
} from './directories/memory-directory-driver.js'
export type { DirectoryAttributes, MemoryEntry } from './directories/memory-tree.js'
export type { ApiCallOrigin } from './events/api-call-event.js'
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
export { type ApiCallEvent, eventBridgeEvent } from './events/event-bridge-event.js'
export { type CreateSpaceEventInput, createSpaceEvent } from './events/space-events.js'
export {
  type CreateUserProfileEventInput,
  createUserProfileEvent,
  deleteUserProfileEvent,
  failedCreateUserProfileEvent,
  type UserProfileEventInput,
  updateUserProfileEvent,
} from './events/user-profile-events.js'
export type { CallRecord } from './fake-aws/call-log.js'
export type { FakeClientConfig, FakeSigner } from './fake-aws/client-config.js'
export type { LogDestination } from './fake-aws/cloudtrail/write-logs.js'
export { createFakeAws, type FakeAws } from './fake-aws/create-fake-aws.js'
export type { Delays } from './fake-aws/delays.js'
export type { Delivery, DeliveryOptions } from './fake-aws/delivery/deliver-to.js'
export { type EventPattern, matchesEventPattern } from './fake-aws/delivery/event-pattern.js'
export type { Chance, RouteOptions } from './fake-aws/delivery/route.js'
export { documentedRates } from './fake-aws/documented-rates.js'
export type { Listening, ListenOptions } from './fake-aws/doors/listen.js'
export type {
  FakeRequestHandler,
  SdkHandlerOptions,
  SdkRequest,
  SdkResponse,
} from './fake-aws/doors/request-handler.js'
export type { NewSecurityGroup } from './fake-aws/ec2/security-group-record.js'
export type { Ec2Seed, SubnetSeed, VpcSeed } from './fake-aws/ec2/seed.js'
export type {
  Ec2State,
  IpPermission,
  NetworkInterfaceRecord,
  SecurityGroupRecord,
  SubnetRecord,
  VpcRecord,
} from './fake-aws/ec2/state.js'
export type { NewAccessPoint } from './fake-aws/efs/access-point-record.js'
export type { NewFileSystem } from './fake-aws/efs/file-system-record.js'
export type { EfsSeed, MountTargetSeed } from './fake-aws/efs/seed.js'
export type {
  AccessPointRecord,
  EfsLifeCycleState,
  EfsRecord,
  EfsState,
  FileSystemRecord,
  MountTargetRecord,
} from './fake-aws/efs/state.js'
export type { FailedStatus } from './fake-aws/fake-api.js'
export type { ChangeOutcome, Fault, InjectedFault, Injection } from './fake-aws/faults.js'
export type { FakeFunctions, FunctionOptions, RegisteredFunction } from './fake-aws/lambda/functions.js'
export type { LambdaContext } from './fake-aws/lambda/handler.js'
export type {
  FailedInvocation,
  FunctionInvocation,
  FunctionRecord,
  LambdaHandler,
  LambdaState,
} from './fake-aws/lambda/state.js'
export type { FakeAwsOptions, Quotas, Rate, ServiceName } from './fake-aws/options.js'
export type { RetryConfiguration, RetryExtension } from './fake-aws/retry-waits.js'
export type { ObjectContents } from './fake-aws/s3/put-objects.js'
export type { BucketRecord, ObjectRecord, S3State } from './fake-aws/s3/state.js'
export type { NewDomain } from './fake-aws/sagemaker/domain-record.js'
export type { NewSpace } from './fake-aws/sagemaker/space.js'
export {
  type AppRecord,
  type CustomFileSystemConfig,
  type DomainRecord,
  type PosixUser,
  type ResourceStatus,
  type SageMakerState,
  type SpaceRecord,
  type StatefulRecord,
  type StudioSettings,
  spaceKey,
  type UserProfileRecord,
  userProfileKey,
} from './fake-aws/sagemaker/state.js'
export type { NewUserProfile } from './fake-aws/sagemaker/user-profile-record.js'
export type { AppSeed, DomainInVpc, DomainSeed, DomainWithoutVpcSeed, Seed } from './fake-aws/seed.js'
export type { FakeAwsState } from './fake-aws/state.js'
export type { Tag } from './fake-aws/tag.js'
export type { Timestamp } from './fake-aws/timestamp.js'
export type { Undocumented } from './fake-aws/undocumented.js'
export type { Input, Output } from './fake-aws/wire.js'

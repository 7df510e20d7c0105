import type { CloudTrailRecord } from '../../events/cloud-trail-record.js'
import { type BackupState, createBackupState } from './backup.js'
import { type CloudFormationState, createCloudFormationState } from './cloudformation.js'
import { type CloudWatchState, createCloudWatchState } from './cloudwatch.js'
import { createEc2State, type Ec2State } from './ec2.js'
import { addDefaultVpc } from './ec2-network.js'
import { createEfsState, type EfsState } from './efs.js'
import { createIamState, type IamState } from './iam.js'
import { createKmsState, type KmsState } from './kms.js'
import { createLambdaState, type LambdaState } from './lambda.js'
import { createLogsState, type LogsState } from './logs.js'
import { createS3State, type S3State } from './s3.js'
import { createSageMakerState, type SageMakerState } from './sagemaker.js'

/**
 * Everything in the fake account, under the member names of the services. Tests read it to see what happened, and may
 * change it as a third party would.
 */
export interface FakeAwsState {
  readonly account: string
  readonly region: string
  readonly sagemaker: SageMakerState
  readonly efs: EfsState
  readonly ec2: Ec2State
  readonly lambda: LambdaState
  readonly s3: S3State
  /** Of the account: its fakes for other Regions may share it. */
  readonly iam: IamState
  readonly kms: KmsState
  readonly logs: LogsState
  readonly cloudwatch: CloudWatchState
  readonly cloudformation: CloudFormationState
  readonly backup: BackupState
  /** CloudTrail records of all calls that are not read-only, failed ones too, oldest first. */
  readonly trail: CloudTrailRecord[]
}

/** A fresh account: a default VPC with a subnet in each of three Availability Zones, and nothing else. */
export function createState(account: string, region: string, iam: IamState = createIamState()): FakeAwsState {
  const ec2 = createEc2State()
  addDefaultVpc(ec2, account, region)
  return {
    account,
    region,
    sagemaker: createSageMakerState(),
    efs: createEfsState(),
    ec2,
    lambda: createLambdaState(),
    s3: createS3State(),
    iam,
    kms: createKmsState(),
    logs: createLogsState(),
    cloudwatch: createCloudWatchState(),
    cloudformation: createCloudFormationState(),
    backup: createBackupState(),
    trail: [],
  }
}

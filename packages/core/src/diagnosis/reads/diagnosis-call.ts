import type { CloudWatchClient } from '../../aws/cloudwatch.js'
import type { EC2Client } from '../../aws/ec2/network.js'
import type { EFSClient } from '../../aws/efs/file-systems.js'
import type { IAMClient } from '../../aws/iam.js'
import type { KMSClient } from '../../aws/kms.js'
import type { CloudWatchLogsClient } from '../../aws/logs.js'
import type { SageMakerCall } from '../../aws/sagemaker/describe-and-update.js'
import type { Directories } from '../../drivers/ensure-directory.js'

/** A call that reads, with the clients that the context has. */
export interface DiagnosisCall extends SageMakerCall {
  readonly efs?: EFSClient | undefined
  readonly ec2?: EC2Client | undefined
  readonly iam?: IAMClient | undefined
  readonly kms?: KMSClient | undefined
  readonly logs?: CloudWatchLogsClient | undefined
  readonly cloudWatch?: CloudWatchClient | undefined
  readonly directories?: Directories | undefined
}

import type { Rate, ServiceName } from '../settings/options.js'
import type { FakeApi } from '../world/fake-api.js'
import { backup } from './backup/backup.js'
import { cloudFormation } from './cloudformation/cloudformation.js'
import { cloudTrail } from './cloudtrail/cloudtrail.js'
import { cloudWatch } from './cloudwatch/cloudwatch.js'
import { ec2 } from './ec2/ec2.js'
import { efs } from './efs/efs.js'
import { iam } from './iam/iam.js'
import { kms } from './kms/kms.js'
import { lambda } from './lambda/lambda.js'
import { logs } from './logs/logs.js'
import { s3 } from './s3/s3.js'
import { sagemaker } from './sagemaker/sagemaker.js'
import { sts } from './sts/sts.js'

const byName = {
  sagemaker,
  efs,
  ec2,
  cloudtrail: cloudTrail,
  lambda,
  s3,
  sts,
  iam,
  kms,
  logs,
  cloudwatch: cloudWatch,
  cloudformation: cloudFormation,
  backup,
} satisfies Record<ServiceName, FakeApi>

/** Every service of the fake. */
export const apis: readonly FakeApi[] = Object.values(byName)

/**
 * The token buckets that AWS documents, for `rates` of `createFakeAws`: 2 LookupEvents a second; for each operation of
 * EC2 100 tokens of which 20 a second come back, 50 and 5 for one that writes.
 */
export const documentedRates: readonly Rate[] = apis.flatMap(({ model, rates = [] }) =>
  rates.map((rate) => ({ service: model.service as ServiceName, ...rate })),
)

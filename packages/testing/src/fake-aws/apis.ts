import { cloudTrail } from './cloudtrail/cloudtrail.js'
import { ec2 } from './ec2/ec2.js'
import { efs } from './efs/efs.js'
import type { FakeApi } from './fake-api.js'
import { lambda } from './lambda/lambda.js'
import type { ServiceName } from './options.js'
import { s3 } from './s3/s3.js'
import { sagemaker } from './sagemaker/sagemaker.js'

const byName = { sagemaker, efs, ec2, cloudtrail: cloudTrail, lambda, s3 } satisfies Record<ServiceName, FakeApi>

/** Every service that the fake implements. */
export const apis: readonly FakeApi[] = Object.values(byName)

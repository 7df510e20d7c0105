import type { KnownDifference } from './known-difference.js'
import { knownEc2 } from './known-ec2.js'
import { knownEfs } from './known-efs.js'
import { knownS3 } from './known-s3.js'
import { knownSageMaker } from './known-sagemaker.js'

/** The release of moto that the lists describe. */
export const MOTO_VERSION = '5.2.1'

export const knownDifferences: Readonly<Record<string, readonly KnownDifference[]>> = {
  EFS: knownEfs,
  EC2: knownEc2,
  SageMaker: knownSageMaker,
  S3: knownS3,
}

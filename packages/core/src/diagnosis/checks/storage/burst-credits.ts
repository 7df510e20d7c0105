import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, yellow } from '../../verdict.js'

/** Ten seconds at 100 MiB/s: less is used up as soon as it is earned. */
const FEW_CREDITS_BYTES = 1_073_741_824

/** @see https://docs.aws.amazon.com/efs/latest/ug/performance.html */
export const burstCredits = defineCheck({
  id: 'burst-credits',
  question: 'Does the file system have burst credits left, or need none?',
  symptoms: ['slow'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([reads.metrics(), reads.fileSystemId()] as const),
  judge: ([{ burstCreditBytes: credits }, fileSystemId]) =>
    credits === undefined || credits >= FEW_CREDITS_BYTES
      ? GREEN
      : yellow(`${fileSystemId} had ${credits} bytes of burst credits at one time of the last hour: it was throttled.`),
  remedy: {
    text: 'Change the throughput mode to elastic.',
    awsAction: 'elasticfilesystem:UpdateFileSystem',
  },
})

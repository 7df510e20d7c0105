import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, yellow } from '../../verdict.js'

const HIGH_PERCENT = 80

export const ioLimit = defineCheck({
  id: 'io-limit',
  question: 'Is the file system below its limit of operations?',
  symptoms: ['slow'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([reads.metrics(), reads.fileSystemId()] as const),
  judge: ([{ percentIoLimit: percent }, fileSystemId]) =>
    percent === undefined || percent < HIGH_PERCENT
      ? GREEN
      : yellow(`${fileSystemId} was at ${Math.round(percent)} % of its limit of operations in the last hour.`),
  remedy: {
    text: 'Use fewer small files at once, or the throughput mode elastic.',
    awsAction: 'elasticfilesystem:UpdateFileSystem',
  },
})

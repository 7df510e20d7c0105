import { ResultAsync } from 'neverthrow'
import { replicaOf } from '../../../network/plan/policy-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

/** @see https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html */
export const writable = defineCheck({
  id: 'writable',
  question: 'Can the file system be written to: is it no destination of a replication?',
  symptoms: ['permission-denied'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.replications(), reads.fileSystemId()] as const),
  judge: ([replications, fileSystemId]) => {
    const source = replicaOf(replications, fileSystemId)
    if (source === undefined) return GREEN
    return red(`${fileSystemId} is the destination of a replication of ${source}, and so read-only.`)
  },
  remedy: {
    text: 'Use the source, or delete the replication: then the destination becomes writable.',
    awsAction: 'elasticfilesystem:DeleteReplicationConfiguration',
  },
})

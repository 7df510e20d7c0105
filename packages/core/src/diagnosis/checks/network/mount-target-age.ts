import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, skipped, yellow } from '../../verdict.js'

/** @see https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html */
const DNS_WITHIN_MS = 90_000

/** EFS does not say when a mount target was made; none is older than its file system. */
export const mountTargetAge = defineCheck({
  id: 'mount-target-age',
  question: 'Is the file system old enough for the names of its mount targets to be known everywhere?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.existingFileSystem(), reads.now()] as const),
  judge: ([{ fileSystemId, createdAt }, now]) => {
    if (createdAt === undefined) return skipped('EFS does not say when it was made.')
    const age = now - Date.parse(createdAt)
    if (age >= DNS_WITHIN_MS) return GREEN
    return yellow(`${fileSystemId} was made less than 90 seconds ago: its name may not resolve everywhere yet.`)
  },
  remedy: { text: 'Wait a minute and a half, and run the space again.' },
})

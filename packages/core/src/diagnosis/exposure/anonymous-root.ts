import { ResultAsync } from 'neverthrow'
import { clientAccess } from '../../network/plan/client-access.js'
import { defineCheck } from '../check.js'
import { GREEN, unknown, yellow } from '../verdict.js'

/** @see https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html */
export const anonymousRoot = defineCheck({
  id: 'anonymous-root',
  question: 'Does a file-system policy keep clients from being root without an access point?',
  symptoms: [],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.policy(), reads.fileSystemId()] as const),
  judge: ([policy, fileSystemId]) => {
    const effect = `Every client that reaches a mount target of ${fileSystemId} can be root on it`
    if (policy === undefined) return yellow(`${effect}: it has no file-system policy.`)
    const access = clientAccess(policy, 'ClientRootAccess')
    if (access === 'denied') return GREEN
    if (access === 'allowed') return yellow(`${effect}: its policy allows everybody ClientRootAccess.`)
    if (access === 'unreadable') return unknown(`The policy of ${fileSystemId} cannot be read as a policy.`)
    return yellow(`${effect}, where its policy's conditions for ClientRootAccess hold.`)
  },
  remedy: {
    text: 'Put the closing policy of this report. First look who else mounts the file system: clients that are root now lose that, other than IAM identities that are allowed ClientRootAccess.',
    awsAction: 'elasticfilesystem:PutFileSystemPolicy',
  },
})

import { ResultAsync } from 'neverthrow'
import { refusedAction } from '../../../network/plan/policy-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, red, unknown, yellow } from '../../verdict.js'

/** AWS does not document that Studio mounts with IAM or TLS, so a policy that asks for either may keep it out. */
export const policyLetsIn = defineCheck({
  id: 'policy-lets-in',
  question: 'Does the file-system policy admit clients without IAM and TLS?',
  symptoms: ['does-not-start', 'permission-denied'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.policy(), reads.fileSystemId()] as const),
  judge: ([policy, fileSystemId]) => {
    if (policy === undefined) return GREEN
    const refused = refusedAction(policy)
    if (refused === undefined) return GREEN
    const { action, access } = refused
    if (access === 'unreadable') return unknown(`The policy of ${fileSystemId} cannot be read as a policy.`)
    if (access === 'denied')
      return red(`The policy of ${fileSystemId} denies ${action} to clients without IAM: access denied by server.`)
    return yellow(`The policy of ${fileSystemId} may deny ${action} to clients without IAM or TLS.`)
  },
  remedy: {
    text: "Allow ClientMount and ClientWrite to everybody through a mount target, as ensureFileSystemForDomain's fileSystemPolicy 'deny-anonymous-root' does.",
    awsAction: 'elasticfilesystem:PutFileSystemPolicy',
  },
})

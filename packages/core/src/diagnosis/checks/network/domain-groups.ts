import { letsIn } from '../../../network/plan/admission.js'
import { hasNfsGroup } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'
import { lookAtPlace } from './place.js'

/** SageMaker makes the groups with the home file system, and a domain may have none. */
export const domainGroups = defineCheck({
  id: 'domain-groups',
  question: 'Is there a security group by which mount targets can admit the domain?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: lookAtPlace,
  judge: ({ domain: { domainId }, nfsGroups, clients, targets, groups }) => {
    if (hasNfsGroup(nfsGroups)) return GREEN
    if (targets.length > 0 && targets.every((target) => letsIn(target, clients, groups) === 'yes')) return GREEN
    return red(
      `Domain ${domainId} has no NFS security groups, as a domain without a home file system, and no other group admits it.`,
    )
  },
  remedy: {
    text: "Run ensureFileSystemForDomain with missingSecurityGroup: 'create', or with a securityGroupId that admits the spaces.",
    operation: 'ensureFileSystemForDomain',
  },
})

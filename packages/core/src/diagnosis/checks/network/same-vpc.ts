import { ResultAsync } from 'neverthrow'
import { targetsElsewhere } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, red, skipped } from '../../verdict.js'

export const sameVpc = defineCheck({
  id: 'same-vpc',
  question: "Are the mount targets in the domain's VPC?",
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.vpcId(), reads.mountTargets()] as const),
  judge: ([vpcId, targets]) => {
    if (targets.length === 0) return skipped('The file system has no mount target.')
    const [elsewhere] = targetsElsewhere(targets, vpcId)
    if (elsewhere === undefined) return GREEN
    return red(`${elsewhere.fileSystemId} has its mount targets in ${elsewhere.vpcId}; the domain is in ${vpcId}.`)
  },
  remedy: {
    text: 'A file system serves one VPC: remove it from the lists of this domain (clearDomainDefault, detachFromProfile) and make one here with ensureFileSystemForDomain.',
    operation: 'ensureFileSystemForDomain',
  },
})

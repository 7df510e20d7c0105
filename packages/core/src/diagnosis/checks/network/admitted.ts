import { letsIn } from '../../../network/plan/admission.js'
import { hasNfsGroup, targetsInZones } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped, unknown } from '../../verdict.js'
import { lookAtPlace } from './place.js'

/** The most frequent cause. */
export const admitted = defineCheck({
  id: 'admitted',
  question: 'Do the security groups of the mount targets admit the spaces on TCP 2049?',
  symptoms: ['does-not-start', 'slow'],
  cost: 'cheap',
  look: lookAtPlace,
  judge: ({ domain: { domainId }, nfsGroups, clients, targets, subnets, groups, isElsewhere }) => {
    if (isElsewhere) return skipped('The mount targets are in another VPC.')
    const used = targetsInZones(targets, subnets)
    if (used.length === 0) return skipped('There is no mount target in the zones of the domain.')
    const seen = used.map((target) => ({ target, passage: letsIn(target, clients, groups) }))
    const refusing = seen.filter(({ passage }) => passage === 'no').map(({ target }) => target.mountTargetId)
    if (refusing.length > 0 && !hasNfsGroup(nfsGroups)) return skipped('The domain has no NFS security groups.')
    if (refusing.length > 0) return red(`No security group of ${named(refusing)} admits the spaces of ${domainId}.`)
    const open = seen.filter(({ passage }) => passage === 'unknown').map(({ target }) => target.mountTargetId)
    return open.length === 0 ? GREEN : unknown(`A group or prefix list of ${named(open)} could not be read.`)
  },
  remedy: {
    text: "Run ensureFileSystemForDomain: it adds the domain's group to the mount targets, and removes none.",
    operation: 'ensureFileSystemForDomain',
  },
})

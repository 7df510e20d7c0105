import { uncoveredZones } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped } from '../../verdict.js'
import { lookAtZones } from './zones.js'

export const zonesCovered = defineCheck({
  id: 'zones-covered',
  question: "Has every zone of the domain's subnets a mount target?",
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: lookAtZones,
  judge: ({ fileSystem: { fileSystemId, oneZone }, subnets, targets, isElsewhere }) => {
    if (isElsewhere) return skipped('The mount targets are in another VPC.')
    const zones = uncoveredZones(targets, subnets)
    if (zones.length === 0) return GREEN
    const reason = oneZone === undefined ? '' : `: it keeps its data in ${oneZone.zoneId} alone`
    return red(`${fileSystemId} has no mount target in ${named(zones)}${reason}. Spaces there cannot mount it.`)
  },
  remedy: {
    text: 'Run ensureFileSystemForDomain: it adds the mount targets. A One Zone file system can have no other: use a Regional one, or take the other subnets out of the domain.',
    operation: 'ensureFileSystemForDomain',
  },
})

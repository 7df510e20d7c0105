import { stageOf } from '../../../aws/efs/efs-state.js'
import { isUnavailable } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped, yellow } from '../../verdict.js'

export const mountTargetsAvailable = defineCheck({
  id: 'mount-targets-available',
  question: 'Are the mount targets available?',
  symptoms: ['does-not-start', 'slow'],
  cost: 'cheap',
  look: (reads) => reads.mountTargets(),
  judge: (targets) => {
    if (targets.length === 0) return skipped('The file system has no mount target.')
    const waiting = targets.filter(isUnavailable)
    if (waiting.length === 0) return GREEN
    const states = waiting.map(
      ({ mountTargetId, zoneId, lifeCycleState }) => `${mountTargetId} in ${zoneId} is "${lifeCycleState}"`,
    )
    const finding = `Mount target ${named(states)}.`
    return waiting.every(({ lifeCycleState }) => stageOf(lifeCycleState) === 'settling')
      ? yellow(finding)
      : red(finding)
  },
  remedy: {
    text: 'Wait while it is being created; delete one in error (DeleteMountTarget), and run ensureFileSystemForDomain.',
    operation: 'ensureFileSystemForDomain',
  },
})

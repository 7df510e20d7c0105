import { stageOf } from '../../../aws/efs/efs-state.js'
import { isUnavailable } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, red, yellow } from '../../verdict.js'

export const fileSystemAvailable = defineCheck({
  id: 'file-system-available',
  question: 'Is the file system available?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => reads.existingFileSystem(),
  judge: (fileSystem) => {
    const { fileSystemId, lifeCycleState } = fileSystem
    // A file system can be mounted while its settings are updated.
    if (!isUnavailable(fileSystem) || lifeCycleState === 'updating') return GREEN
    const finding = `${fileSystemId} is in the state "${lifeCycleState}".`
    return stageOf(lifeCycleState) === 'settling' ? yellow(finding) : red(finding)
  },
  remedy: { text: 'Wait while it is being created. One that is deleted or in error serves nobody: use another one.' },
})

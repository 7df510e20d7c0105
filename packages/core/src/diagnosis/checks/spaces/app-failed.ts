import { defineCheck } from '../../check.js'
import { GREEN, named, numbered, skipped, yellow } from '../../verdict.js'

/** Reasons that have nothing to do with a file system, by the words of SageMaker's `FailureReason`. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/VolumeModificationRateExceeded/i, 'the disk of the space was resized within the last six hours'],
  [/ResourceLimitExceeded|quota/i, 'a quota for running apps or instances is used up'],
  [/InsufficientCapacity|capacity/i, 'AWS has no instance of this type free'],
  [/LifecycleConfig/i, 'a lifecycle configuration failed'],
  [/image/i, 'the image could not be started'],
]

/** A failed app is an effect, so this comes last. Most often SageMaker gives no more than `InternalFailure`. */
export const appFailed = defineCheck({
  id: 'app-failed',
  question: 'Did the app start?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => reads.apps(),
  judge: (seen) => {
    const apps = seen.flatMap(({ app }) => app ?? [])
    if (apps.length === 0) return skipped('There is no app to look at.')
    const failed = apps.filter(({ status }) => status === 'Failed')
    if (failed.length === 0) return GREEN
    const reasons = failed.map(({ spaceName, failureReason = 'no reason given' }) => {
      const other = OTHERS.find(([words]) => words.test(failureReason))?.[1]
      return `${spaceName} (${failureReason}${other === undefined ? '' : `; not the file system: ${other}`})`
    })
    return yellow(`The ${numbered(failed, ['app of space', 'apps of spaces'])} ${named(reasons)} failed.`)
  },
  remedy: {
    text: 'Mend what the other lines name and run the space again. If they name nothing, start it once without the file system, to see whether that is the reason.',
  },
})

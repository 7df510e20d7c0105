import { isRunningApp } from '../../../model/space.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, numbered, skipped, yellow } from '../../verdict.js'

/** An app mounts what its space listed when it started. AWS does not document this; it follows from the times that it keeps. */
export const appNewer = defineCheck({
  id: 'app-newer',
  question: 'Did the app start after the last change of its space?',
  symptoms: ['not-mounted'],
  cost: 'cheap',
  look: (reads) => reads.apps(),
  judge: (seen) => {
    const running = seen.flatMap(({ space, app }) => (app !== undefined && isRunningApp(app) ? [{ space, app }] : []))
    if (running.length === 0) return skipped('No app runs.')
    const older = running.filter(
      ({ space: { lastModifiedAt: changed }, app: { createdAt: started } }) =>
        changed !== undefined && started !== undefined && started < changed,
    )
    if (older.length === 0) return GREEN
    return yellow(
      `The ${numbered(older, ['app of space', 'apps of spaces'])} ${named(older.map(({ space }) => space.spaceName))} started before the last change of ${numbered(older, ['that space, and runs with what it', 'those spaces, and run with what they'])} listed then.`,
    )
  },
  remedy: {
    text: "Stop the app and run the space again: attachToSpaces with running: 'restart', or Studio's Stop and Run.",
    operation: 'attachToSpaces',
  },
})

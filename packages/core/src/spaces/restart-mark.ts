import type { ResourceTag } from '../aws/sagemaker/tags.js'
import type { AppRef, SpaceApp } from '../model/space.js'

/** App that a run stopped to start it again, as a tag of its space says: it outlives the run. */
export interface RestartMark {
  readonly app: Pick<AppRef, 'appType' | 'appName'>
  /** When the app was marked, in milliseconds since the epoch. */
  readonly at: number
  /** Key of the tag. */
  readonly key: string
}

/** SageMaker forgets an app, with its instance and image, 24 hours after it was stopped. */
const VALID_FOR_MS = 86_400_000
/** A clock of another computer may be ahead. */
const MAX_CLOCK_SKEW_MS = 300_000

const PREFIX = 'studio-efs:restart/'
const KEY = /^studio-efs:restart\/([A-Za-z]{1,30})\/([A-Za-z0-9][-A-Za-z0-9]{0,62})$/

/** The tag that marks an app. */
export function restartTag({ appType, appName }: RestartMark['app'], at: number): ResourceTag {
  return { key: `${PREFIX}${appType}/${appName}`, value: new Date(at).toISOString() }
}

/** Marks among the tags of a space. Others may write tags too, so what is none of ours is left out. */
export function restartMarks(tags: readonly ResourceTag[]): readonly RestartMark[] {
  return tags.flatMap(({ key, value }) => {
    const [, appType, appName] = KEY.exec(key) ?? []
    const at = Date.parse(value)
    return appType === undefined || appName === undefined || Number.isNaN(at)
      ? []
      : [{ app: { appType, appName }, at, key }]
  })
}

/** The apps that are still to be started. One that was started since it was marked is not: its user may have stopped it. */
export function appsToStart(
  marks: readonly RestartMark[],
  { apps, now }: { readonly apps: readonly SpaceApp[]; readonly now: number },
): readonly RestartMark[] {
  return marks.filter(({ app, at }) => {
    if (now - at >= VALID_FOR_MS || at - now > MAX_CLOCK_SKEW_MS) return false
    const listed = apps.filter(({ appType, appName }) => appType === app.appType && appName === app.appName)
    return listed.every(({ status, createdAt = 0 }) => !isUp(status) && createdAt <= at)
  })
}

function isUp(status: string): boolean {
  return status !== 'Deleted' && status !== 'Failed' && status !== 'Deleting'
}

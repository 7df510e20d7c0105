import type { AttachSpaceOutcome } from '@studio-efs/core'
import { spaceEditsText } from '../view/change-text.js'
import type { ItemView } from './item-view.js'
import { changesText, type Outcome, reasonText } from './outcome.js'

type SpaceRef = AttachSpaceOutcome['space']

/** Outcome of one space. */
export interface SpaceOutcome extends Outcome {
  readonly space: SpaceRef
  readonly apps?: readonly { readonly appName: string; readonly appType: string }[]
}

type OtherWord = Exclude<AttachSpaceOutcome['outcome'], 'attached' | 'unchanged' | 'skipped' | 'failed'>
const WORDS = [
  'waits-for-stop',
  'not-offered',
  'limit',
  'unsupported-app',
  'unified-studio',
] as const satisfies readonly OtherWord[]

/** A plan shows what would change; both a plan and a result show every space that waits, or cannot be changed. */
export const spaceView: ItemView<SpaceOutcome> = {
  items: 'spaces',
  words: WORDS,
  csvColumns: ['domain', 'space', 'outcome', 'reason', 'changes'],
  csvCells: (item, names) => {
    const { domainId, spaceName } = item.space
    return [domainId, spaceName, item.outcome, reasonOf(item, names), changesText(item)]
  },
  tables: [
    {
      columns: ['space', 'file systems', 'apps'],
      of: 'to be changed',
      row: (item, { done, dryRun }) => (item.outcome === done && dryRun ? planCells(item) : undefined),
    },
    {
      columns: ['space', 'outcome', 'reason'],
      of: 'that were not changed',
      row: (item, { done, dryRun, names, areNamed }) =>
        item.outcome === done || item.outcome === 'unchanged' || (item.outcome === 'skipped' && !dryRun && !areNamed)
          ? undefined
          : [spaceName(item.space), item.outcome, reasonOf(item, names)],
    },
  ],
}

function spaceName({ domainId, spaceName: name }: SpaceRef): string {
  return `${domainId}/${name}`
}

function reasonOf(item: SpaceOutcome, names: Parameters<typeof reasonText>[1]): string {
  if (item.outcome !== 'waits-for-stop') return reasonText(item, names)
  return (item.apps ?? []).map(({ appName, appType }) => `app ${appName} (${appType}) runs`).join(', ')
}

function planCells({ space, changes = [] }: SpaceOutcome): readonly [string, string, string] {
  const lists = changes.flatMap((change) => (change.kind === 'space-file-systems' ? spaceEditsText(change) : []))
  const apps = changes.flatMap((change) => (change.kind === 'app' ? `${change.action} ${change.appName}` : []))
  return [spaceName(space), lists.join(', '), apps.join(', ')]
}

/** Sentences about the spaces that a later run may change. */
export function waitingNotes(summary: object): readonly string[] {
  const { 'waits-for-stop': waiting = 0, 'not-offered': missing = 0 } = Object(summary)
  return [
    ...(waiting > 0
      ? [`Spaces whose app runs: ${waiting}. Run it again once they are stopped, or with --running stop or restart.`]
      : []),
    ...(missing > 0
      ? [
          `Spaces that are not offered the file system: ${missing}. backfill and onboard offer it to profiles, default set to domains.`,
        ]
      : []),
  ]
}

import type { UserProfileRef } from '@studio-efs/core'
import { directoryText, editsText } from '../view/change-text.js'
import type { ItemView } from './item-view.js'
import { changesText, type Outcome, reasonText } from './outcome.js'

/** Outcome of one user profile. */
export interface ProfileOutcome extends Outcome {
  readonly profile: UserProfileRef
}

export function profileName({ domainId, userProfileName }: UserProfileRef): string {
  return `${domainId}/${userProfileName}`
}

/** A plan shows what would change, and what is skipped; both a plan and a result show what failed. */
export const profileView: ItemView<ProfileOutcome> = {
  items: 'profiles',
  words: [],
  csvColumns: ['domain', 'user profile', 'outcome', 'reason', 'changes'],
  csvCells: (item, names) => {
    const { domainId, userProfileName } = item.profile
    return [domainId, userProfileName, item.outcome, reasonText(item, names), changesText(item)]
  },
  tables: [
    {
      columns: ['profile', 'directory', 'file systems'],
      of: 'to be changed',
      row: (item, { done, dryRun }) => (item.outcome === done && dryRun ? planCells(item) : undefined),
    },
    {
      columns: ['profile', 'outcome', 'reason'],
      of: 'that were skipped or failed',
      row: (item, { dryRun, names }) =>
        item.outcome === 'failed' || (item.outcome === 'skipped' && dryRun)
          ? [profileName(item.profile), item.outcome, reasonText(item, names)]
          : undefined,
    },
  ],
}

/** Cells of a changed profile: its name, its directory, and its list. */
function planCells({ profile, changes = [] }: ProfileOutcome): readonly [string, string, string] {
  const texts = { directory: '', list: '' }
  for (const change of changes)
    if (change.kind === 'directory') texts.directory = `${change.action} ${change.path}, ${directoryText(change)}`
    else if (change.kind === 'user-profile-file-systems') texts.list = editsText(change.edits)
  return [profileName(profile), texts.directory, texts.list]
}

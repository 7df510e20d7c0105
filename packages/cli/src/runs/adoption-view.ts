import type { AdoptionOutcome, AdoptionSummary, FoundDirectory } from '@studio-efs/core'
import type { CommandNames } from '../view/error-text.js'
import type { ItemView } from './item-view.js'
import { changesText, reasonText } from './outcome.js'
import { type ProfileOutcome, profileName } from './profile-view.js'

/** Outcome of one user profile, with what stood at its path as far as that was read. */
export interface AdoptedOutcome extends ProfileOutcome {
  readonly found?: FoundDirectory
  readonly error?: Extract<AdoptionOutcome, { readonly outcome: 'failed' }>['error']
}

/** A plan shows every case; a result shows what failed. */
export const adoptionView: ItemView<AdoptedOutcome> = {
  items: 'profiles',
  words: [],
  csvColumns: ['domain', 'user profile', 'found', 'outcome', 'reason', 'changes'],
  csvCells: (item, names) => {
    const { domainId, userProfileName } = item.profile
    const reason = reasonOf(item, names)
    return [domainId, userProfileName, item.found ?? '', item.outcome, reason, changesText(item)]
  },
  tables: [
    {
      columns: ['profile', 'found', 'outcome', 'what follows'],
      of: 'profiles',
      row: (item, { done, dryRun, names }) => {
        if (!dryRun && item.outcome !== 'failed') return undefined
        const outcome = item.outcome === done ? `to be ${done}` : item.outcome
        return [profileName(item.profile), item.found ?? '', outcome, reasonOf(item, names) || consequenceOf(item)]
      },
    },
  ],
}

/** The remedy of another owner is an option of the commands that make directories. */
function reasonOf(item: AdoptedOutcome, names: CommandNames): string {
  const { error } = item
  if (error?.name !== 'DirectoryTakenError') return reasonText(item, names)
  const { path, owner, mode } = error
  return `${path} belongs to ${owner.uid}:${owner.gid}, ${mode}; backfill --foreign-directories take-over gives it to the profile`
}

function consequenceOf({ found, changes = [] }: AdoptedOutcome): string {
  const [change] = changes
  if (change?.kind === 'directory') return `${change.path} is claimed for it, as it is`
  return found === undefined ? '' : LEFT[found]
}

/** Directories that are left to the operations that make directories. */
const LEFT: Readonly<Record<FoundDirectory, string>> = {
  missing: 'nothing; backfill or onboard makes it',
  unfinished: 'nothing; backfill or onboard finishes it',
  unclaimed: '',
  taken: '',
  claimed: 'nothing; it is claimed already',
  'same-person': 'nothing; backfill or onboard repairs it',
  'earlier-generation': 'nothing; backfill or onboard archives it',
  overlapping: '',
}

/** Number of profiles by what stood at their paths. */
export function foundNotes({ found }: AdoptionSummary): readonly string[] {
  const counts = Object.entries(found).filter(([, count]) => count > 0)
  return counts.length === 0 ? [] : [`found: ${counts.map(([word, count]) => `${count} ${word}`).join(', ')}`]
}

import type { ListArchivesOutput } from '@studio-efs/core'
import { formatAge } from '../report/format.js'
import type { View } from '../view/view.js'

type Archived = ListArchivesOutput['archives'][number]

/** The archives as programs read them. */
export function archivesView({ archives, ...result }: ListArchivesOutput): View {
  return {
    tables: [
      {
        columns: ['archive', 'domain', 'user profile', 'archived at', 'uid', 'gid', 'state'],
        rows: archives.map(({ archive, generation, archivedAt, owner, state }) => [
          archive,
          generation?.domainId ?? '',
          generation?.userProfileName ?? '',
          archivedAt,
          `${owner.uid}`,
          `${owner.gid}`,
          state,
        ]),
      },
    ],
    notes: [],
    result,
    items: { name: 'archives', type: 'archive', list: archives },
  }
}

export interface ArchiveStyle {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Characters of a line; undefined: any number. */
  readonly width: number | undefined
}

/** Narrower lines show fewer columns, so that the names of archives stay whole. */
const WIDE = { withProfiles: 110, withOwners: 76 }

/** The archives for people, with their age. */
export function shownArchivesView(output: ListArchivesOutput, { now, width = WIDE.withProfiles }: ArchiveStyle): View {
  const { archives } = output
  const at = new Date(now).toISOString()
  const rows = archives.map((each) => [
    width >= WIDE.withProfiles ? profileOf(each) : '',
    each.archive,
    formatAge(each.archivedAt, at),
    width >= WIDE.withOwners ? `${each.owner.uid}:${each.owner.gid}` : '',
    STATES[each.state],
  ])
  return {
    ...archivesView(output),
    tables: [{ columns: ['user profile', 'archive', 'age', 'owner', 'state'], rows }],
    notes: [`${archives.length} ${archives.length === 1 ? 'archive' : 'archives'}.`],
  }
}

function profileOf({ generation, archive }: Archived): string {
  if (generation !== undefined) return `${generation.domainId}/${generation.userProfileName}`
  return `${archive.split('/').slice(0, 2).join('/')}, without a claim`
}

const STATES: Readonly<Record<Archived['state'], string>> = {
  kept: '',
  unsettled: 'a run was interrupted, or is at work',
  purging: 'partly deleted: archives purge goes on',
}

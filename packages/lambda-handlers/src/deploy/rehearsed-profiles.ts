import type { ProfileOutcome, UserProfileRef } from '@studio-efs/core'
import type { DirectoryDriver } from '@studio-efs/core/directories'
import { boundedText } from '@studio-efs/core/driver-kit'
import type { StudioEfsError } from '@studio-efs/core/errors'
import { ok } from 'neverthrow'

/** Plan of the first backfill. */
export interface RehearsedProfiles {
  /** `new`: the file system is empty; `seen`: existing directories were looked at; `unseen`: nobody could look. */
  readonly directories: 'new' | 'seen' | 'unseen'
  /** Directories that would be made or repaired; undefined for `unseen`. */
  readonly directoriesToMake: number | undefined
  /** Profiles whose list would get the file system. */
  readonly toAttach: number
  /** Profiles whose list has it already. */
  readonly attached: number
  /** Profiles that need nothing, for a reason of their own. */
  readonly skipped: number
  readonly failed: number
  /** The first 20 profiles that would fail. */
  readonly failures: readonly { readonly profile: UserProfileRef; readonly error: StudioEfsError }[]
  /** The first 20 that would be skipped, with the reason for people. */
  readonly leftOut: readonly { readonly profile: UserProfileRef; readonly detail: string }[]
}

const MAX_NAMED = 20
const MAX_DETAIL = 300

/** Directories of a file system that is empty, or that cannot be reached from here: none is there. For dry runs only. */
export const unseenDirectories: DirectoryDriver = {
  name: 'unseen',
  ensureDirectories: () => Promise.reject(new Error('A rehearsal makes no directory.')),
  inspectDirectories: async (paths) => paths.map((path) => ok({ path, exists: false as const })),
}

export async function countProfiles(
  run: AsyncIterable<ProfileOutcome>,
  directories: RehearsedProfiles['directories'],
): Promise<RehearsedProfiles> {
  const counts = { toMake: 0, toAttach: 0, attached: 0, skipped: 0, failed: 0 }
  const failures: { profile: UserProfileRef; error: StudioEfsError }[] = []
  const leftOut: { profile: UserProfileRef; detail: string }[] = []
  for await (const each of run) {
    const { profile } = each
    if (each.outcome === 'failed') {
      counts.failed += 1
      failures.push({ profile, error: each.error })
    } else if (each.outcome === 'skipped') {
      counts.skipped += 1
      leftOut.push({ profile, detail: boundedText(each.detail, MAX_DETAIL) })
    } else {
      const changes = each.outcome === 'onboarded' ? each.changes : []
      const makes = changes.some(({ kind, action }) => kind === 'directory' && action !== 'claim')
      const attaches = changes.some(({ kind }) => kind !== 'directory')
      counts.toMake += makes ? 1 : 0
      counts[attaches ? 'toAttach' : 'attached'] += 1
    }
    failures.splice(MAX_NAMED)
    leftOut.splice(MAX_NAMED)
  }
  const { toMake, ...rest } = counts
  return { directories, directoriesToMake: directories === 'unseen' ? undefined : toMake, ...rest, failures, leftOut }
}

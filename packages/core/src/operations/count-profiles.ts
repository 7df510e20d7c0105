import type { ResumePoint } from '../model/resume-token.js'
import type { Patience } from '../patience.js'
import { listProfiles } from './profile-listing.js'

/**
 * Counts the profiles that a run has before it, for somebody who watches: the run itself keeps one page in memory and
 * cannot know. Costs one more ListUserProfiles per 100 profiles. Returns what is known: undefined until it is done.
 */
export function countProfiles(
  context: Parameters<typeof listProfiles>[0],
  from: ResumePoint,
  patience: Patience,
): () => number | undefined {
  let total: number | undefined
  const count = async () => {
    let counted = 0
    const listing = listProfiles(context, from, patience)
    for await (const _ of listing.refs) counted += 1
    if (listing.failure() === undefined) total = counted
  }
  void count()
  return () => total
}

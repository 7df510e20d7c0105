import type { Patience } from '../call.js'
import type { Logger } from '../logger.js'
import type { DomainId } from '../model/ids.js'
import type { Clock } from '../time/clock.js'
import { listProfiles } from './profile-listing.js'
import type { ResumePoint } from './resume-token.js'

/**
 * Counts the profiles that a run has before it, for somebody who watches: the run itself keeps one page in memory and
 * cannot know. Costs one more ListUserProfiles per 100 profiles. Returns what is known: undefined until it is done.
 */
export function countProfiles(
  context: Parameters<typeof listProfiles>[0] & { readonly clock: Clock; readonly logger: Logger },
  from: ResumePoint,
  patience: Patience,
): () => number | undefined {
  let total: number | undefined
  const count = async () => {
    const counts = new Map<DomainId, number>()
    const listing = listProfiles(context, from, { patience, onRestart: (domainId) => counts.delete(domainId) })
    for await (const ref of listing.refs)
      if ('domainId' in ref) counts.set(ref.domainId, (counts.get(ref.domainId) ?? 0) + 1)
    if (listing.failure() === undefined) total = [...counts.values()].reduce((sum, each) => sum + each, 0)
  }
  count().catch((cause) => context.logger.warn('the profiles could not be counted', { cause: String(cause) }))
  return () => total
}

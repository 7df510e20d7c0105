import { planClaim } from '../../../drivers/claim-plan.js'
import { describeClaim } from '../../../model/claim.js'
import { defineCheck } from '../../check.js'
import type { SeenDirectory } from '../../reads/directory-reads.js'
import { GREEN, named, red, skipped } from '../../verdict.js'

/** A directory serves one life of one profile name. */
export const directoryClaim = defineCheck({
  id: 'directory-claim',
  question: 'Is the directory claimed for this very profile, or by nobody?',
  symptoms: ['empty-or-foreign'],
  cost: 'cheap',
  look: (reads) => reads.directories(),
  judge: (directories) => {
    const own = directories.filter(({ isOwn, found }) => isOwn && found !== undefined)
    if (own.length === 0) return skipped('No private directory with a claim is offered.')
    const foreign = own.flatMap((one) => foreignClaim(one) ?? [])
    return foreign.length === 0 ? GREEN : red(`${named(foreign)}.`)
  },
  remedy: {
    text: "Run onboardProfile: it archives the directory of an earlier generation and makes a new one; with previousOwner: 'adopt' the user keeps the old files.",
    operation: 'onboardProfile',
  },
})

function foreignClaim({ path, profile, found }: SeenDirectory): string | undefined {
  const generation = profile?.generation
  if (found === undefined || found.kind === 'none' || generation === undefined) return undefined
  const plan = planClaim({ path, claim: { kind: 'private', ...generation }, previousOwner: 'refuse' }, found)
  if (plan.isOk()) return undefined
  const where = found.kind === 'overlaps' ? `${path} ${found.relation} ${found.other}, which` : path
  return `${where} belongs to ${describeClaim(found.claim)}`
}

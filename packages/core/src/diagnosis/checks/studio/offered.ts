import { defineCheck } from '../../check.js'
import { effectiveList, offeredPaths } from '../../offers-plan.js'
import { GREEN, named, numbered, red, skipped } from '../../verdict.js'
import { lookAtAnyOffers } from './offers.js'

/** A profile whose list hides the domain's is the affair of the next check. */
export const offered = defineCheck({
  id: 'offered',
  question: 'Do the user profile or its domain offer the file system?',
  symptoms: ['not-offered'],
  cost: 'cheap',
  look: lookAtAnyOffers,
  judge: ({ domain, profiles, fileSystemId }) => {
    if (profiles.length === 0) return skipped('There is no user profile to look at.')
    const isDefault = offeredPaths(domain.customFileSystems, fileSystemId).length > 0
    const without = profiles.filter(
      (profile) => !isDefault && offeredPaths(effectiveList(profile, domain), fileSystemId).length === 0,
    )
    if (without.length === 0) return GREEN
    const names = named(without.map(({ userProfileName }) => userProfileName))
    const subject = `Neither domain ${domain.domainId} nor ${numbered(without, ['user profile', 'any of user profiles'])} ${names}`
    return red(`${subject} offers ${fileSystemId ?? 'a file system'}.`)
  },
  remedy: {
    text: 'Run onboardProfile for the profile, or setDomainDefault for every profile without a list of its own.',
    operation: 'onboardProfile',
  },
})

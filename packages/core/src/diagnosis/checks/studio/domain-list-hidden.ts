import { defineCheck } from '../../check.js'
import { effectiveList, offeredPaths } from '../../offers-plan.js'
import { GREEN, named, red, skipped } from '../../verdict.js'
import { lookAtOffers } from './offers.js'

export const domainListHidden = defineCheck({
  id: 'domain-list-hidden',
  question: "Does the user see the domain's list, or one of the profile's own with the file system?",
  symptoms: ['not-offered'],
  cost: 'cheap',
  look: lookAtOffers,
  judge: ({ domain, profiles, fileSystemId }) => {
    if (profiles.length === 0) return skipped('There is no user profile to look at.')
    if (offeredPaths(domain.customFileSystems, fileSystemId).length === 0) return GREEN
    const hiding = profiles.filter((profile) => offeredPaths(effectiveList(profile, domain), fileSystemId).length === 0)
    if (hiding.length === 0) return GREEN
    const names = named(hiding.map(({ userProfileName }) => userProfileName))
    return red(`The domain offers ${fileSystemId}, and a list of the profile's own hides it: ${names}.`)
  },
  remedy: {
    text: 'Run attachToProfile for the profile, or setDomainDefault with reachProfiles for all of them.',
    operation: 'attachToProfile',
  },
})

import { defineCheck } from '../../check.js'
import { GREEN, red, skipped } from '../../verdict.js'

export const profileExists = defineCheck({
  id: 'profile-exists',
  question: 'Does the user profile exist?',
  symptoms: ['not-offered'],
  cost: 'cheap',
  look: (reads) => reads.profiles(),
  judge: (profiles, { domainId }) => {
    if (profiles.length === 0) return skipped('No user profile is concerned.')
    const missing = profiles.find(({ profile }) => profile === undefined)
    if (missing === undefined) return GREEN
    return red(`User profile ${domainId}/${missing.userProfileName} does not exist in this account and Region.`)
  },
  remedy: {
    text: 'Check the name, the domain, the Region and the account; create the profile again if it was deleted.',
    awsAction: 'sagemaker:CreateUserProfile',
  },
})

import { defineCheck } from '../../check.js'
import { GREEN, red, skipped, unknown } from '../../verdict.js'

export const spaceExists = defineCheck({
  id: 'space-exists',
  question: 'Is there a space?',
  symptoms: ['not-mounted', 'does-not-start'],
  cost: 'cheap',
  look: (reads) => reads.spaces(),
  judge: ({ spaces, missing, isComplete }, { domainId }) => {
    if (missing !== undefined) return red(`Space ${domainId}/${missing} does not exist in this account and Region.`)
    if (spaces.length > 0) return GREEN
    if (isComplete) return skipped('There is no space yet.')
    return unknown('None of the spaces that changed last belongs to the profile; name the space to have it looked at.')
  },
  remedy: {
    text: 'Check the name, the domain, the Region and the account; the user creates a space in Studio.',
    awsAction: 'sagemaker:CreateSpace',
  },
})

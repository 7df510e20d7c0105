import { readinessOf } from '../../../aws/sagemaker/readiness.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped, yellow } from '../../verdict.js'
import { existing } from './existing.js'

export const profileReady = defineCheck({
  id: 'profile-ready',
  question: 'Is the user profile in service?',
  symptoms: ['not-offered'],
  cost: 'cheap',
  look: (reads) => reads.profiles(),
  judge: (seen) => {
    const profiles = existing(seen)
    if (profiles.length === 0) return skipped('There is no user profile to look at.')
    const waiting = profiles.filter(({ status }) => status !== 'InService')
    if (waiting.length === 0) return GREEN
    const states = waiting.map(
      ({ userProfileName, status, failureReason }) =>
        `${userProfileName} is ${status}${failureReason === undefined ? '' : ` (${failureReason})`}`,
    )
    const finding = `User profile ${named(states)}.`
    return waiting.some(({ status }) => readinessOf(status) === 'unusable') ? red(finding) : yellow(finding)
  },
  remedy: {
    text: 'Wait while it is Pending or Updating. After Update_Failed, run onboardProfile: another update mends it.',
    operation: 'onboardProfile',
  },
})

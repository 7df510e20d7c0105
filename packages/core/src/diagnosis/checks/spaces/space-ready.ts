import { readinessOf } from '../../../aws/sagemaker/readiness.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped, yellow } from '../../verdict.js'

export const spaceReady = defineCheck({
  id: 'space-ready',
  question: 'Is the space in service?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => reads.spaces(),
  judge: ({ spaces }) => {
    if (spaces.length === 0) return skipped('There is no space to look at.')
    const waiting = spaces.filter(({ status }) => status !== 'InService')
    if (waiting.length === 0) return GREEN
    const states = waiting.map(
      ({ spaceName, status, failureReason }) =>
        `${spaceName} is ${status}${failureReason === undefined ? '' : ` (${failureReason})`}`,
    )
    const isBroken = waiting.some(({ status }) => readinessOf(status) === 'unusable')
    return (isBroken ? red : yellow)(`Space ${named(states)}.`)
  },
  remedy: {
    text: 'Wait while it is Pending or Updating. After a failure, correct what the reason names and update it again.',
    awsAction: 'sagemaker:UpdateSpace',
  },
})

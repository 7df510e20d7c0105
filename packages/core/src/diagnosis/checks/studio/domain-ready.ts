import { readinessOf } from '../../../aws/sagemaker/readiness.js'
import { defineCheck } from '../../check.js'
import { GREEN, red, yellow } from '../../verdict.js'

/** A domain that is being changed takes no new spaces; one that failed takes none at all. */
export const domainReady = defineCheck({
  id: 'domain-ready',
  question: 'Is the domain in service?',
  symptoms: ['not-offered', 'does-not-start'],
  cost: 'cheap',
  look: (reads) => reads.domain(),
  judge: ({ domainId, status, failureReason }) => {
    if (status === 'InService') return GREEN
    const finding = `Domain ${domainId} is ${status}${failureReason === undefined ? '' : `: ${failureReason}`}.`
    return readinessOf(status) === 'unusable' ? red(finding) : yellow(finding)
  },
  remedy: {
    text: 'Wait while it is Pending or Updating. After a failure, correct what the reason names and update it again.',
    awsAction: 'sagemaker:UpdateDomain',
  },
})

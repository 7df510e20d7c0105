import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

export const domainVpc = defineCheck({
  id: 'domain-vpc',
  question: 'Is the domain in a VPC?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => reads.domain(),
  judge: ({ domainId, vpcId }) =>
    vpcId === undefined ? red(`Domain ${domainId} names no VPC, so its spaces reach no mount target.`) : GREEN,
  remedy: { text: 'Use a domain in the VPC of the file system: the VPC of a domain cannot be changed.' },
})

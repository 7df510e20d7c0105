import { ResultAsync } from 'neverthrow'
import { goneSubnets } from '../../../network/plan/mount-causes.js'
import { defineCheck } from '../../check.js'
import { GREEN, named, red } from '../../verdict.js'

export const subnetsExist = defineCheck({
  id: 'subnets-exist',
  question: "Do all the domain's subnets exist?",
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.domain(), reads.subnets()] as const),
  judge: ([{ domainId, subnetIds }, subnets]) => {
    const gone = goneSubnets(subnetIds, subnets)
    return gone.length === 0 ? GREEN : red(`Domain ${domainId} names subnets that do not exist: ${named(gone)}.`)
  },
  remedy: { text: 'Take them out of the domain.', awsAction: 'sagemaker:UpdateDomain' },
})

import { defineCheck } from '../../check.js'
import { offeredPaths } from '../../offers-plan.js'
import { GREEN, red, skipped, yellow } from '../../verdict.js'
import { lookAtOffers } from './offers.js'

/** Shared spaces follow `DefaultSpaceSettings` alone, whatever their users are offered. */
export const sharedSpacesOffered = defineCheck({
  id: 'shared-spaces-offered',
  question: 'Are shared spaces offered the file system?',
  symptoms: ['not-offered'],
  cost: 'cheap',
  look: lookAtOffers,
  judge: ({ domain, spaces, fileSystemId }, { scope }) => {
    const isShared = scope === 'space' && spaces.some(({ kind }) => kind === 'shared')
    if (scope !== 'domain' && !isShared) return skipped('No shared space is concerned.')
    if (offeredPaths(domain.spaceFileSystems, fileSystemId).length > 0) return GREEN
    const finding = `DefaultSpaceSettings of domain ${domain.domainId} do not list ${fileSystemId}: shared spaces cannot choose it.`
    return isShared ? red(finding) : yellow(finding)
  },
  remedy: {
    text: "Run setDomainDefault with scope 'shared'.",
    operation: 'setDomainDefault',
  },
})

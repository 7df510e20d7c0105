import { defineCheck } from '../../check.js'
import { effectiveList, offeredPaths } from '../../offers-plan.js'
import { GREEN, named, red } from '../../verdict.js'
import { lookAtOffers } from './offers.js'

/** A space names a file system by its id alone, so that two paths of one list cannot be told apart. */
export const listedOnce = defineCheck({
  id: 'listed-once',
  question: 'Does the list name the file system once, and so one directory?',
  symptoms: ['empty-or-foreign'],
  cost: 'cheap',
  look: lookAtOffers,
  judge: ({ domain, profiles, fileSystemId }) => {
    const lists = [
      ...profiles.map((profile) => ({ of: profile.userProfileName, list: effectiveList(profile, domain) })),
      { of: 'shared spaces', list: domain.spaceFileSystems },
    ]
    const twice = lists
      .map(({ of, list }) => ({ of, paths: offeredPaths(list, fileSystemId) }))
      .filter(({ paths }) => paths.length > 1)
    if (twice.length === 0) return GREEN
    const shown = twice.map(({ of, paths }) => `${of} (${paths.join(' and ')})`)
    return red(`The list of ${named(shown)} names ${fileSystemId} more than once.`)
  },
  remedy: {
    text: 'Remove the entry with the wrong path: detachFromProfile with its fileSystemPath, or clearDomainDefault.',
    operation: 'detachFromProfile',
  },
})

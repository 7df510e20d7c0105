import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped } from '../../verdict.js'
import { bitsFor } from './access.js'

const SEARCH = 1

/** The owner's own bits, and the way to the directory. */
export const directoryMode = defineCheck({
  id: 'directory-mode',
  question: 'Do the modes let the owner of the directory in and write?',
  symptoms: ['permission-denied'],
  cost: 'cheap',
  look: (reads) => reads.directories(),
  judge: (directories) => {
    if (!directories.some(({ state }) => state.exists)) return skipped('There is no directory to look at.')
    const closed = directories.flatMap(({ path, owner, state }) => {
      const parents = (state.closedParents ?? []).filter((parent) => (bitsFor(parent, owner) & SEARCH) === 0)
      const isClosed = state.exists && state.uid === owner.uid && bitsFor(state, owner) !== 7
      return [...(isClosed ? [`${path} (${state.mode})`] : []), ...parents.map((one) => `${one.path} (${one.mode})`)]
    })
    if (closed.length === 0) return GREEN
    return red(`The mode of ${named([...new Set(closed)])} keeps the owner out.`)
  },
  remedy: {
    text: 'Run onboardProfile: it repairs the mode of the directory. A directory above it is left as it is: change it by hand.',
    operation: 'onboardProfile',
  },
})

import { defineCheck } from '../../check.js'
import { GREEN, named, red, skipped, yellow } from '../../verdict.js'
import { bitsFor } from './access.js'

const READ_AND_SEARCH = 5
const ALL = 7

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html */
export const directoryOwner = defineCheck({
  id: 'directory-owner',
  question: 'Does the directory belong to the identity of the space, or let it in?',
  symptoms: ['permission-denied'],
  cost: 'cheap',
  look: (reads) => reads.directories(),
  judge: (directories) => {
    const foreign = directories.flatMap(({ path, owner, state }) =>
      state.exists && state.uid !== owner.uid ? [{ path, owner, state, bits: bitsFor(state, owner) }] : [],
    )
    if (!directories.some(({ state }) => state.exists)) return skipped('There is no directory to look at.')
    const closed = foreign.filter(({ bits }) => bits !== ALL)
    if (closed.length === 0) return GREEN
    const shown = closed.map(
      ({ path, owner, state: { uid, gid, mode } }) =>
        `${path} belongs to ${uid}:${gid} with mode ${mode}; the space acts as ${owner.uid}:${owner.gid}`,
    )
    const isReadable = closed.every(({ bits }) => (bits & READ_AND_SEARCH) === READ_AND_SEARCH)
    return (isReadable ? yellow : red)(`${named(shown)}.`)
  },
  remedy: {
    text: "Look whose files they are. If they are the user's, run onboardProfile once with foreignDirectories: 'take-over'.",
    operation: 'onboardProfile',
  },
})

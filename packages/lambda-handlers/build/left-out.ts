import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** The ledger of identities in both drivers, which core loads when it is asked for. */
const LEDGERS = /\/(posix-ledger|lambda-ledger)\.js$/

/** Leaves out what core loads late and the handler never asks for: a bundle in one file would hold it all the same. */
export const withoutLedgers: Plugin = {
  name: 'without-ledgers',
  setup(build) {
    build.onResolve({ filter: LEDGERS }, ({ path }) => ({ path, namespace: 'left-out' }))
    build.onLoad({ filter: LEDGERS, namespace: 'left-out' }, () => ({ contents: "throw new Error('left out')" }))
  },
}

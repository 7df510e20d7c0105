import type { IdentityLedger } from './identity-ledger.js'

/** A ledger whose code is loaded by the first request: most processes make directories only. */
export function lateLedger(load: () => Promise<IdentityLedger>): IdentityLedger {
  return {
    takeIdentities: async (specs) => (await load()).takeIdentities(specs),
    inspectIdentities: async (specs) => (await load()).inspectIdentities(specs),
    useIdentities: async (uses) => (await load()).useIdentities(uses),
    returnIdentities: async (uses) => (await load()).returnIdentities(uses),
  }
}

import type { ArchiveStore } from './archive-store.js'
import type { ClaimStore } from './claim-store.js'
import type { IdentityLedger } from './identities/identity-ledger.js'
import type { UsageMeter } from './usage-meter.js'

/** Verbs of a driver that few programs and few requests need. Their code is loaded with the first call of one of them. */
export interface LaterVerbs extends Pick<ClaimStore, 'releaseDirectories'>, ArchiveStore, IdentityLedger, UsageMeter {}

export type LaterVerb = keyof LaterVerbs

export const LATER_VERBS: readonly LaterVerb[] = Object.keys({
  releaseDirectories: true,
  takeIdentities: true,
  inspectIdentities: true,
  useIdentities: true,
  returnIdentities: true,
  listClaims: true,
  readServerTime: true,
  listArchives: true,
  noteAbsences: true,
  purgeArchives: true,
  restoreDirectories: true,
  measureDirectories: true,
  listKnownDirectories: true,
} satisfies Record<LaterVerb, true>) as LaterVerb[]

/** The methods of a driver, each made of what `load` gives for its name when it is first called. */
export function loadingLater(load: () => Promise<LaterVerbs>): LaterVerbs {
  const methods = LATER_VERBS.map((verb) => {
    const method = async (...given: readonly unknown[]) =>
      ((await load())[verb] as (...given: readonly unknown[]) => Promise<unknown>)(...given)
    return [verb, method]
  })
  return Object.fromEntries(methods) as unknown as LaterVerbs
}

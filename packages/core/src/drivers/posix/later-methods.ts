import type { LaterVerbs } from '../later-verbs.js'
import type { ClaimContext } from './claims/claim-visitors.js'
import { releaseVisitor } from './claims/release-visitor.js'
import { posixIdentityLedger } from './identities/posix-ledger.js'
import { type BatchContext, runBatch } from './run-batch.js'

/** The methods of the driver that few programs need. */
export function laterMethods(context: BatchContext & ClaimContext): LaterVerbs {
  return {
    ...posixIdentityLedger(context),
    releaseDirectories: (specs) => runBatch(context, specs, releaseVisitor(context)),
  }
}

import { STATE_PATH } from '../../../model/state/state-path.js'
import type {
  IdentityLedger,
  IdentityReceipt,
  IdentityReturnReceipt,
  IdentitySpec,
  IdentityUse,
  IdentityUseReceipt,
} from '../../identities/identity-ledger.js'
import type { DirectoryFunction, WireMethod } from '../invocation.js'
import { runInvocations } from '../run-invocations.js'
import { parseIdentityReceipt, parseIdentityReturnReceipt, parseIdentityUseReceipt } from './wire-identity.js'

/** The driver's side of the ledger of identities. */
export function identityMethods(target: DirectoryFunction): IdentityLedger {
  return {
    takeIdentities: (specs) => runInvocations(target, takeMethod, specs),
    inspectIdentities: (specs) => runInvocations(target, inspectMethod, specs),
    useIdentities: (uses) => runInvocations(target, useMethod, uses),
    returnIdentities: (uses) => runInvocations(target, returnMethod, uses),
  }
}

const takeMethod: WireMethod<IdentitySpec, IdentityReceipt> = {
  pathOf: () => STATE_PATH,
  request: (takeIdentities) => ({ takeIdentities }),
  parse: parseIdentityReceipt,
}

const inspectMethod: WireMethod<IdentitySpec, IdentityReceipt> = {
  pathOf: () => STATE_PATH,
  request: (inspectIdentities) => ({ inspectIdentities }),
  parse: parseIdentityReceipt,
}

const useMethod: WireMethod<IdentityUse, IdentityUseReceipt> = {
  pathOf: () => STATE_PATH,
  request: (useIdentities) => ({ useIdentities }),
  parse: parseIdentityUseReceipt,
}

const returnMethod: WireMethod<IdentityUse, IdentityReturnReceipt> = {
  pathOf: () => STATE_PATH,
  request: (returnIdentities) => ({ returnIdentities }),
  parse: parseIdentityReturnReceipt,
}

export { boundedText } from './bounded-text.js'
export { ancestorInfoOf } from './drivers/ancestors.js'
export { claimOutcome, planClaim, planClaimedDirectory } from './drivers/claim-plan.js'
export { mayBeUnfinished, planDirectory, repairIn } from './drivers/directory-plan.js'
export {
  type FoundIdentity,
  type FoundUse,
  type IdentityEntries,
  takeIdentity,
} from './drivers/identities/take-identity.js'
export { inBatchOrder, stepsTo } from './drivers/paths.js'
export { isSameGeneration } from './model/claim.js'
export { parseJson } from './model/parse/parse-json.js'
export { quoteForMessage } from './model/parse/parse-text.js'
export { MAX_ENDS } from './model/state/archive-name.js'
export { isOfJob, isRecoveryFolder } from './model/state/recovery-folder.js'
export { checkClaimable, checkOutsideState } from './model/state/state-path.js'
export { MIN_ENTRY_BYTES } from './model/usage/usage.js'
export { InvalidInputError, StudioEfsError } from './studio-efs-error.js'

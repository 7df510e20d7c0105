export { helpDeskPolicy } from './iam/help-desk-policy.js'
export type { IamAction, IamCondition, IamResource } from './iam/iam-action.js'
export { type IamNeed, iamActions } from './iam/iam-actions.js'
export { type IamInput, type IamPolicy, type IamScope, type IamStatement, iamPolicyFor } from './iam/iam-policy.js'

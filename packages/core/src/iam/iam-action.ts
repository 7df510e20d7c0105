/** Resource that an action is allowed on; `any` where AWS offers no narrower one. */
export type IamResource =
  | 'any'
  | 'domain'
  | 'every-domain'
  | 'user-profile'
  | 'every-user-profile'
  | 'space'
  | 'every-space'
  | 'app'
  | 'every-lifecycle-config'
  | 'file-system'
  | 'every-file-system'
  | 'access-point'
  | 'every-access-point'
  | 'vpc'
  | 'subnet'
  | 'network-interface'
  | 'security-group'
  | 'every-security-group'
  | 'kms-key'
  | 'function'
  | 'log-bucket'
  | 'log-files'
  | 'studio-logs'
  | 'execution-role'
  | 'efs-service-role'
  | 'recovery-point'
  | 'backup-role'

/** Condition operators, each with its keys and their values. */
export type IamCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

/** IAM action that an operation needs, on which resource, and why. */
export interface IamAction {
  /** For example `sagemaker:DescribeDomain`. */
  readonly action: string
  readonly resources: readonly IamResource[]
  /** The call that AWS lets through only with this action; absent when the action is the call itself. */
  readonly neededFor?: string
  /** The input without which it is never needed. */
  readonly onlyWith?: string
  readonly condition?: IamCondition
}

/** Calls that are made on this resource. */
export function on(resource: IamResource, ...actions: readonly string[]): readonly IamAction[] {
  return actions.map((action) => ({ action, resources: [resource] }))
}

/** Actions on everything that AWS demands besides the call itself. */
export function onAnyFor(neededFor: string, ...actions: readonly string[]): readonly IamAction[] {
  return actions.map((action) => ({ action, resources: ['any'], neededFor }))
}

/** Action on these kinds of resources that AWS demands besides the call itself. */
export function onFor(neededFor: string, action: string, ...resources: readonly IamResource[]): IamAction {
  return { action, resources, neededFor }
}

export function onlyWith(input: string, actions: readonly IamAction[]): readonly IamAction[] {
  return actions.map((action) => ({ ...action, onlyWith: input }))
}

/** The same actions on every domain and profile of the account. */
export function everywhere(actions: readonly IamAction[]): readonly IamAction[] {
  return actions.map((action) => ({
    ...action,
    resources: action.resources.map((resource) => {
      if (resource === 'domain') return 'every-domain'
      return resource === 'user-profile' ? 'every-user-profile' : resource
    }),
  }))
}

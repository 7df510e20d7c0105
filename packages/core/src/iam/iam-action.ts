/** Resource that an action is allowed on; `any` where AWS offers no narrower one. */
export type IamResource =
  | 'any'
  | 'domain'
  | 'every-domain'
  | 'user-profile'
  | 'every-user-profile'
  | 'every-space'
  | 'file-system'
  | 'every-file-system'
  | 'access-point'
  | 'every-access-point'
  | 'vpc'
  | 'security-group'
  | 'kms-key'
  | 'function'
  | 'log-bucket'
  | 'log-files'
  | 'execution-role'
  | 'efs-service-role'

export interface IamAction {
  /** For example `sagemaker:DescribeDomain`. */
  readonly action: string
  readonly resources: readonly IamResource[]
  /** The call that AWS lets through only with this action; absent when the action is the call itself. */
  readonly neededFor?: string
  /** The input without which it is never needed. */
  readonly onlyWith?: string
  readonly condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Calls that are made on this resource. */
export function on(resource: IamResource, ...actions: readonly string[]): readonly IamAction[] {
  return actions.map((action) => ({ action, resources: [resource] }))
}

/** Actions on everything that AWS demands besides the call itself. */
export function onAnyFor(neededFor: string, ...actions: readonly string[]): readonly IamAction[] {
  return actions.map((action) => ({ action, resources: ['any'], neededFor }))
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

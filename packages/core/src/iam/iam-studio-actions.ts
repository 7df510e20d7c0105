import { type IamAction, on } from './iam-action.js'

export const readProfile = [
  ...on('domain', 'sagemaker:DescribeDomain'),
  ...on('user-profile', 'sagemaker:DescribeUserProfile'),
]

// SageMaker looks for the mount targets of every file system in the list, those of others too, in the caller's name.
export const updateProfile: readonly IamAction[] = [
  ...on('user-profile', 'sagemaker:UpdateUserProfile'),
  {
    action: 'elasticfilesystem:DescribeMountTargets',
    resources: ['every-file-system'],
    neededFor: 'UpdateUserProfile',
  },
]

/** The settings for shared spaces must carry their execution role, and sending a role takes the right to pass it. */
export const updateDomain: readonly IamAction[] = [
  ...on('domain', 'sagemaker:UpdateDomain'),
  { action: 'elasticfilesystem:DescribeMountTargets', resources: ['every-file-system'], neededFor: 'UpdateDomain' },
  {
    action: 'iam:PassRole',
    resources: ['execution-role'],
    neededFor: 'UpdateDomain of the settings for shared spaces',
    condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  },
]

export const listRegion = on('any', 'sagemaker:ListDomains', 'sagemaker:ListUserProfiles')

export const readRegion = [
  ...listRegion,
  ...on('every-domain', 'sagemaker:DescribeDomain'),
  ...on('every-user-profile', 'sagemaker:DescribeUserProfile'),
]

export const readProfiles = [
  ...on('any', 'sagemaker:ListUserProfiles'),
  ...on('every-user-profile', 'sagemaker:DescribeUserProfile'),
]

/** The same actions on whatever domain or profile of the account. */
export function everywhere(actions: readonly IamAction[]): readonly IamAction[] {
  return actions.map((action) => ({
    ...action,
    resources: action.resources.map((resource) => {
      if (resource === 'domain') return 'every-domain'
      return resource === 'user-profile' ? 'every-user-profile' : resource
    }),
  }))
}

import { type IamPolicy, type IamScope, iamPolicyFor } from './iam-policy.js'

/**
 * Policy for a help desk: `diagnose` with every check, and `describeSharing`. It only reads. Directories are looked at
 * through a driver, whose permission it leaves out.
 *
 * @example
 * helpDeskPolicy({ region: 'eu-west-1', account: '111122223333', domainId: 'd-abcdefghijkl' })
 */
export function helpDeskPolicy(scope: IamScope): IamPolicy {
  return iamPolicyFor(['diagnose', 'describeSharing'], { ...scope, inputs: ['deep'] })
}

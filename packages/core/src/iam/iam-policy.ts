import type { IamAction, IamCondition, IamResource } from './iam-action.js'
import { type IamNeed, iamActions } from './iam-actions.js'

/** Limits of the policy. A resource that is left out stands for all of its kind. */
export interface IamScope {
  /** Default `aws`; others are `aws-cn` and `aws-us-gov`. */
  readonly partition?: string
  readonly region: string
  /** The 12 digits. */
  readonly account: string
  readonly domainId?: string
  readonly fileSystemId?: string
  /** The only access point through which `posixDirectoryDriver` may mount. */
  readonly accessPointId?: string
  readonly vpcId?: string
  /** The role of the domains' shared spaces, which an update of their defaults passes. Default: every role. */
  readonly executionRoleArn?: string
  /** The role that AWS Backup restores with. Default: its default role. */
  readonly restoreRoleArn?: string
  /** The function that `lambdaDirectoryDriver` invokes. */
  readonly functionName?: string
  /** The S3 bucket that `logFilesSource` reads. */
  readonly logBucket?: string
  /** Default: no action on any KMS key. */
  readonly kmsKeyArn?: string
  /**
   * Tags without which a file system, its mount targets and its access points may not be deleted, and a file system gets no
   * policy. Default: none.
   */
  readonly onlyWithTags?: Readonly<Record<string, string>>
  /** Inputs that will be used and need further actions. Default: none. */
  readonly inputs?: readonly IamInput[]
}

/** Input of an operation that makes further actions necessary. */
export type IamInput =
  | 'lifecyclePolicies'
  | 'fileSystemPolicy'
  | 'missingSecurityGroup'
  | 'deep'
  | 'deleteData'
  | 'hiddenProfiles'
  | 'reachProfiles'
  | 'running'
  | 'crossCheck'
  | 'executionRole'
  | 'tags'
  | 'domainIds'
  | 'fileSystemId'

/** An IAM policy document. */
export interface IamPolicy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly IamStatement[]
}

/** Statement of an IAM policy. */
export interface IamStatement {
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: IamCondition
}

/**
 * The least that a role needs for these operations and drivers.
 *
 * @example
 * iamPolicyFor(['onboardProfile', 'posixDirectoryDriver'], {
 *   region: 'eu-west-1', account: '111122223333', domainId: 'd-abcdefghijkl', fileSystemId: 'fs-0123456789abcdef0',
 * })
 */
export function iamPolicyFor(needs: readonly IamNeed[], scope: IamScope): IamPolicy {
  const statements = new Map<string, { readonly on: Omit<IamStatement, 'Action'>; readonly actions: Set<string> }>()
  for (const action of needs.flatMap((need) => iamActions[need]).filter((one) => isWanted(one, scope))) {
    const on = statementOn(action, scope)
    const key = JSON.stringify(on)
    const statement = statements.get(key) ?? { on, actions: new Set() }
    statements.set(key, statement)
    statement.actions.add(action.action)
  }
  const Statement = [...statements.values()].map(({ on, actions }) => {
    const { Effect, Resource, ...condition } = on
    return { Effect, Action: [...actions].sort(), Resource, ...condition }
  })
  return { Version: '2012-10-17', Statement }
}

function isWanted({ onlyWith, resources }: IamAction, { inputs = [], kmsKeyArn }: IamScope): boolean {
  if (resources.includes('kms-key')) return kmsKeyArn !== undefined
  return onlyWith === undefined || inputs.some((input) => onlyWith === input || onlyWith.startsWith(`${input}:`))
}

function statementOn(action: IamAction, scope: IamScope): Omit<IamStatement, 'Action'> {
  const condition = action.condition ?? conditionIn(action, scope)
  const Resource = action.resources.map((resource) => arnOf(resource, scope))
  return { Effect: 'Allow', Resource, ...(condition === undefined ? {} : { Condition: condition }) }
}

/** The condition of an action that follows from the scope. */
function conditionIn({ action, neededFor }: IamAction, scope: IamScope): IamCondition | undefined {
  const { accessPointId, onlyWithTags = {} } = scope
  if (action.startsWith('elasticfilesystem:Client') && accessPointId !== undefined)
    return { StringEquals: { 'elasticfilesystem:AccessPointArn': arnOf('access-point', scope) } }
  if (action.startsWith('kms:') && neededFor !== undefined)
    return { StringLike: { 'kms:ViaService': `elasticfilesystem.${scope.region}.*` } }
  const tags = Object.entries(onlyWithTags).map(([key, value]) => [`aws:ResourceTag/${key}`, value] as const)
  // Both apply to what the tags' owner made: a policy is put on a new file system only.
  const isOfOwner = action.startsWith('elasticfilesystem:Delete') || action === 'elasticfilesystem:PutFileSystemPolicy'
  return isOfOwner && tags.length > 0 ? { StringEquals: Object.fromEntries(tags) } : undefined
}

function arnOf(resource: IamResource, scope: IamScope): string {
  const { region, account, partition = 'aws', domainId = '*', fileSystemId = '*', accessPointId = '*' } = scope
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`
  const arns: Readonly<Record<IamResource, string>> = {
    any: '*',
    domain: arn('sagemaker', `domain/${domainId}`),
    'every-domain': arn('sagemaker', 'domain/*'),
    // Not by name: AWS does not document the case of a profile's name in its ARN.
    'user-profile': arn('sagemaker', `user-profile/${domainId}/*`),
    'every-user-profile': arn('sagemaker', 'user-profile/*'),
    space: arn('sagemaker', `space/${domainId}/*`),
    'every-space': arn('sagemaker', 'space/*'),
    app: arn('sagemaker', `app/${domainId}/*`),
    'every-lifecycle-config': arn('sagemaker', 'studio-lifecycle-config/*'),
    'studio-logs': arn('logs', 'log-group:/aws/sagemaker/studio:*'),
    'file-system': arn('elasticfilesystem', `file-system/${fileSystemId}`),
    'every-file-system': arn('elasticfilesystem', 'file-system/*'),
    'access-point': arn('elasticfilesystem', `access-point/${accessPointId}`),
    'every-access-point': arn('elasticfilesystem', 'access-point/*'),
    vpc: arn('ec2', `vpc/${scope.vpcId ?? '*'}`),
    'security-group': arn('ec2', 'security-group/*'),
    // Of any account: a VPC shared by another account has that account's subnets and groups.
    subnet: `arn:${partition}:ec2:${region}:*:subnet/*`,
    'every-security-group': `arn:${partition}:ec2:${region}:*:security-group/*`,
    'network-interface': arn('ec2', 'network-interface/*'),
    'kms-key': scope.kmsKeyArn ?? '*',
    'log-bucket': `arn:${partition}:s3:::${scope.logBucket ?? '*'}`,
    'log-files': `arn:${partition}:s3:::${scope.logBucket ?? '*'}/*`,
    function: arn('lambda', `function:${scope.functionName ?? '*'}`),
    'execution-role': scope.executionRoleArn ?? `arn:${partition}:iam::${account}:role/*`,
    'recovery-point': arn('backup', 'recovery-point:*'),
    'backup-role':
      scope.restoreRoleArn ?? `arn:${partition}:iam::${account}:role/service-role/AWSBackupDefaultServiceRole`,
    'efs-service-role': `arn:${partition}:iam::${account}:role/aws-service-role/elasticfilesystem.amazonaws.com/*`,
  }
  return arns[resource]
}

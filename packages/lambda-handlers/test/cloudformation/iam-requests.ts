import type { FakeAws } from '@studio-efs/testing'
import type { IamRequest } from './iam.js'

/** The input of a call of the SDK. */
export type CallInput = Readonly<Record<string, unknown>>

type Asks = (input: CallInput, state: FakeAws['state']) => readonly IamRequest[]

const arn = (service: string, rest: unknown) => `arn:aws:${service}:eu-west-1:111122223333:${rest}`
const onAny = (...actions: readonly string[]): readonly IamRequest[] =>
  actions.map((action) => ({ action, resource: '*' }))
const anything =
  (action: string): Asks =>
  () =>
    onAny(action)

const domain = (action: string, { DomainId }: CallInput) => ({
  action,
  resource: arn('sagemaker', `domain/${DomainId}`),
})
const profile = (action: string, { DomainId, UserProfileName }: CallInput) => ({
  action,
  resource: arn('sagemaker', `user-profile/${DomainId}/${UserProfileName}`),
})
const fileSystem = (action: string, id: unknown, context: IamRequest['context'] = {}) => ({
  action,
  resource: arn('elasticfilesystem', `file-system/${id}`),
  context,
})
const accessPoint = (action: string, id: unknown, context: IamRequest['context'] = {}) => ({
  action,
  resource: arn('elasticfilesystem', `access-point/${id}`),
  context,
})
/** EC2's check of one action on each of these kinds of resources. */
const onEc2 = (action: string, ...kinds: readonly string[]) =>
  kinds.map((kind) => ({ action, resource: arn('ec2', `${kind}/some`) }))
const createdBy = (operation: string) => ({ 'elasticfilesystem:CreateAction': operation })
const tagsOf = (resource: { readonly Tags?: readonly Tag[] } | undefined) =>
  tagContext('aws:ResourceTag', resource?.Tags ?? [])
const group = (action: string, id: unknown, context: IamRequest['context'] = {}) => ({
  action,
  resource: arn('ec2', `security-group/${id}`),
  context,
})

/** SageMaker looks for the mount targets of each listed file system, and passes the role, in the caller's name. */
function settings(...blocks: readonly unknown[]): readonly IamRequest[] {
  return blocks.flatMap((block) => {
    const { CustomFileSystemConfigs = [], ExecutionRole } = (block ?? {}) as Settings
    const passed = { 'iam:PassedToService': 'sagemaker.amazonaws.com' }
    return [
      ...CustomFileSystemConfigs.map(({ EFSFileSystemConfig }) =>
        fileSystem('elasticfilesystem:DescribeMountTargets', EFSFileSystemConfig?.FileSystemId),
      ),
      ...(ExecutionRole === undefined ? [] : [{ action: 'iam:PassRole', resource: ExecutionRole, context: passed }]),
    ]
  })
}

interface Settings {
  readonly CustomFileSystemConfigs?: readonly { readonly EFSFileSystemConfig?: { readonly FileSystemId: string } }[]
  readonly ExecutionRole?: string
}

interface SpaceList {
  readonly CustomFileSystems: readonly { readonly EFSFileSystem?: { readonly FileSystemId: string } }[]
}

/** Questions of AWS to IAM for one call, the call itself first. */
const ASKS: Readonly<Record<string, Asks>> = {
  'sagemaker:ListDomains': anything('sagemaker:ListDomains'),
  'sagemaker:ListUserProfiles': anything('sagemaker:ListUserProfiles'),
  'sagemaker:ListSpaces': anything('sagemaker:ListSpaces'),
  'sagemaker:ListApps': anything('sagemaker:ListApps'),
  'sagemaker:DescribeSpace': ({ DomainId, SpaceName }) => [
    { action: 'sagemaker:DescribeSpace', resource: arn('sagemaker', `space/${DomainId}/${SpaceName}`) },
  ],
  'sagemaker:UpdateSpace': ({ DomainId, SpaceName, SpaceSettings }) => [
    { action: 'sagemaker:UpdateSpace', resource: arn('sagemaker', `space/${DomainId}/${SpaceName}`) },
    ...((SpaceSettings ?? {}) as SpaceList).CustomFileSystems.map(({ EFSFileSystem }) =>
      fileSystem('elasticfilesystem:DescribeMountTargets', EFSFileSystem?.FileSystemId),
    ),
  ],
  'sagemaker:DescribeDomain': (input) => [domain('sagemaker:DescribeDomain', input)],
  'sagemaker:UpdateDomain': (input) => [
    domain('sagemaker:UpdateDomain', input),
    ...settings(input['DefaultUserSettings'], input['DefaultSpaceSettings']),
  ],
  'sagemaker:DescribeUserProfile': (input) => [profile('sagemaker:DescribeUserProfile', input)],
  'sagemaker:UpdateUserProfile': (input) => [
    profile('sagemaker:UpdateUserProfile', input),
    ...settings(input['UserSettings']),
  ],
  'elasticfilesystem:CreateFileSystem': ({ Encrypted, Tags, KmsKeyId }) => [
    {
      action: 'elasticfilesystem:CreateFileSystem',
      resource: '*',
      context: { 'elasticfilesystem:Encrypted': String(Encrypted), ...tagContext('aws:RequestTag', tagsIn(Tags)) },
    },
    ...(Tags === undefined
      ? []
      : [fileSystem('elasticfilesystem:TagResource', 'fs-0new', createdBy('CreateFileSystem'))]),
    ...(KmsKeyId === undefined
      ? []
      : ['CreateGrant', 'Decrypt', 'DescribeKey', 'GenerateDataKeyWithoutPlaintext'].map((action) => ({
          action: `kms:${action}`,
          resource: String(KmsKeyId),
          context: { 'kms:ViaService': 'elasticfilesystem.eu-west-1.amazonaws.com' },
        }))),
  ],
  'elasticfilesystem:DescribeFileSystems': ({ FileSystemId }) => [
    FileSystemId === undefined
      ? { action: 'elasticfilesystem:DescribeFileSystems', resource: '*' }
      : fileSystem('elasticfilesystem:DescribeFileSystems', FileSystemId),
  ],
  'elasticfilesystem:DescribeMountTargets': ({ FileSystemId }) => [
    fileSystem('elasticfilesystem:DescribeMountTargets', FileSystemId),
  ],
  'elasticfilesystem:DescribeFileSystemPolicy': ({ FileSystemId }) => [
    fileSystem('elasticfilesystem:DescribeFileSystemPolicy', FileSystemId),
  ],
  'elasticfilesystem:PutFileSystemPolicy': ({ FileSystemId }, { efs }) => {
    const tags = tagsOf(efs.fileSystems.get(String(FileSystemId)))
    return [fileSystem('elasticfilesystem:PutFileSystemPolicy', FileSystemId, tags)]
  },
  'elasticfilesystem:DescribeReplicationConfigurations': ({ FileSystemId }) => [
    fileSystem('elasticfilesystem:DescribeReplicationConfigurations', FileSystemId),
  ],
  'elasticfilesystem:CreateMountTarget': ({ FileSystemId }) => [
    fileSystem('elasticfilesystem:CreateMountTarget', FileSystemId),
    ...onAny('ec2:DescribeSubnets', 'ec2:DescribeNetworkInterfaces'),
    ...onEc2('ec2:CreateNetworkInterface', 'network-interface', 'subnet', 'security-group'),
  ],
  ...onMountTargets('DescribeMountTargetSecurityGroups'),
  ...onMountTargets(
    'ModifyMountTargetSecurityGroups',
    ...onEc2('ec2:ModifyNetworkInterfaceAttribute', 'network-interface', 'security-group'),
    ...onAny('ec2:DescribeNetworkInterfaceAttribute'),
  ),
  ...onMountTargets('DeleteMountTarget', ...onEc2('ec2:DeleteNetworkInterface', 'network-interface')),
  'elasticfilesystem:CreateAccessPoint': ({ FileSystemId, Tags }) => [
    fileSystem('elasticfilesystem:CreateAccessPoint', FileSystemId, tagContext('aws:RequestTag', tagsIn(Tags))),
    ...(Tags === undefined
      ? []
      : [accessPoint('elasticfilesystem:TagResource', 'fsap-0new', createdBy('CreateAccessPoint'))]),
  ],
  'elasticfilesystem:DescribeAccessPoints': ({ FileSystemId, AccessPointId }) => [
    AccessPointId === undefined
      ? fileSystem('elasticfilesystem:DescribeAccessPoints', FileSystemId)
      : accessPoint('elasticfilesystem:DescribeAccessPoints', AccessPointId),
  ],
  'elasticfilesystem:DeleteAccessPoint': ({ AccessPointId }, { efs }) => {
    const tags = tagsOf(efs.accessPoints.get(String(AccessPointId)))
    return [accessPoint('elasticfilesystem:DeleteAccessPoint', AccessPointId, tags)]
  },
  'elasticfilesystem:DeleteFileSystem': ({ FileSystemId }, { efs }) => {
    const tags = tagsOf(efs.fileSystems.get(String(FileSystemId)))
    return [fileSystem('elasticfilesystem:DeleteFileSystem', FileSystemId, tags)]
  },
  'ec2:DescribeSubnets': anything('ec2:DescribeSubnets'),
  'ec2:DescribeSecurityGroups': anything('ec2:DescribeSecurityGroups'),
  'ec2:DescribeNetworkInterfaces': anything('ec2:DescribeNetworkInterfaces'),
  'ec2:CreateSecurityGroup': ({ VpcId, TagSpecifications }) => {
    const [{ Tags = [] } = {}] = (TagSpecifications ?? []) as readonly { readonly Tags?: readonly Tag[] }[]
    return [
      { action: 'ec2:CreateSecurityGroup', resource: arn('ec2', `vpc/${VpcId}`) },
      group('ec2:CreateSecurityGroup', 'sg-0new', tagContext('aws:RequestTag', Tags)),
      group('ec2:CreateTags', 'sg-0new', { 'ec2:CreateAction': 'CreateSecurityGroup' }),
    ]
  },
  ...onSecurityGroups('AuthorizeSecurityGroupIngress'),
  ...onSecurityGroups('DeleteSecurityGroup'),
  'lambda:Invoke': ({ FunctionName }) => [
    { action: 'lambda:InvokeFunction', resource: arn('lambda', `function:${FunctionName}`) },
  ],
  'cloudtrail:LookupEvents': anything('cloudtrail:LookupEvents'),
}

interface Tag {
  readonly Key: string
  readonly Value: string
}

function tagsIn(tags: unknown): readonly Tag[] {
  return (tags ?? []) as readonly Tag[]
}

function tagContext(key: string, tags: readonly Tag[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [`${key}/${Key}`, Value]))
}

function onMountTargets(operation: string, ...besides: readonly IamRequest[]): Readonly<Record<string, Asks>> {
  const action = `elasticfilesystem:${operation}`
  const asks: Asks = ({ MountTargetId }, { efs }) => {
    const id = efs.mountTargets.get(String(MountTargetId))?.FileSystemId
    return [fileSystem(action, id, tagsOf(efs.fileSystems.get(String(id)))), ...besides]
  }
  return { [action]: asks }
}

function onSecurityGroups(operation: string): Readonly<Record<string, Asks>> {
  const asks: Asks = ({ GroupId }, { ec2 }) => {
    const tags = ec2.securityGroups.get(String(GroupId))?.Tags ?? []
    return [group(`ec2:${operation}`, GroupId, tagContext('aws:ResourceTag', tags))]
  }
  return { [`ec2:${operation}`]: asks }
}

const IAM_NAMES: Readonly<Record<string, string>> = { efs: 'elasticfilesystem' }

export function requestsOf(
  serviceId: string,
  operation: string,
  input: CallInput,
  state: FakeAws['state'],
): readonly IamRequest[] {
  const service = serviceId.toLowerCase()
  const asks = ASKS[`${IAM_NAMES[service] ?? service}:${operation}`]
  if (asks === undefined) throw new Error(`What ${service}:${operation} asks of IAM is not known here.`)
  return asks(input, state)
}

import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { isAllowed, type OrganizationRules, type Statement } from './cloudformation/iam.js'
import type { Stack } from './cloudformation/stack.js'
import { domainId, studio } from './studio.js'

const boundary = 'arn:aws:iam::111122223333:policy/team/Bound'
const key = 'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef'
/** Refuses what is created without the tag. EC2 asks about the VPC of a new group too, which is given no tag. */
const untagged = { Effect: 'Deny', Condition: { Null: { 'aws:RequestTag/CostCenter': 'true' } } } as const
const tagPolicy: readonly Statement[] = [
  { ...untagged, Action: ['elasticfilesystem:CreateFileSystem', 'elasticfilesystem:CreateAccessPoint'], Resource: '*' },
  { ...untagged, Action: 'ec2:CreateSecurityGroup', Resource: '*:security-group/*' },
]

const allow = (...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' })
const services = ['sagemaker:*', 'elasticfilesystem:*', 'ec2:*', 'lambda:*', 'cloudtrail:*']

const rules: OrganizationRules = {
  denied: tagPolicy,
  boundaries: { [boundary]: [allow(...services)], [`${boundary}Less`]: [allow(...services.slice(1))] },
}

const parameters = {
  PermissionsBoundaryArn: boundary,
  RolePath: '/team/storage/',
  RoleNamePrefix: 'team',
  OperationsKmsKeyArn: key,
  Tags: 'CostCenter=42,Owner=Data Science',
  ExcludedSubnets: 'use1-az3',
  Architecture: 'arm64',
  Monitoring: 'metrics',
}

const inOrganization = () => ({ ...studio({ undocumented: { nfsSecurityGroups: 'never' } }), organization: rules })

/** The properties of every resource of a type. */
const propertiesOf = (stack: Stack, type: string) => stack.resources(type).map(([, { properties }]) => properties)
const valuesOf = (stack: Stack, type: string, property: string) => [
  ...new Set(propertiesOf(stack, type).map((properties) => properties[property])),
]
const subnetsOf = (stack: Stack): readonly string[] => {
  const { VpcConfig } = stack.resource('DirectoryFunction')?.properties ?? {}
  return (VpcConfig as unknown as { readonly SubnetIds: readonly string[] }).SubnetIds
}

test('a stack lives under the rules of an organization, through a failed creation, updates, a rollback and its deletion', async () => {
  const before = inOrganization()
  const { fake, profile, listOf } = before
  const { efs, ec2 } = fake.state
  const { SubnetIds = [] } = fake.state.sagemaker.domains.get(domainId) ?? {}
  const zones = SubnetIds.map((id) => ec2.subnets.get(id)?.AvailabilityZoneId ?? '')
  const [first = '', second = ''] = zones
  profile('alice')
  const homes = efs.fileSystems.size

  await expect(deployed({ ...parameters, Tags: '', ExcludedSubnets: first }, before)).rejects.toThrow(
    /not allowed|may not/,
  )
  expect([efs.fileSystems.size, efs.accessPoints.size]).toEqual([homes, 0])

  const world = await deployed({ ...parameters, ExcludedSubnets: first }, before)
  const { stack, given, backfill, setNetworkRight, measured } = world
  const fileSystemId = String(stack.outputs['FileSystemId'])
  const ownGroups = () =>
    [...ec2.securityGroups.values()].filter(({ GroupName = '' }) => GroupName.startsWith('studio-efs'))
  const made = () => [
    ...[efs.fileSystems.get(fileSystemId), ...efs.accessPoints.values()].map((one) => one?.Tags ?? []),
    ...ownGroups().map(({ Tags = [] }) => Tags),
  ]
  const wanted = [
    { Key: 'CostCenter', Value: '42' },
    { Key: 'Owner', Value: 'Data Science' },
    expect.objectContaining({ Key: 'cloudformation:stack-id' }),
  ]
  expect(made()).toEqual([1, 2, 3].map(() => expect.arrayContaining(wanted)))

  const roles = propertiesOf(stack, 'AWS::IAM::Role')
  expect(valuesOf(stack, 'AWS::IAM::Role', 'PermissionsBoundary')).toEqual([boundary])
  expect(valuesOf(stack, 'AWS::IAM::Role', 'Path')).toEqual(['/team/storage/'])
  expect(new Set(roles.map(({ RoleName }) => RoleName)).size).toBe(roles.length)
  for (const { RoleName } of roles) expect(RoleName).toMatch(/^team-[a-z-]{6,24}-[0-9a-f]{8}$/)
  for (const { Architectures } of propertiesOf(stack, 'AWS::Lambda::Function')) expect(Architectures).toEqual(['arm64'])
  expect(valuesOf(stack, 'AWS::Logs::LogGroup', 'KmsKeyId')).toEqual([key])
  expect(valuesOf(stack, 'AWS::SQS::Queue', 'KmsMasterKeyId')).toEqual([key])
  expect(valuesOf(stack, 'AWS::SQS::Queue', 'SqsManagedSseEnabled')).toEqual([false])
  const ofQueues = { resource: key, context: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } }
  const mayUseKey = (functionId: string, action: string) =>
    isAllowed(stack.statementsOf(functionId), { action, ...ofQueues })
  expect(mayUseKey('EnsureFileSystemFunction', 'kms:GenerateDataKey')).toBe(true)
  expect(['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => mayUseKey('NewProfilesFunction', action))).toEqual([
    true,
    false,
  ])
  expect(subnetsOf(stack)).toHaveLength(zones.length - 1)
  const targets = [...efs.mountTargets.values()].filter((target) => target.FileSystemId === fileSystemId)
  expect(targets.map(({ SubnetId }) => SubnetId).sort()).toEqual([...SubnetIds].sort())

  await backfill()
  expect(listOf('alice')).toHaveLength(1)
  expect(stack.resources('AWS::CloudWatch::Dashboard')).toEqual([])
  expect(measured.at(-1)).toMatchObject({ Stack: 'studio-efs', Onboarded: 1, Unchanged: 0, Failed: 0, Throttled: 0 })
  for (const target of targets) target.SecurityGroups = []
  for (const { GroupId = '' } of ownGroups()) ec2.securityGroups.delete(GroupId)
  expect(await setNetworkRight()).toMatchObject({ outcome: 'changed' })
  expect(made()).toEqual([1, 2, 3].map(() => expect.arrayContaining(wanted)))

  const lived = [stack.outputs, subnetsOf(stack)]
  const all = zones.join(',')
  await expect(stack.update({ ...given, ExcludedSubnets: all, RolePath: '/other/' })).rejects.toThrow(
    /SubnetsLeftOutError.*ExcludedSubnets/s,
  )
  expect([stack.outputs, subnetsOf(stack)]).toEqual(lived)
  expect(valuesOf(stack, 'AWS::IAM::Role', 'Path')).toEqual(['/team/storage/'])

  const { PermissionsBoundaryArn: _, ...fewer } = given
  const update = {
    ExcludedSubnets: second,
    OperationsKmsKeyArn: '',
    RoleNamePrefix: '',
    RolePath: '',
    Monitoring: 'off',
  }
  await stack.update({ ...fewer, ...update })
  expect(stack.outputs).toEqual(lived[0])
  expect(valuesOf(stack, 'AWS::IAM::Role', 'PermissionsBoundary')).toEqual([undefined])
  expect(valuesOf(stack, 'AWS::SQS::Queue', 'SqsManagedSseEnabled')).toEqual([true])
  expect(valuesOf(stack, 'AWS::Logs::LogGroup', 'KmsKeyId')).toEqual([undefined])
  expect(subnetsOf(stack)).toHaveLength(zones.length - 1)
  expect(subnetsOf(stack)).not.toEqual(lived[1])
  profile('bob')
  const written = measured.length
  await backfill()
  expect([listOf('bob')?.length, measured.length - written]).toEqual([1, 0])

  const denials = stack.denials.length
  await stack.update({ ...given, PermissionsBoundaryArn: `${boundary}Less` }).catch(() => undefined)
  expect(stack.denials.slice(denials)).toEqual([
    expect.stringContaining('EnsureFileSystemRole may not sagemaker:DescribeDomain'),
  ])

  await stack.remove()
  expect([efs.fileSystems.size, listOf('alice')?.length]).toEqual([homes + 1, 1])
})

test('the group that admits more than five domains carries the tags too', async () => {
  const before = { ...studio(), organization: rules }
  const { ec2 } = before.fake.state
  for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) before.neighbour(`d-${name}`)
  const given = { Scenario: 'VpcShared', Scope: 'private', Tags: parameters.Tags, Monitoring: 'metrics' }
  const { stack } = await deployed(given, before)
  expect(await stack.invoke('ShareAcrossVpcDomainsFunction', {})).toMatchObject({ scheme: 'shared-groups' })
  const shared = [...ec2.securityGroups.values()].filter(({ GroupName = '' }) =>
    GroupName.startsWith('studio-efs-nfs-'),
  )
  expect(shared.map(({ Tags }) => Tags)).toEqual([
    expect.arrayContaining([
      { Key: 'CostCenter', Value: '42' },
      { Key: 'Owner', Value: 'Data Science' },
    ]),
  ])
  expect(stack.denials).toEqual([])
})

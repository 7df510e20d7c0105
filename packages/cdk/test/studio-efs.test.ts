import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { type IVpc, SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2'
import { FileSystem } from 'aws-cdk-lib/aws-efs'
import { Schedule } from 'aws-cdk-lib/aws-events'
import { type CfnRole, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnDomain, CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { App, type AppProps, Aws, Duration, type IResolvable, Lazy, Stack } from 'aws-cdk-lib/core'
import { AwsSolutionsChecks } from 'cdk-nag'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { appWithOneDomain, appWithSeveralDomains } from '../../../examples/cdk/src/studio-app.js'
import { propsFile } from '../build/props.js'
import { shippedTemplate } from '../build/template.js'
import { DomainFileSystem, StudioEfs, type StudioEfsProps, UserProfileFileSystem } from '../src/index.js'
import { propertyName } from '../src/props/property-name.js'
import { shipped, symbolOf, synthesised } from './evaluated.js'

const { zips } = vi.hoisted(() => ({ zips: { folder: '' } }))

// The packaged files exist only after a build. The real template, with files of any content in place of the zips.
vi.mock('../src/packaged.js', async () => {
  const template = (await import('../build/template.js')).shippedTemplate()
  return {
    packagedTemplate: () => template,
    packagedZip: (handler: string) => {
      const path = join(zips.folder, `${handler}.zip`)
      writeFileSync(path, handler)
      return path
    },
  }
})

beforeAll(() => {
  zips.folder = mkdtempSync(join(tmpdir(), 'studio-efs-cdk-'))
  // The validation of aws-cdk-lib is compiled for a second; scripts/check-cdk.ts runs it.
  vi.stubEnv('CDK_VALIDATION', 'false')
})

afterAll(() => {
  rmSync(zips.folder, { recursive: true })
  vi.unstubAllEnvs()
})

const template = shippedTemplate()
const quick: AppProps = { analyticsReporting: false, context: { 'aws:cdk:disable-stack-trace': true } }
const domainId = 'd-abcdefghijkl'
const arn = (service: string, name: string, region = 'eu-west-1') => `arn:aws:${service}:${region}:111122223333:${name}`

function studioEfs(props: Partial<StudioEfsProps> = {}, stack = new Stack(new App(quick), 'Stack')) {
  return { stack, construct: new StudioEfs(stack, 'StudioEfs', { sageMakerDomainId: domainId, ...props }) }
}

function existingVpc(stack: Stack): IVpc {
  const ids = { availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-0a1b'] }
  return Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-0a1b', ...ids })
}

describe('every resource and output is that of the template', () => {
  /** Differences of every function, with their reason; there are no others. */
  const differs = {
    // The zip is an asset of the CDK in place of a file beside the template.
    Code: { S3Bucket: expect.stringMatching(/assets/), S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) },
  }
  function expected(parameters: Parameters<typeof shipped>[0]) {
    const { resources, outputs } = shipped(parameters)
    const all = Object.entries(resources).map(([logicalId, resource]) => {
      if (resource['Type'] !== 'AWS::Lambda::Function') return [logicalId, resource]
      return [logicalId, { ...resource, Properties: { ...Object(resource['Properties']), ...differs } }]
    })
    return { resources: Object.fromEntries(all), outputs }
  }

  test.each<[string, Partial<StudioEfsProps>, Record<string, string>]>([
    ['by default', {}, {}],
    [
      'for a shared directory',
      { scenario: 'DomainShared', reconcileSchedule: '', monitoring: 'metrics' },
      { Scenario: 'DomainShared', ReconcileSchedule: '', Monitoring: 'metrics' },
    ],
    [
      'for all domains of a VPC',
      {
        scenario: 'VpcShared',
        spaceRoleArns: [arn('iam', 'role/a', ''), arn('iam', 'role/b*', '')],
        sharedPath: `/a\${b}`,
      },
      {
        Scenario: 'VpcShared',
        SpaceRoleArns: `${arn('iam', 'role/a', '')},${arn('iam', 'role/b*', '')}`,
        SharedPath: `/a\${b}`,
      },
    ],
  ])('%s', (_, props, parameters) => {
    const made = Template.fromStack(studioEfs(props).stack).toJSON()
    expect(synthesised(made)).toEqual(expected({ SageMakerDomainId: domainId, ...parameters }))
    // Parameters, rules and conditions are decided at synthesis; these are the CDK's own.
    expect(Object.keys(made).sort()).toEqual(['Outputs', 'Parameters', 'Resources', 'Rules'])
    expect([Object.keys(made['Parameters']), Object.keys(made['Rules'])]).toEqual([
      ['BootstrapVersion'],
      ['CheckBootstrapVersion'],
    ])
  })

  test('with a construct or a value of the CDK for every parameter that takes one', () => {
    const stack = new Stack(new App(quick), 'Stack')
    const vpc = existingVpc(stack)
    const key = new Key(stack, 'Key')
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') })
    const topic = new Topic(stack, 'Topic')
    const boundary = ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess')
    const fileSystem = new FileSystem(stack, 'Users', { vpc })
    const defaultUserSettings = { executionRole: role.roleArn }
    const domain = new CfnDomain(stack, 'Domain', { authMode: 'IAM', domainName: 'science', defaultUserSettings })
    const { construct } = studioEfs(
      {
        sageMakerDomainId: domain,
        fileSystemId: fileSystem,
        kmsKeyArn: key,
        operationsKmsKeyArn: key,
        executionRoleArn: role,
        spaceRoleArns: [role],
        alarmTopicArn: topic,
        permissionsBoundaryArn: boundary,
        excludedSubnets: [Subnet.fromSubnetId(stack, 'Other', 'subnet-0a1b'), 'use1-az3'],
        tags: { CostCenter: '42', Owner: 'Data Science' },
        reconcileSchedule: Schedule.rate(Duration.days(2)),
        logRetentionDays: RetentionDays.ONE_WEEK,
        runtime: Runtime.NODEJS_22_X,
        architecture: Architecture.ARM_64,
        tracing: Tracing.ACTIVE,
      },
      stack,
    )
    const text = (value: string) => String(symbolOf(stack.resolve(value)))
    const wanted = expected({
      SageMakerDomainId: text(domain.attrDomainId),
      FileSystemId: text(fileSystem.fileSystemId),
      KmsKeyArn: text(key.keyArn),
      OperationsKmsKeyArn: text(key.keyArn),
      ExecutionRoleArn: text(role.roleArn),
      SpaceRoleArns: text(role.roleArn),
      AlarmTopicArn: text(topic.topicArn),
      PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
      ExcludedSubnets: 'subnet-0a1b,use1-az3',
      Tags: 'CostCenter=42,Owner=Data Science',
      ReconcileSchedule: 'rate(2 days)',
      LogRetentionDays: '7',
      Runtime: 'nodejs22.x',
      Architecture: 'arm64',
      Tracing: 'Active',
    })
    const { resources, outputs } = synthesised(Template.fromStack(stack).toJSON())
    const { FileSystem: custom, ...others } = wanted.resources
    expect(resources).toMatchObject(others)
    expect(outputs).toEqual(wanted.outputs)
    // The custom resource waits for the mount targets, which it would make otherwise.
    const DependsOn = [expect.stringMatching(/^UsersEfsMountTarget/)]
    expect(resources['FileSystem']).toEqual({ ...Object(custom), DependsOn: expect.arrayContaining(DependsOn) })
    expect(construct.connections).toBe(fileSystem.connections)
    expect(construct.directoryOf('alice')).toBe(`/_domains/${domain.attrDomainId}/alice`)
  })
})

describe('the properties', () => {
  test('are the parameters of the template', () => {
    const file = readFileSync(new URL('../src/props/studio-efs-props.ts', import.meta.url), 'utf8')
    // After a change of a parameter: npx tsx packages/cdk/build/write-props.ts
    expect(file).toBe(propsFile())
    const names = [...file.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => name)
    expect(names).toEqual(Object.keys(template.Parameters).map(propertyName))
  })

  test.each<[string, object, RegExp]>([
    [
      'another value than those of a list',
      { scenario: 'Private' },
      /scenario is "Private", which is none of PrivateDir/,
    ],
    [
      'a text that its pattern does not match',
      { sageMakerDomainId: 'alice' },
      /sageMakerDomainId is "alice", which does/,
    ],
    ['a number outside its range', { concurrency: 1 }, /concurrency is 1, which is no number from 2 to 1000/],
    ['a text that is too long', { layout: `/${'a'.repeat(256)}/{userProfileName}` }, /layout is longer than 256/],
    ['no domain', { sageMakerDomainId: undefined }, /sageMakerDomainId is missing/],
    ['a name that it does not have', { domain: domainId }, /domain is no property/],
    ['an object without an id', { kmsKeyArn: new Map() }, /kmsKeyArn is \[object Map\], which cannot be read/],
    ['a comma in a tag, which would make two of it', { tags: { a: 'b,c=d' } }, /tags is .*cannot be read/],
    ['a token where the template decides', { scope: Aws.STACK_NAME }, /scope must be known at synthesis/],
    ['an existing file system to delete', { dataOnDelete: 'delete', fileSystemId: 'fs-0123abcd' }, /never deleted/],
    ['no roles for shared spaces of a VPC', { scenario: 'VpcShared' }, /name in SpaceRoleArns the roles/],
  ])('refuse %s', (_, props, message) => {
    expect(() => studioEfs(props)).toThrow(message)
    expect(() => studioEfs(props)).toThrow(expect.objectContaining({ name: 'InvalidStudioEfsPropsError' }))
  })

  test('refuse a second construct in a stack, whose functions would have the same names', () => {
    const { stack } = studioEfs()
    expect(() => new StudioEfs(stack, 'Other', { sageMakerDomainId: 'd-other' })).toThrow(
      /StudioEfs Stack\/Other: its stack has Stack\/StudioEfs/,
    )
  })
})

test('grants, connections, metrics and alarm actions reach the resources of the template', () => {
  const { stack, construct } = studioEfs({ operationsKmsKeyArn: arn('kms', 'key/operations') })
  const grantee = new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })
  construct.grantBackfill(grantee)
  construct.grantReplay(grantee)
  construct.grantDirectories(grantee)
  construct.grantConsumeFailedEvents(grantee)
  construct.grantMount(grantee)
  const host = SecurityGroup.fromSecurityGroupId(stack, 'Host', 'sg-0123abcd', { mutable: false })
  construct.connections.allowDefaultPortFrom(host)
  construct.addAlarmAction(new SnsAction(new Topic(stack, 'Topic')))
  construct.metricFailed().createAlarm(stack, 'Failed', { threshold: 10, evaluationPeriods: 1 })
  const made = Template.fromStack(stack)
  const added = Object.entries(made.toJSON()['Resources'] as object).filter(
    ([logicalId]) => !(logicalId in template.Resources),
  )
  expect(Object.fromEntries(added)).toMatchSnapshot()
  const alarms = Object.values(made.findResources('AWS::CloudWatch::Alarm'))
  const informed = alarms.filter(({ Properties }) => Properties.AlarmActions !== undefined)
  expect(informed.map(({ Properties }) => Properties.AlarmActions)).toEqual(
    construct.alarms().map(() => [{ Ref: expect.stringMatching(/^Topic/) }]),
  )
  expect(construct.alarms()).toHaveLength(5)
  expect(construct.metricOnboarded().toMetricConfig().metricStat?.dimensions).toEqual([
    { name: 'Stack', value: 'Stack' },
  ])
})

test('a part that the properties leave out is an error that says why', () => {
  const { stack, construct } = studioEfs({ scenario: 'DomainShared', monitoring: 'off' })
  const role = new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })
  expect(() => construct.grantBackfill(role)).toThrow('there is no backfill, because the scenario is DomainShared')
  expect(() => construct.metricFailed()).toThrow('there is no metric Failed, because monitoring is off')
  expect(() => construct.alarm('NewProfilesAlarm')).toThrow('there is no NewProfilesAlarm')
  expect(construct.grantRepair(role).success).toBe(true)
  expect(construct.directoryOf('alice')).toBe('/_shared')
})

test.each<[string, Partial<StudioEfsProps>]>([
  ['private directories', { dataOnDelete: 'delete', kmsKeyArn: arn('kms', 'key/a'), tracing: 'Active' }],
  ['a shared directory', { scenario: 'DomainShared', executionRoleArn: arn('iam', 'role/a', '') }],
  ['a VPC', { scenario: 'VpcShared', spaceRoleArns: [arn('iam', 'role/*', '')] }],
  ['a domain of the app', { sageMakerDomainId: Lazy.string({ produce: () => domainId }) }],
])('cdk-nag finds nothing that is not argued: %s', (_, props) => {
  const { stack, construct } = studioEfs(props)
  const report = new AwsSolutionsChecks(stack.node.root).validateScope(stack.node.root)
  expect(report.violations).toEqual([])
  // A wildcard that the app adds is found all the same.
  const role = construct.resource('DirectoryRole') as CfnRole
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' }]
  role.policies = [{ policyName: 'Added', policyDocument: { Statement } }]
  const { violations } = new AwsSolutionsChecks(stack.node.root).validateScope(stack.node.root)
  expect(violations.map(({ ruleName }) => ruleName)).toEqual(['AwsSolutions-IAM5[Resource::arn:aws:s3:::*]'])
})

describe('mixins add the file system and keep what is there', () => {
  const theirs = { efsFileSystemConfig: { fileSystemId: 'fs-0123abcd', fileSystemPath: '/theirs' } }
  const ours = { FileSystemId: 'fs-0fedcba9', FileSystemPath: '/ours' }
  const Theirs = { FileSystemId: 'fs-0123abcd', FileSystemPath: '/theirs' }
  const both = [{ EFSFileSystemConfig: Theirs }, { EFSFileSystemConfig: ours }]
  const mixin = new DomainFileSystem({ fileSystem: 'fs-0fedcba9', path: '/ours' })

  function domainOf(defaultUserSettings: CfnDomain.UserSettingsProperty | IResolvable) {
    const stack = new Stack(new App(quick), 'Stack')
    const domain = new CfnDomain(stack, 'Domain', { authMode: 'IAM', domainName: 'science', defaultUserSettings })
    return { stack, domain, properties: () => Template.fromStack(stack).toJSON()['Resources']['Domain']['Properties'] }
  }

  test.each<[string, CfnDomain.UserSettingsProperty | IResolvable]>([
    ['a list', { executionRole: 'role', customFileSystemConfigs: [theirs] }],
    ['a token', Lazy.any({ produce: () => ({ executionRole: 'role', customFileSystemConfigs: [theirs] }) })],
    [
      'a list that is a token',
      { executionRole: 'role', customFileSystemConfigs: Lazy.any({ produce: () => [theirs] }) },
    ],
  ])('of a domain with %s', (_, settings) => {
    const { domain, properties } = domainOf(settings)
    domain.with(mixin, mixin)
    expect(properties().DefaultUserSettings).toEqual({ ExecutionRole: 'role', CustomFileSystemConfigs: both })
    expect(properties().DefaultSpaceSettings).toBeUndefined()
  })

  test('also of the default of shared spaces, where there is one', () => {
    const { domain, properties } = domainOf({ executionRole: 'role' })
    domain.defaultSpaceSettings = { executionRole: 'role', customFileSystemConfigs: [theirs] }
    domain.with(mixin)
    expect(properties().DefaultSpaceSettings.CustomFileSystemConfigs).toEqual(both)
  })

  test('and refuse another path of the same file system, a full list, and a profile of another domain', () => {
    const listed = { efsFileSystemConfig: { fileSystemId: 'fs-0fedcba9', fileSystemPath: '/' } }
    const { domain, stack } = domainOf({ executionRole: 'role', customFileSystemConfigs: [listed] })
    expect(() => domain.with(mixin)).toThrow(/Stack\/Domain lists the file system with the path \/, and/)
    domain.defaultUserSettings = {
      executionRole: 'role',
      customFileSystemConfigs: Array.from({ length: 10 }, () => theirs),
    }
    expect(() => domain.with(mixin)).toThrow(/lists 10 file systems already/)
    const profile = new CfnUserProfile(stack, 'alice', { domainId: 'd-other', userProfileName: 'alice' })
    const { construct } = studioEfs({}, new Stack(stack.node.root as App, 'StudioEfs'))
    expect(() => profile.with(new UserProfileFileSystem(construct))).toThrow(/is in domain d-other, and the StudioEfs/)
    expect(mixin.supports(profile)).toBe(false)
  })

  test('of a profile, which waits for the mount targets of a file system of the app', () => {
    const stack = new Stack(new App(quick), 'Stack')
    const fileSystem = new FileSystem(stack, 'Users', { vpc: existingVpc(stack) })
    const profile = new CfnUserProfile(stack, 'alice', { domainId, userProfileName: 'alice' })
    profile.with(new UserProfileFileSystem({ fileSystem, path: '/alice' }))
    Template.fromStack(stack).hasResource('AWS::SageMaker::UserProfile', {
      Properties: {
        UserSettings: {
          CustomFileSystemConfigs: [
            { EFSFileSystemConfig: { FileSystemId: stack.resolve(fileSystem.fileSystemId), FileSystemPath: '/alice' } },
          ],
        },
      },
      DependsOn: [Match.stringLikeRegexp('^UsersEfsMountTarget')],
    })
  })
})

describe('the example, without an account', () => {
  test('for one domain, whose users wait for the stack that gives them their directories', () => {
    const { stacks } = appWithOneDomain(quick).synth()
    const users = stacks.find(({ stackName }) => stackName === 'Users')
    expect(users?.template.Resources).toMatchSnapshot()
    expect(users?.dependencies.map(({ id }) => id)).toContain('StudioEfs')
    expect(JSON.stringify(stacks.map(({ template }) => template))).not.toMatch(/\b\d{12}\b/)
  })

  test('for five domains, which share the file system of the first', () => {
    const domainIds = ['a', 'b', 'c', 'd', 'e'].map((letter) => `d-${letter.repeat(12)}`)
    const { stacks } = appWithSeveralDomains(domainIds, quick).synth()
    expect(stacks.map(({ stackName }) => stackName)).toEqual(domainIds.map((id) => `StudioEfs-${id}`))
    for (const [at, { template, dependencies }] of stacks.entries()) {
      const { DomainId, FileSystemId } = template.Resources.FileSystem.Properties
      expect(DomainId).toBe(domainIds[at])
      expect(FileSystemId).toEqual(
        at === 0 ? '' : { 'Fn::ImportValue': expect.stringContaining(stacks[0]?.stackName ?? '-') },
      )
      expect(dependencies.some(({ id }) => id === stacks[0]?.id)).toBe(at > 0)
    }
  })
})

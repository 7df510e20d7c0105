import { efsEntry } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { deployed, fanOutParameters } from './cloudformation/deployed.js'
import { isAllowed, type Statement } from './cloudformation/iam.js'
import { deploy, type Stack } from './cloudformation/stack.js'
import { stackId } from './cloudformation/stack-state.js'
import { domainId, role, studio } from './studio.js'

/** Actions of the Lambda service, and actions that AWS asks for only once in an account or not for every call. */
const notAsked = new Set([
  ...['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'],
  ...['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
  ...['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses', 'iam:CreateServiceLinkedRole'],
])
const forItsNetwork = [
  ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
  'ec2:DescribeSubnets',
]

function allowedTo(stack: Stack, functionId: string): readonly string[] {
  return stack.statementsOf(functionId).flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []))
}

/** The fake lists a new profile half a second after its creation. */
const VISIBLE_MS = 500

/** Profiles by event, backfill, replay and batch. */
async function privateDirectories(): Promise<readonly Stack[]> {
  const { stack, fake, region, create, remove, backfill, deliver, deliverDeletions, sweep, measure } = await deployed({
    UsageSchedule: 'rate(7 days)',
  })
  await create('alice')
  await fake.clock.advance(VISIBLE_MS)
  await backfill()
  const delivery = deliver()
  await create('bob')
  await delivery.settled()
  delivery.stop()
  const deletions = deliverDeletions()
  await remove('alice')
  await deletions.settled()
  deletions.stop()
  await remove('bob')
  await fake.clock.advance(600_000)
  // As SageMaker may answer for a profile of a domain that is gone.
  for (const [functionId, event] of [
    ['DeletedProfilesFunction', { domainId, userProfileName: 'bob' }],
    ['LeaversFunction', {}],
  ] as const) {
    const fault = { kind: 'error', code: 'ValidationException', message: 'No such domain.', status: 400 } as const
    fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', fault })
    await expect(stack.invoke(functionId, event)).rejects.toThrow('No such domain.')
  }
  await sweep()
  await measure()
  await create('carol')
  await stack.invoke('ReplayFunction', {})
  const options = { name: 'fan-out', template: 'studio-efs-fanout.yaml' } as const
  const fanOut = await deploy(region, { ...options, parameters: fanOutParameters(stack) })
  await create('dave')
  await fanOut.invoke('OnboardBatchFunction', { Items: ['dave'] })
  return [stack, fanOut]
}

function deletionOf(stack: Stack) {
  return {
    RequestType: 'Delete',
    ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer',
    StackId: stackId({ name: 'studio-efs' }),
    ...{ RequestId: 'request', LogicalResourceId: 'FileSystem' },
    PhysicalResourceId: stack.resource('FileSystem')?.physicalId,
    ResourceProperties: { DomainId: 'd-science', DataOnDelete: 'delete' },
  }
}

/** A domain without NFS groups whose file system is deleted again, and mount targets whose groups were taken off. */
async function networks(): Promise<readonly Stack[]> {
  const KmsKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/01234567-89ab-cdef-0123-456789abcdef'
  const world = studio({ undocumented: { nfsSecurityGroups: 'never' } })
  const bare = await deployed({ DataOnDelete: 'delete', KmsKeyArn }, world)
  await bare.create('alice')
  await bare.fake.clock.advance(VISIBLE_MS)
  for (const { FileSystemId } of bare.fake.state.efs.fileSystems.values()) {
    const SpaceSettings = { CustomFileSystems: [{ EFSFileSystem: { FileSystemId } }] }
    bare.fake.seed.space({ DomainId: 'd-science', SpaceName: `lab-${FileSystemId}`, SpaceSettings })
  }
  await bare.stack.invoke('EnsureFileSystemFunction', deletionOf(bare.stack))
  bare.fake.state.sagemaker.spaces.clear()
  await bare.stack.invoke('EnsureFileSystemFunction', deletionOf(bare.stack))
  const { stack, given, fake } = await deployed({ FileSystemPolicy: 'deny-anonymous-root' })
  for (const target of fake.state.efs.mountTargets.values()) target.SecurityGroups = []
  await stack.update({ ...given, DataOnDelete: 'delete' })
  return [bare.stack, stack]
}

/** Six domains, which are more than a mount target has groups for, one of them in zones of its own. */
async function sharedDirectories(): Promise<readonly Stack[]> {
  const domain = await deployed({ Scenario: 'DomainShared' })
  await domain.create('alice')
  await domain.fake.clock.advance(60_000)
  await domain.stack.invoke('SetDomainDefaultFunction', {})
  const world = studio({ zones: [0] })
  for (const name of ['a', 'b', 'c', 'd']) world.neighbour(`d-${name}`)
  world.neighbour('d-far', [1, 2])
  const vpc = await deployed({ Scenario: 'VpcShared', SpaceRoleArns: role }, world)
  await vpc.create('alice')
  await vpc.fake.clock.advance(60_000)
  await vpc.stack.invoke('ShareAcrossVpcDomainsFunction', { hiddenProfiles: 'report' })
  return [domain.stack, vpc.stack]
}

const stacks = [...(await privateDirectories()), ...(await networks()), ...(await sharedDirectories())]
const functionIds = [
  ...new Set(stacks.flatMap((stack) => stack.resources('AWS::Lambda::Function').map(([functionId]) => functionId))),
]
const ofAll = (functionId: string, what: (stack: Stack) => Iterable<string>) =>
  new Set(stacks.filter((stack) => stack.resource(functionId) !== undefined).flatMap((stack) => [...what(stack)]))

describe('the role of a function allows every call that it makes, on what it is made on, and nothing else', () => {
  test.each(functionIds)('%s', (functionId) => {
    const asked = ofAll(functionId, (stack) => stack.askedOf(functionId))
    const allowed = ofAll(functionId, (stack) => allowedTo(stack, functionId))
    const unused = [...allowed].filter((action) => !asked.has(action) && !notAsked.has(action))
    expect(unused.filter((action) => functionId !== 'DirectoryFunction' || !forItsNetwork.includes(action))).toEqual([])
    expect(asked.size).toBeGreaterThan(0)
  })

  test('none was denied anything', () => {
    expect(stacks.flatMap(({ denials }) => denials)).toEqual([])
  })
})

test('a call on another domain is denied, as the ARN in the policy is not its own', async () => {
  const { stack } = await deployed()
  const request = { action: 'sagemaker:UpdateUserProfile', resource: userProfileArn('d-other', 'alice') }
  const statements = stack.statementsOf('BackfillFunction')
  expect(isAllowed(statements, request)).toBe(false)
  expect(isAllowed(statements, { ...request, resource: userProfileArn(domainId, 'alice') })).toBe(true)
})

test('a profile that also lists a foreign file system is onboarded', async () => {
  const { stack, fake, backfill } = await deployed()
  const { FileSystemId } = fake.seed.fileSystem()
  const foreign = efsEntry(FileSystemId, '/theirs')
  const UserSettings = { CustomFileSystemConfigs: [foreign] }
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', UserSettings })
  await backfill()
  expect(stack.denials).toEqual([])
})

test('the role of the parameters may be passed by whoever updates profiles, and no other', async () => {
  const { stack } = await deployed({ ExecutionRoleArn: role })
  const context = { 'iam:PassedToService': 'sagemaker.amazonaws.com' }
  for (const functionId of ['NewProfilesFunction', 'BackfillFunction', 'ReplayFunction']) {
    const may = (resource: string) =>
      isAllowed(stack.statementsOf(functionId), { action: 'iam:PassRole', resource, context })
    expect([may(role), may('arn:aws:iam::111122223333:role/Admin')]).toEqual([true, false])
  }
})

test("the directory function's code may not do to network interfaces what its service may", async () => {
  const { stack } = await deployed()
  const request = { action: 'ec2:DeleteNetworkInterface', resource: '*' }
  const context = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:directories' }
  const statements = stack.statementsOf('DirectoryFunction')
  expect([isAllowed(statements, request), isAllowed(statements, { ...request, context })]).toEqual([true, false])
})

test('only the role of the shared spaces may be passed, and only to SageMaker', async () => {
  const { stack } = await deployed({ Scenario: 'DomainShared' })
  const passes = (resource: string, service: string) =>
    isAllowed(stack.statementsOf('SetDomainDefaultFunction'), {
      ...{ action: 'iam:PassRole', resource },
      context: { 'iam:PassedToService': service },
    })
  const admin = 'arn:aws:iam::111122223333:role/Admin'
  expect(passes(role, 'sagemaker.amazonaws.com')).toBe(true)
  expect([passes(admin, 'sagemaker.amazonaws.com'), passes(role, 'ec2.amazonaws.com')]).toEqual([false, false])
})

test('the queue takes what the rules of this stack could not hand over, and from nobody else', async () => {
  const { stack } = await deployed({ UsageSchedule: 'rate(7 days)' })
  const { PolicyDocument } = stack.resource('UndeliveredEventsPolicy')?.properties ?? {}
  const { Statement } = PolicyDocument as unknown as { readonly Statement: readonly Statement[] }
  const resource = String(stack.resource('UndeliveredEvents')?.attributes['Arn'])
  const may = (arn: unknown) =>
    isAllowed(Statement, { action: 'sqs:SendMessage', resource, context: { 'aws:SourceArn': String(arn) } })
  const rules = stack.resources('AWS::Events::Rule').map(([, { attributes }]) => may(attributes['Arn']))
  expect(rules).toEqual(['created', 'deleted', 'deployed', 'schedule', 'usage'].map(() => true))
  expect(may('arn:aws:events:eu-west-1:111122223333:rule/other')).toBe(false)
})

test('what starts the runs may, and they may invoke their functions', async () => {
  const { stack } = await deployed({ UsageSchedule: 'rate(7 days)' })
  const may = (roleId: string, action: string, resource: unknown) =>
    isAllowed(stack.statementsOf(roleId), { action, resource: String(resource) })
  for (const name of ['Backfill', 'Leavers', 'Usage']) {
    const run = stack.resource(`${name}Run`)?.physicalId
    expect(may('StartBackfillRole', 'states:StartExecution', run)).toBe(true)
    const invoked = stack.resource(`${name}Function`)?.attributes['Arn']
    expect(may(`${name}RunRole`, 'lambda:InvokeFunction', invoked)).toBe(true)
  }
})

function userProfileArn(ofDomain: string, name: string): string {
  return `arn:aws:sagemaker:eu-west-1:111122223333:user-profile/${ofDomain}/${name}`
}

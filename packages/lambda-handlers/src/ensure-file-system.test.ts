import { ensureFileSystemForDomain } from '@studio-efs/core'
import { assertOk, efsEntry, userProfileKey } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, role, studio } from '../test/studio.js'
import { createEnsureFileSystem, FILE_SYSTEM_ATTRIBUTES } from './ensure-file-system.js'

const long = { getRemainingTimeInMillis: () => 900_000 }
const envelope = {
  ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/x?signature=1',
  StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/studio/1',
  RequestId: 'request-1',
  ResourceType: 'Custom::StudioFileSystem',
  LogicalResourceId: 'FileSystem',
}

function deployed(options: Parameters<typeof studio>[0] = {}) {
  const world = studio(options)
  const answers: Record<string, unknown>[] = []
  const handler = createEnsureFileSystem({
    ...world,
    send: async (_, body) => {
      answers.push(JSON.parse(body))
    },
  })
  const request = async (
    RequestType: string,
    properties: Record<string, unknown>,
    PhysicalResourceId?: string,
    { StackId }: { readonly StackId: string } = envelope,
  ) => {
    const ResourceProperties = { ServiceToken: 'arn:aws:lambda:...', ...properties }
    const resource = { RequestType, ResourceProperties, ...(PhysicalResourceId && { PhysicalResourceId }) }
    const event = { ...envelope, StackId, ...resource }
    await handler(event, long)
    return answers.at(-1) as {
      Status: string
      PhysicalResourceId: string
      Reason?: string
      Data: Record<string, string>
    }
  }
  const ownFileSystems = () =>
    [...world.fake.state.efs.fileSystems.values()].filter(({ Tags }) =>
      Tags.some(({ Key }) => Key === 'studio-efs:owner'),
    )
  return { ...world, handler, answers, request, ownFileSystems }
}

const Tags = [
  { Key: 'team', Value: 'science' },
  { Key: 'cost-center', Value: '7' },
]

test('Tags reach everything that the resource makes, also between deployments, beside the tag of the stack', async () => {
  const { request, handler, ownFileSystems, fake } = deployed({ undocumented: { nfsSecurityGroups: 'never' } })
  const properties = { DomainId: domainId, MissingSecurityGroup: 'create', Tags }
  await request('Create', properties)
  const made = () => {
    const { accessPoints } = fake.state.efs
    const groups = [...fake.state.ec2.securityGroups.values()].filter(({ GroupName }) => /^studio-efs/.test(GroupName))
    return [...ownFileSystems(), ...accessPoints.values(), ...groups]
  }
  const wanted = expect.arrayContaining([...Tags, { Key: 'cloudformation:stack-id', Value: envelope.StackId }])
  expect(made().map((each) => each.Tags)).toEqual([wanted, wanted, wanted])
  fake.state.efs.accessPoints.clear()
  await handler({ Reconcile: properties }, long)
  expect([...fake.state.efs.accessPoints.values()].map((each) => each.Tags)).toEqual([expect.arrayContaining(Tags)])
})

test.each([['text'], [[{ Key: 'team' }]], [[null]], [{ team: 'science' }]])(
  'Tags that are no list of keys and values are refused: %j',
  async (given) => {
    const { request, fake } = deployed()
    const { Status, Reason } = await request('Create', { DomainId: domainId, Tags: given })
    expect([Status, Reason]).toEqual(['FAILED', expect.stringMatching(/Tags.*a list of/)])
    expect(fake.calls).toEqual([])
  },
)

describe('create', () => {
  test('makes the file system and answers with the attributes that the stack needs', async () => {
    const { request, ownFileSystems, fake, records } = deployed()
    const { Status, PhysicalResourceId, Data } = await request('Create', { DomainId: domainId })
    const [fileSystem] = ownFileSystems()
    expect(Status).toBe('SUCCESS')
    expect(PhysicalResourceId).toBe(`studio-efs/${domainId}/${fileSystem?.FileSystemId}`)
    expect(Object.keys(Data)).toEqual([...FILE_SYSTEM_ATTRIBUTES])
    expect(Data).toMatchObject({ FileSystemId: fileSystem?.FileSystemId })
    expect(Data['SubnetIds']?.split(',')).toHaveLength(3)
    expect(Data['SecurityGroupIds']).toMatch(/^sg-[0-9a-f]+$/)
    const targets = [...fake.state.efs.mountTargets.values()]
    expect(targets.length).toBeGreaterThanOrEqual(3)
    for (const { SecurityGroups } of targets) expect(SecurityGroups).toEqual([Data['MountTargetSecurityGroupIds']])
    expect(records).toMatchObject([{ level: 'info', message: 'answered', requestType: 'Create' }])
  })

  test('takes a file system that is there already', async () => {
    const { request, fake, vpc } = deployed()
    const { FileSystemId } = fake.seed.fileSystem()
    const answer = await request('Create', { DomainId: domainId, FileSystemId, KmsKeyId: '', Name: '' })
    expect(answer).toMatchObject({ Status: 'SUCCESS', Data: { FileSystemId, VpcId: vpc.VpcId } })
  })

  test('answers with the role that shared spaces have or get, and refuses a domain without where one is required', async () => {
    const { request, fake } = deployed()
    const ExecutionRole = 'arn:aws:iam::111122223333:role/Given'
    const properties = { DomainId: domainId, ExecutionRole, SpaceRole: 'required' }
    expect((await request('Create', properties)).Data).toMatchObject({ SpaceRoleArn: role })
    const domain = fake.state.sagemaker.domains.get(domainId)
    if (domain !== undefined) domain.DefaultSpaceSettings = {}
    expect((await request('Create', properties)).Data).toMatchObject({ SpaceRoleArn: ExecutionRole })
    expect(await request('Create', { DomainId: domainId })).toMatchObject({ Data: { SpaceRoleArn: '' } })
    const { Status, Reason } = await request('Create', { DomainId: domainId, SpaceRole: 'required' })
    expect([Status, Reason]).toEqual(['FAILED', expect.stringContaining('SpaceRoleMissingError')])
  })

  test('waits once for a group that SageMaker may be about to make', async () => {
    const { request, fake } = deployed({ undocumented: { nfsSecurityGroups: 'never' } })
    const startedAt = fake.clock.now()
    await request('Create', { DomainId: domainId, MissingSecurityGroup: 'create' })
    const making = fake.calls.find(({ operation }) => operation === 'CreateFileSystem')
    expect(Number(making?.at) - startedAt).toBeLessThanOrEqual(31_000)
  })

  test('reports findings about an existing file system, to the stack and in the log', async () => {
    const { request, fake, records } = deployed()
    const { FileSystemId } = fake.seed.fileSystem({ Encrypted: false })
    const { Data } = await request('Create', { DomainId: domainId, FileSystemId })
    expect(Data['Findings']).toContain(`${FileSystemId} is not encrypted at rest`)
    const kinds = ['unencrypted', 'adopted', 'anonymous-root']
    expect(records).toMatchObject([{ findings: kinds.map((kind) => ({ kind })) }])
    expect((await request('Create', { DomainId: domainId })).Data).toMatchObject({ Findings: 'none' })
  })

  test('puts the policy that the template names on a new file system', async () => {
    const { request, ownFileSystems } = deployed()
    await request('Create', { DomainId: domainId, FileSystemPolicy: 'deny-anonymous-root' })
    expect(ownFileSystems().map(({ policy }) => JSON.parse(policy ?? '').Statement[0].Sid)).toEqual([
      'EveryClientWithoutRoot',
    ])
  })

  test('a repetition of the same request gives the same answer and makes nothing more', async () => {
    const { request, ownFileSystems } = deployed()
    const first = await request('Create', { DomainId: domainId })
    expect(await request('Create', { DomainId: domainId })).toEqual(first)
    expect(ownFileSystems()).toHaveLength(1)
  })
})

describe('what fails is answered with a reason, and never thrown', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no domain', {}, /InvalidInputError: domainId/],
    ['a domain that does not exist', { DomainId: 'd-gone' }, /ResourceNotFoundError/],
    ['a property that is not known', { DomainId: domainId, FileSystem: 'fs-1' }, /FileSystem is unknown/],
    ['a property that is no text', { DomainId: { Ref: 'Domain' } }, /DomainId is object/],
    ['a file-system id that is none', { DomainId: domainId, FileSystemId: 'efs-1' }, /fileSystemId/],
    [
      'a choice that is none',
      { DomainId: domainId, DataOnDelete: 'maybe' },
      /DataOnDelete is "maybe"; allowed: keep or/,
    ],
    ['another choice', { DomainId: domainId, MissingSecurityGroup: 'true' }, /MissingSecurityGroup/],
  ])('%s', async (_, properties, reason) => {
    const { request, records } = deployed()
    const answer = await request('Create', properties)
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'FileSystem-not-created' })
    expect(answer.Reason).toMatch(reason)
    expect(records).toMatchObject([{ level: 'error', message: 'failed', reason: answer.Reason }])
  })

  test('a request of another type', async () => {
    expect(await deployed().request('Import', {})).toMatchObject({ Status: 'FAILED' })
  })

  test('an update keeps the id it had, so that nothing is deleted for it', async () => {
    const { request } = deployed()
    const { PhysicalResourceId } = await request('Create', { DomainId: domainId })
    expect(await request('Update', { DomainId: 'no domain' }, PhysicalResourceId)).toMatchObject({
      Status: 'FAILED',
      PhysicalResourceId,
    })
  })

  test('a domain whose outbound group is gone, which would leave the directory function without a group', async () => {
    const { request, fake, ownFileSystems } = deployed()
    const name = `security-group-for-outbound-nfs-${domainId}`
    for (const [id, group] of fake.state.ec2.securityGroups)
      if (group.GroupName === name) fake.state.ec2.securityGroups.delete(id)
    const { Status, Reason } = await request('Create', { DomainId: domainId })
    expect([Status, Reason]).toEqual([
      'FAILED',
      expect.stringMatching(/OutboundGroupMissingError: .*outbound-nfs-d-science/),
    ])
    expect(ownFileSystems()).toEqual([])
  })

  test.each(['Create', 'Update'])(
    'a domain without a role for shared spaces, before a %s makes anything',
    async (type) => {
      const { request, fake } = deployed()
      const domain = fake.state.sagemaker.domains.get(domainId)
      if (domain !== undefined) domain.DefaultSpaceSettings = {}
      const before = fake.state.efs.fileSystems.size
      const answer = await request(type, { DomainId: domainId, SpaceRole: 'required' })
      expect(answer.Reason).toContain('SpaceRoleMissingError')
      expect(fake.calls.filter(({ operation }) => /^(?!Describe|List)/.test(operation))).toEqual([])
      expect(fake.state.efs.fileSystems.size).toBe(before)
    },
  )

  test('what takes too long, ahead of the time limit', async () => {
    const { handler, answers, fake } = deployed()
    fake.inject({ service: 'sagemaker', operation: 'DescribeDomain', when: 'next', fault: { kind: 'no-reply' } })
    const startedAt = fake.clock.now()
    const event = { ...envelope, RequestType: 'Create', ResourceProperties: { DomainId: domainId } }
    await handler(event, { getRemainingTimeInMillis: () => 60_000 })
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringContaining('DeadlineExceededError') }])
    expect(fake.clock.now() - startedAt).toBeLessThanOrEqual(46_000)
  })

  test('a bug, by its name', async () => {
    const { context } = deployed()
    const answers: string[] = []
    const send = async () => {
      throw new TypeError('no function')
    }
    const broken = { ...context, sagemaker: { send } as never }
    const handler = createEnsureFileSystem({ context: broken, send: async (_, body) => void answers.push(body) })
    await handler({ ...envelope, RequestType: 'Create', ResourceProperties: { DomainId: domainId } }, long)
    expect(answers.join()).toContain('A bug of the function; see its log. TypeError')
  })
})

test('a request that names nobody to answer to is thrown by its name', async () => {
  const { handler, answers, fake } = deployed()
  for (const ResponseURL of [undefined, '', 'ftp://example.com', 'http://example.com', 7])
    await expect(handler({ ...envelope, ResponseURL, RequestType: 'Create' })).rejects.toMatchObject({
      name: 'InvalidInputError',
      field: 'ResponseURL',
    })
  await expect(handler({ ...envelope, StackId: 'x'.repeat(2000) })).rejects.toMatchObject({ field: 'StackId' })
  expect([answers, fake.calls]).toEqual([[], []])
})

test('an update of the domain is another resource; everything else changes in place', async () => {
  const { request, fake, vpc } = deployed()
  const { SubnetIds } = fake.state.sagemaker.domains.get(domainId) ?? { SubnetIds: [] }
  fake.seed.domain({ DomainId: 'd-sales', VpcId: vpc.VpcId, SubnetIds })
  const { PhysicalResourceId: id } = await request('Create', { DomainId: domainId })
  const renamed = await request('Update', { DomainId: domainId, Name: 'other', DataOnDelete: 'delete' }, id)
  expect(renamed.PhysicalResourceId).toBe(id)
  expect((await request('Update', { DomainId: 'd-sales' }, id)).PhysicalResourceId).not.toBe(id)
})

describe('delete', () => {
  test('keeps the file system, its mount targets and the data', async () => {
    const { request, ownFileSystems, fake } = deployed()
    const { PhysicalResourceId } = await request('Create', { DomainId: domainId })
    const targets = fake.state.efs.mountTargets.size
    const before = fake.calls.length
    expect(await request('Delete', { DomainId: domainId }, PhysicalResourceId)).toMatchObject({ Status: 'SUCCESS' })
    expect([ownFileSystems().length, fake.state.efs.mountTargets.size, fake.calls.length]).toEqual([1, targets, before])
  })

  test('deletes the data when the template says so', async () => {
    const { request, ownFileSystems } = deployed()
    const properties = { DomainId: domainId, DataOnDelete: 'delete' }
    const { PhysicalResourceId } = await request('Create', properties)
    expect(await request('Delete', properties, PhysicalResourceId)).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId,
    })
    expect(ownFileSystems()).toEqual([])
    expect(await request('Delete', properties, PhysicalResourceId)).toMatchObject({ Status: 'SUCCESS' })
  })

  test.each<[string, (world: ReturnType<typeof deployed>) => Promise<unknown>]>([
    ['another stack made', ({ request }) => request('Create', { DomainId: domainId }, undefined, { StackId: 'other' })],
    ['a program made', async ({ context }) => assertOk(await ensureFileSystemForDomain(context, { domainId }))],
  ])('keeps the data of a file system that %s, and notes it', async (_, make) => {
    const world = deployed()
    await make(world)
    const properties = { DomainId: domainId, DataOnDelete: 'delete' }
    const { PhysicalResourceId, Data } = await world.request('Create', properties)
    expect(await world.request('Delete', properties, PhysicalResourceId)).toMatchObject({ Status: 'SUCCESS' })
    expect(world.ownFileSystems()).toMatchObject([{ FileSystemId: Data['FileSystemId'] }])
    expect(world.records.at(-1)).toMatchObject({ kept: [{ kind: 'file-system', reason: 'foreign' }] })
  })

  test('refuses to delete data that profiles still list', async () => {
    const { request, ownFileSystems, fake } = deployed()
    const properties = { DomainId: domainId, DataOnDelete: 'delete' }
    const { PhysicalResourceId, Data } = await request('Create', properties)
    const { FileSystemId = '' } = Data
    const CustomFileSystemConfigs = [efsEntry(FileSystemId, '/alice')]
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', UserSettings: { CustomFileSystemConfigs } })
    expect(fake.state.sagemaker.userProfiles.has(userProfileKey(domainId, 'alice'))).toBe(true)
    const answer = await request('Delete', properties, PhysicalResourceId)
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId })
    expect(answer.Reason).toContain('FileSystemStillListedError')
    expect(ownFileSystems()).toHaveLength(1)
  })

  test('refuses to delete data that a space mounts', async () => {
    const { request, ownFileSystems, fake } = deployed()
    const properties = { DomainId: domainId, DataOnDelete: 'delete' }
    const { PhysicalResourceId, Data } = await request('Create', properties)
    const SpaceSettings = { CustomFileSystems: [{ EFSFileSystem: { FileSystemId: Data['FileSystemId'] ?? '' } }] }
    fake.seed.space({ DomainId: domainId, SpaceName: 'lab', SpaceSettings })
    const answer = await request('Delete', properties, PhysicalResourceId)
    expect(answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId })
    expect(answer.Reason).toContain(`space ${domainId}/lab`)
    expect(ownFileSystems()).toHaveLength(1)
  })

  test('never deletes a file system that was there before', async () => {
    const { request, fake } = deployed()
    const { FileSystemId } = fake.seed.fileSystem()
    const properties = { DomainId: domainId, FileSystemId, DataOnDelete: 'delete' }
    const { PhysicalResourceId } = await request('Create', properties)
    expect(await request('Delete', properties, PhysicalResourceId)).toMatchObject({ Status: 'SUCCESS' })
    expect(fake.state.efs.fileSystems.has(FileSystemId)).toBe(true)
  })

  test.each(['FileSystem-not-created', 'somebody-else-s', 'studio-efs', '2026/11/23/[$LATEST]0123'])(
    'succeeds for the id %s, which it did not give',
    async (id) => {
      const { request, fake } = deployed()
      expect(await request('Delete', { nonsense: [] }, id)).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: id })
      expect(fake.calls).toEqual([])
    },
  )
})

describe('a creation that fails half-way', () => {
  const fails = { service: 'efs', operation: 'CreateMountTarget', when: 'next' } as const
  const properties = { DomainId: domainId, DataOnDelete: 'delete' }

  test.each([
    ['in the middle', { ...fails, fault: { kind: 'ends-in', status: 'error' } }],
    ['after a try too many', { ...fails, when: { probability: 1 }, fault: { kind: 'throttle' } }],
    ['when its time is up', { ...fails, when: { probability: 1 }, fault: { kind: 'no-reply' } }],
  ] as const)('%s is deleted with what it made, by the id of its answer', async (_, fault) => {
    const { request, ownFileSystems, fake } = deployed()
    const injected = fake.inject(fault)
    const { Status, PhysicalResourceId, Reason } = await request('Create', properties)
    const [fileSystem] = ownFileSystems()
    expect([Status, PhysicalResourceId]).toEqual(['FAILED', `studio-efs/${domainId}/${fileSystem?.FileSystemId}`])
    expect(Reason).toMatch(/^\w+Error: /)
    injected.remove()
    expect(await request('Delete', properties, PhysicalResourceId)).toMatchObject({ Status: 'SUCCESS' })
    expect(ownFileSystems()).toEqual([])
  })

  test('is kept where the template keeps data, and the next one finds it', async () => {
    const { request, ownFileSystems, fake } = deployed()
    fake.inject({ ...fails, fault: { kind: 'ends-in', status: 'error' } })
    const { PhysicalResourceId } = await request('Create', { DomainId: domainId })
    await request('Delete', { DomainId: domainId }, PhysicalResourceId)
    expect(ownFileSystems()).toHaveLength(1)
  })

  test('does not delete what an earlier resource of the same stack made', async () => {
    const { request, ownFileSystems, fake } = deployed()
    await request('Create', properties)
    fake.inject({
      ...fails,
      when: { probability: 1 },
      fault: { kind: 'error', code: 'AccessDeniedException', status: 403 },
    })
    for (const [id, target] of fake.state.efs.mountTargets)
      if (target.FileSystemId === ownFileSystems()[0]?.FileSystemId) fake.state.efs.mountTargets.delete(id)
    const { Reason, PhysicalResourceId } = await request('Create', properties)
    expect([Reason, PhysicalResourceId]).toEqual([expect.stringContaining('AccessDenied'), 'FileSystem-not-created'])
    expect(await request('Delete', properties, PhysicalResourceId)).toMatchObject({ Status: 'SUCCESS' })
    expect(ownFileSystems()).toHaveLength(1)
  })

  test('is known by its id, without asking AWS for it again', async () => {
    const { request, fake, ownFileSystems } = deployed()
    fake.inject({ ...fails, fault: { kind: 'ends-in', status: 'error' } })
    const byToken = { operation: 'DescribeFileSystems', when: (input: object) => 'CreationToken' in input } as const
    fake.inject({ service: 'efs', ...byToken, fault: { kind: 'server-error' } })
    const { PhysicalResourceId, Reason } = await request('Create', properties)
    const [fileSystem] = ownFileSystems()
    expect([PhysicalResourceId, Reason]).toEqual([
      `studio-efs/${domainId}/${fileSystem?.FileSystemId}`,
      expect.stringContaining('MountTarget'),
    ])
  })

  test('as an update keeps the id of the resource', async () => {
    const { request, fake } = deployed()
    fake.inject({ ...fails, fault: { kind: 'ends-in', status: 'error' } })
    const id = 'studio-efs/d-other/fs-0123456789abcdef0'
    expect(await request('Update', properties, id)).toMatchObject({ Status: 'FAILED', PhysicalResourceId: id })
  })
})

describe('between deployments', () => {
  test('a zone that the domain got and a group that was taken off are set right, and nobody is answered', async () => {
    const { request, handler, fake, answers, records } = deployed()
    const domain = fake.state.sagemaker.domains.get(domainId)
    const [first = ''] = domain?.SubnetIds ?? []
    const all = domain?.SubnetIds ?? []
    if (domain !== undefined) domain.SubnetIds = [first]
    const { Data } = await request('Create', { DomainId: domainId })
    const ofOurs = () =>
      [...fake.state.efs.mountTargets.values()].filter((one) => one.FileSystemId === Data['FileSystemId'])
    if (domain !== undefined) domain.SubnetIds = [...all]
    for (const target of ofOurs()) target.SecurityGroups = []
    const Reconcile = { DomainId: domainId, FileSystemId: Data['FileSystemId'] }
    expect(await handler({ Reconcile }, long)).toMatchObject({ outcome: 'changed' })
    expect(ofOurs().map(({ SecurityGroups }) => SecurityGroups.length)).toEqual([1, 1, 1])
    expect(await handler({ Reconcile }, long)).toEqual({ outcome: 'unchanged', findings: [], changes: [] })
    expect([answers.length, records.map(({ message }) => message)]).toEqual([1, ['answered', 'changed', 'unchanged']])
  })

  test('what fails is thrown by its name', async () => {
    const { handler } = deployed()
    const Reconcile = { DomainId: domainId, FileSystemId: 'fs-0aaaaaaaaaaaaaaaa' }
    await expect(handler({ Reconcile }, long)).rejects.toMatchObject({ name: 'ResourceNotFoundError' })
    await expect(handler({ Reconcile: [] }, long)).rejects.toMatchObject({ name: 'InvalidInputError' })
  })
})

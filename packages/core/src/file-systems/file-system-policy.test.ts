import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { fileSystems, ourFileSystems } from '../../test/file-systems.js'

const fileSystemPolicy = 'deny-anonymous-root'
const change = { kind: 'file-system-policy', action: 'put', policy: fileSystemPolicy }

test('a new file system has no policy unless one is named', async () => {
  const { fake, ensure } = fileSystems()
  expect(assertOk(await ensure()).changes.map(({ kind }) => kind)).not.toContain('file-system-policy')
  expect(ourFileSystems(fake)[0]?.policy).toBeUndefined()
})

test('a new file system has the policy before its first mount target, and a second run puts none', async () => {
  const { fake, ensure } = fileSystems()
  const planned = assertOk(await ensure({ fileSystemPolicy, dryRun: true }))
  const { changes } = assertOk(await ensure({ fileSystemPolicy }))
  expect(changes).toContainEqual(change)
  expect(changes).toEqual(planned.changes)
  const writes = writesIn(fake.calls).map(({ operation }) => operation)
  expect(writes.indexOf('PutFileSystemPolicy')).toBeLessThan(writes.indexOf('CreateMountTarget'))
  const [made] = ourFileSystems(fake)
  expect(JSON.parse(made?.policy ?? '').Statement).toMatchObject([
    {
      Effect: 'Allow',
      Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      Resource: made?.FileSystemArn,
    },
  ])
  expect(assertOk(await ensure({ fileSystemPolicy })).changes).toEqual([])
})

test.each([true, false])('an existing file system keeps the policy that it has (one: %s)', async (has) => {
  const { fake, ensure } = fileSystems()
  const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true })
  const record = fake.state.efs.fileSystems.get(FileSystemId)
  const policy = has ? '{"Statement":[]}' : undefined
  if (record !== undefined && policy !== undefined) record.policy = policy
  const { changes } = assertOk(await ensure({ fileSystemId: FileSystemId, fileSystemPolicy }))
  expect(changes.map(({ kind }) => kind)).not.toContain('file-system-policy')
  expect(record?.policy).toBe(policy)
})

test('a role that may not put the policy leaves no mount target without it', async () => {
  const { fake, ensure, world } = fileSystems()
  const message = 'The role is not authorized to perform: elasticfilesystem:PutFileSystemPolicy on resource: *'
  const fault = { kind: 'error', code: 'AccessDeniedException', message } as const
  fake.inject({ service: 'efs', operation: 'PutFileSystemPolicy', when: 'next', fault })
  expect(assertErr(await ensure({ fileSystemPolicy }), 'AccessDeniedError').hint).toContain('PutFileSystemPolicy')
  expect(world().mountTargets).toEqual([])
  assertOk(await ensure({ fileSystemPolicy }))
  expect(ourFileSystems(fake)[0]?.policy).toBeDefined()
})

test('another word is refused', async () => {
  const { ensure } = fileSystems()
  const error = assertErr(await ensure({ fileSystemPolicy: 'iam' as never }), 'InvalidInputError')
  expect(error.field).toBe('fileSystemPolicy')
})

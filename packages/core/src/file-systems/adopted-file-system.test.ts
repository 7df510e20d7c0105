import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { fileSystems, ourFileSystems } from '../../test/file-systems.js'

/** A file system that was made by hand and is given to the domain. */
function adopted({ policy }: { readonly policy?: string } = {}) {
  const studio = fileSystems()
  const { FileSystemId: fileSystemId } = studio.fake.seed.fileSystem({ Encrypted: true })
  const record = studio.fake.state.efs.fileSystems.get(fileSystemId)
  if (record !== undefined && policy !== undefined) record.policy = policy
  const findings = async () => assertOk(await studio.ensure({ fileSystemId, dryRun: true })).findings
  return { ...studio, fileSystemId, createdAt: new Date(studio.fake.clock.now()).toISOString(), findings }
}

const allow = (Action: string | readonly string[]) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action }] })

describe('an adopted file system', () => {
  test('without a policy is found open to anonymous root, with its date', async () => {
    const { findings, fileSystemId, createdAt } = adopted()
    expect(await findings()).toMatchObject([
      { kind: 'adopted', fileSystemId, createdAt, message: expect.stringContaining(createdAt) },
      { kind: 'anonymous-root', fileSystemId, message: expect.stringContaining('no file-system policy') },
    ])
  })

  test.each([
    ['elasticfilesystem:*', ['adopted', 'anonymous-root']],
    [['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'], ['adopted']],
    ['elasticfilesystem:ClientMount', ['adopted', 'policy-may-lock-out']],
    ['elasticfilesystem:DescribeFileSystems', ['adopted', 'policy-may-lock-out']],
  ])('with a policy that allows everybody %s has the findings %s', async (action, kinds) => {
    const { findings } = adopted({ policy: allow(action) })
    expect((await findings()).map(({ kind }) => kind)).toEqual(kinds)
  })

  test('with a policy that cannot be read as one is unknown, and never fine', async () => {
    const { findings } = adopted({ policy: '[]' })
    expect((await findings()).map(({ kind }) => kind)).toEqual(['adopted', 'file-system-policy-unknown'])
  })

  test.each(['source', 'destination'] as const)('that is the %s of a replication is found to be', async (part) => {
    const { fake, findings, fileSystemId } = adopted()
    const [SourceFileSystemId, DestinationFileSystemId] =
      part === 'source' ? [fileSystemId, 'fs-0000000f'] : ['fs-0000000f', fileSystemId]
    fake.seed.replication({ SourceFileSystemId, DestinationFileSystemId })
    expect(await findings()).toContainEqual(
      expect.objectContaining({ kind: 'replicated', fileSystemId, part, otherFileSystemIds: ['fs-0000000f'] }),
    )
  })

  test.each([
    ['DescribeFileSystemPolicy', 'file-system-policy-unknown'],
    ['DescribeReplicationConfigurations', 'replication-unknown'],
  ] as const)('of which the role may not call %s is %s', async (operation, kind) => {
    const { fake, findings } = adopted()
    const message = `The role is not authorized to perform: elasticfilesystem:${operation} on resource: *`
    const fault = { kind: 'error', code: 'AccessDeniedException', message } as const
    fake.inject({ service: 'efs', operation, when: () => true, fault })
    expect(await findings()).toContainEqual(
      expect.objectContaining({ kind, message: expect.stringContaining(`Allow elasticfilesystem:${operation}`) }),
    )
  })

  test('costs two reads more than its own, and no write, on a domain that is finished', async () => {
    const { fake, ensure, fileSystemId } = adopted()
    assertOk(await ensure({ fileSystemId }))
    const from = fake.calls.length
    expect(assertOk(await ensure({ fileSystemId })).changes).toEqual([])
    expect(fake.calls.length - from).toBe(9)
    expect(writesIn(fake.calls.slice(from))).toEqual([])
  })

  test('whose policy cannot be read for another reason than a denial is an error', async () => {
    const { fake, ensure, fileSystemId } = adopted()
    const fault = { kind: 'error', code: 'BadRequest', message: 'no' } as const
    fake.inject({ service: 'efs', operation: 'DescribeFileSystemPolicy', when: () => true, fault })
    assertErr(await ensure({ fileSystemId }), 'RequestRefusedError')
  })
})

describe('a file system of this package', () => {
  test('has no finding, and is not read for one', async () => {
    const { fake, ensure } = fileSystems()
    assertOk(await ensure())
    const from = fake.calls.length
    expect(assertOk(await ensure()).findings).toEqual([])
    expect(fake.calls.length - from).toBe(7)
  })

  test('that was made without the policy that the caller wants now is found open', async () => {
    const { fake, ensure } = fileSystems()
    assertOk(await ensure())
    const from = fake.calls.length
    const { findings, changes } = assertOk(await ensure({ fileSystemPolicy: 'deny-anonymous-root' }))
    expect(findings).toMatchObject([{ kind: 'anonymous-root' }])
    expect(changes).toEqual([])
    expect(fake.calls.length - from).toBe(8)
    expect(ourFileSystems(fake)[0]?.policy).toBeUndefined()
  })

  test('whose mount targets are gone keeps the policy that it got meanwhile', async () => {
    const { fake, ensure, remove } = fileSystems()
    assertOk(await ensure())
    assertOk(await remove())
    const [record] = ourFileSystems(fake)
    if (record !== undefined) record.policy = allow('elasticfilesystem:Client*')
    const { changes, findings } = assertOk(await ensure({ fileSystemPolicy: 'deny-anonymous-root' }))
    expect(changes.map(({ kind }) => kind)).not.toContain('file-system-policy')
    expect(findings).toMatchObject([{ kind: 'anonymous-root' }])
    expect(record?.policy).toBe(allow('elasticfilesystem:Client*'))
  })

  test('with the policy that the caller wants has none', async () => {
    const { ensure } = fileSystems()
    const first = assertOk(await ensure({ fileSystemPolicy: 'deny-anonymous-root' }))
    const second = assertOk(await ensure({ fileSystemPolicy: 'deny-anonymous-root' }))
    expect([first.findings, second.findings]).toEqual([[], []])
  })
})

import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { crashAfterWrite, loseReplyToWrite, throttleEveryCall } from '../../test/crash.js'
import { fileSystems, inboundName, ourFileSystems } from '../../test/file-systems.js'
import type { EnsureFileSystemForDomainInput } from './ensure-file-system-for-domain.js'

interface Scenario {
  readonly make: () => ReturnType<typeof fileSystems>
  readonly input: (studio: ReturnType<typeof fileSystems>) => Omit<EnsureFileSystemForDomainInput, 'domainId'>
}

const scenarios: Readonly<Record<string, Scenario>> = {
  'a new file system': { make: () => fileSystems(), input: () => ({}) },
  'a new file system with both kinds of policies and a created group': {
    make: () => fileSystems({ undocumented: { nfsSecurityGroups: 'never' } }),
    input: () => ({
      missingSecurityGroup: 'create',
      lifecyclePolicies: { transitionToIA: 'AFTER_30_DAYS' },
      fileSystemPolicy: 'deny-anonymous-root',
    }),
  },
  'an adopted file system with a mount target that lacks the group': {
    make: () => {
      const studio = fileSystems()
      const { fake, subnetIds, vpcId } = studio
      const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true, CreationToken: 'theirs' })
      const SecurityGroups = [fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'theirs' }).GroupId]
      fake.seed.mountTarget({ FileSystemId, SubnetId: subnetIds[1] ?? '', SecurityGroups })
      return studio
    },
    input: ({ fake }) => ({ fileSystemId: ourFileSystems(fake)[0]?.FileSystemId ?? '' }),
  },
}

/** The world and the changes after one run without any fault. */
async function undisturbed({ make, input }: Scenario) {
  const studio = make()
  const { changes } = assertOk(await studio.ensure(input(studio)))
  return { world: studio.world(), changes, writes: writesIn(studio.fake.calls).length }
}

const cases = await Promise.all(
  Object.entries(scenarios).map(async ([name, scenario]) => ({ name, scenario, clean: await undisturbed(scenario) })),
)
const everyWrite = cases.flatMap(({ clean, ...rest }) =>
  Array.from({ length: clean.writes }, (_, at) => ({ ...rest, clean, write: at + 1, of: clean.writes })),
)

describe('a crash right after a write', () => {
  test.each(everyWrite)(
    '$write of $of on $name: the next run ends in the same world',
    async ({ scenario, clean, write }) => {
      const studio = scenario.make()
      const { fake, ensure, world } = studio
      const input = scenario.input(studio)
      const crash = crashAfterWrite(fake, write)
      assertErr(await ensure({ ...input, signal: crash.signal }), 'AbortedError')
      crash.stop()
      assertOk(await ensure(input))
      expect(world()).toEqual(clean.world)
      const calls = fake.calls.length
      expect(assertOk(await ensure(input)).changes).toEqual([])
      expect(writesIn(fake.calls.slice(calls))).toEqual([])
    },
  )
})

describe('a lost reply', () => {
  test.each(everyWrite)('to write $write of $of on $name changes neither the world nor the report', async (one) => {
    const { scenario, clean, write } = one
    const studio = scenario.make()
    loseReplyToWrite(studio.fake, write)
    const { changes } = assertOk(await studio.ensure(scenario.input(studio)))
    expect(studio.world()).toEqual(clean.world)
    const added = (list: typeof changes) => list.map(({ kind, action }) => `${action} ${kind}`)
    expect(added(changes)).toEqual(added(clean.changes))
  })
})

test.each(cases)('throttling of every call on $name ends in the same world', async ({ scenario, clean }) => {
  const studio = scenario.make()
  throttleEveryCall(studio.fake)
  const { changes } = assertOk(await studio.ensure(scenario.input(studio)))
  expect(studio.world()).toEqual(clean.world)
  expect(changes).toHaveLength(clean.changes.length)
})

describe('a mount target that ends in error', () => {
  test('is named; the next run says so again until it is deleted, and then makes it', async () => {
    const { fake, ensure, world, subnetIds } = fileSystems()
    const onSecond = ({ SubnetId }: Readonly<Record<string, unknown>>) => SubnetId === subnetIds[1]
    const fault = { kind: 'ends-in', status: 'error' } as const
    fake.inject({ service: 'efs', operation: 'CreateMountTarget', when: onSecond, times: 1, fault })
    const error = assertErr(await ensure(), 'MountTargetFailedError')
    expect(error).toMatchObject({ subnetId: subnetIds[1], zoneId: 'euw1-az2', hint: expect.stringContaining('delete') })
    const calls = fake.calls.length
    expect(assertErr(await ensure(), 'MountTargetFailedError').mountTargetId).toBe(error.mountTargetId)
    expect(writesIn(fake.calls.slice(calls))).toEqual([])
    fake.state.efs.mountTargets.delete(error.mountTargetId)
    assertOk(await ensure())
    expect(world().mountTargets.map(({ state, groups }) => [state, ...groups])).toEqual(
      Array(3).fill(['available', inboundName]),
    )
  })
})

describe('what is being deleted', () => {
  test('is waited for and made anew: a mount target and the access point', async () => {
    const { fake, ensure, world, remove } = fileSystems()
    assertOk(await ensure())
    const before = world()
    const removing = remove()
    await fake.clock.sleep(3_000)
    expect(world().mountTargets.map(({ state }) => state)).toEqual(Array(3).fill('deleting'))
    const output = await ensure()
    assertOk(await removing)
    expect(assertOk(output).changes.filter(({ kind }) => kind === 'mount-target')).toHaveLength(3)
    expect(world()).toEqual(before)
  })

  test('is waited for and made anew: our file system, whose token EFS refuses until then', async () => {
    const { fake, ensure, world } = fileSystems()
    assertOk(await ensure())
    const before = world()
    const [old] = ourFileSystems(fake)
    if (old === undefined) throw new Error('no file system')
    fake.state.efs.mountTargets.clear()
    fake.state.efs.accessPoints.clear()
    const change = () => void Object.assign(old, { LifeCycleState: 'deleting' })
    fake.inject({
      service: 'efs',
      operation: 'DescribeFileSystems',
      when: 'next',
      fault: { kind: 'third-party', change },
    })
    const gone = () => void fake.state.efs.fileSystems.delete(old.FileSystemId)
    fake.inject({
      service: 'efs',
      operation: 'DescribeFileSystems',
      when: 3,
      fault: { kind: 'third-party', change: gone },
    })
    expect(assertOk(await ensure()).fileSystem?.fileSystemId).not.toBe(old.FileSystemId)
    expect(world()).toEqual(before)
  })
})

test('a denial names the action to allow', async () => {
  const { fake, ensure } = fileSystems()
  const message = 'The role is not authorized to perform: elasticfilesystem:CreateMountTarget on resource: *'
  const fault = { kind: 'error', code: 'AccessDeniedException', status: 403, message } as const
  fake.inject({ service: 'efs', operation: 'CreateMountTarget', when: 'next', times: 9, fault })
  expect(assertErr(await ensure(), 'AccessDeniedError').hint).toContain('elasticfilesystem:CreateMountTarget')
})

test('the deadline ends the call, and the next run goes on from there', async () => {
  const { ensure, world, fake } = fileSystems()
  expect(assertErr(await ensure({ timeoutMs: 30_000 }), 'DeadlineExceededError').pending).toContain('mount targets')
  const writes = writesIn(fake.calls).length
  expect(assertOk(await ensure()).changes).toEqual([])
  expect(writesIn(fake.calls)).toHaveLength(writes)
  expect(world().mountTargets.map(({ state }) => state)).toEqual(Array(3).fill('available'))
})

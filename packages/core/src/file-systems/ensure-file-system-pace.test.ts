import { assertErr, assertOk } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { fileSystems } from '../../test/file-systems.js'

describe('how long it takes', () => {
  const elapsed = async (zones: number) => {
    const { fake, ensure } = fileSystems({ zones })
    const start = fake.clock.now()
    assertOk(await ensure())
    return { ms: fake.clock.now() - start, calls: fake.calls }
  }

  test('a first run in 6 zones is bounded by the slowest mount target, not by their sum', async () => {
    const [one, six] = [await elapsed(1), await elapsed(6)]
    expect(six.ms - one.ms).toBeLessThan(10_000)
    expect(six.ms).toBeLessThan(5_000 + 90_000 + 15_000)
    const made = six.calls.filter(({ operation }) => operation === 'CreateMountTarget')
    expect(new Set(made.map(({ at }) => at)).size).toBe(1)
  })

  test('before it writes, every kind of resource is read at most once', async () => {
    const { calls } = await elapsed(6)
    const reads = calls.slice(
      0,
      calls.findIndex(({ operation }) => operation === 'CreateFileSystem'),
    )
    expect(reads.map(({ operation }) => operation).sort()).toEqual([
      'DescribeDomain',
      'DescribeFileSystems',
      'DescribeSecurityGroups',
      'DescribeSubnets',
    ])
  })

  test('mount targets of six zones that are being deleted are waited for with one call a second at most', async () => {
    const { fake, ensure, remove } = fileSystems({ zones: 6 })
    assertOk(await ensure())
    const removing = remove()
    await fake.clock.sleep(3_000)
    const removals = new Set(fake.calls)
    const running = ensure()
    assertOk(await removing)
    assertOk(await running)
    const looks = fake.calls.filter((call) => call.operation === 'DescribeMountTargets' && !removals.has(call))
    const perSecond = looks.map(({ at }) => looks.filter((other) => other.at >= at && other.at < at + 1000).length)
    expect(Math.max(...perSecond)).toBeLessThanOrEqual(2)
  })

  test('a zone whose mount target is being deleted does not keep the others waiting', async () => {
    const { fake, ensure } = fileSystems({ zones: 3 })
    const fileSystemId = assertOk(await ensure()).fileSystem?.fileSystemId ?? ''
    const [leaving, ...others] = [...fake.state.efs.mountTargets.values()].filter(
      (target) => target.FileSystemId === fileSystemId,
    )
    for (const { MountTargetId } of others) fake.state.efs.mountTargets.delete(MountTargetId)
    Object.assign(leaving ?? {}, { LifeCycleState: 'deleting' })
    const before = fake.calls.length
    const running = ensure({ timeoutMs: 60_000 })
    assertErr(await running, 'DeadlineExceededError')
    const made = fake.calls.slice(before).filter(({ operation }) => operation === 'CreateMountTarget')
    expect(made).toHaveLength(2)
  })

  test('nothing is polled more than once a second, and less and less often', async () => {
    const { calls } = await elapsed(3)
    for (const polled of ['DescribeMountTargets', 'DescribeFileSystems', 'DescribeAccessPoints']) {
      const times = calls.filter(({ operation }) => operation === polled).map(({ at }) => at)
      const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
      expect(Math.min(...gaps, 1000)).toBeGreaterThanOrEqual(1000)
    }
    expect(calls.filter(({ operation }) => operation === 'DescribeMountTargets').length).toBeLessThan(25)
  })
})

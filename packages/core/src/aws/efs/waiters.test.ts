import {
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  DescribeMountTargetsCommand,
  EFSClient,
  FileSystemNotFound,
} from '@aws-sdk/client-efs'
import { createTestClock } from '@studio-efs/testing'
import { mockClient } from 'aws-sdk-client-mock'
import type { ResultAsync } from 'neverthrow'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withDeadline } from '../../call.js'
import { silentLogger } from '../../logger.js'
import type { AccessPointId, MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import {
  type EfsWaitCall,
  waitForAccessPoint,
  waitForAccessPointsGone,
  waitForFileSystem,
  waitForFileSystemGone,
  waitForMountTargets,
  waitForMountTargetsGone,
} from './waiters.js'

const mock = mockClient(EFSClient)
const id = 'fs-0123456789abcdef0' as FileSystemId
const accessPointId = 'fsap-00000001' as AccessPointId
const targetIds = ['fsmt-00000001', 'fsmt-00000002'] as MountTargetId[]
const gone = new FileSystemNotFound({ message: '', ErrorCode: '', $metadata: { httpStatusCode: 404 } })

const clock = createTestClock()
let probes: number[] = []
const context = { efs: new EFSClient({}), clock, logger: silentLogger, onPending: () => probes.push(clock.now()) }
const inTenMinutes = <T, E>(work: (call: EfsWaitCall) => ResultAsync<T, E>, signal?: AbortSignal) =>
  withDeadline(context, { timeoutMs: 600_000, signal }, work)

const fileSystem = (LifeCycleState: string) => ({ FileSystems: [{ FileSystemId: id, LifeCycleState }] }) as never
const accessPoint = (LifeCycleState: string) =>
  ({ AccessPoints: [{ AccessPointId: accessPointId, FileSystemId: id, LifeCycleState }] }) as never
const place = {
  ...{ FileSystemId: id, SubnetId: 'subnet-00000001' },
  ...{ VpcId: 'vpc-00000001', AvailabilityZoneId: 'euw1-az1' },
}
const targets = (...states: string[]) =>
  ({
    MountTargets: states.map((LifeCycleState, at) => ({
      ...place,
      MountTargetId: `fsmt-0000000${at + 1}`,
      LifeCycleState,
    })),
  }) as never

beforeEach(() => {
  probes = []
})
afterEach(() => {
  mock.reset()
})

describe('until available', () => {
  test('a file system is probed until it is available, at least a second apart and then less often', async () => {
    const creating = mock.on(DescribeFileSystemsCommand)
    for (let probing = 0; probing < 8; probing += 1) creating.resolvesOnce(fileSystem('creating'))
    creating.resolves(fileSystem('available'))
    const start = clock.now()
    const found = await inTenMinutes((call) => waitForFileSystem(call, id, 'later'))
    expect(found._unsafeUnwrap().lifeCycleState).toBe('available')
    const gaps = probes.map((probe, at) => probe - (probes[at - 1] ?? start))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000)
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(5000)
  })

  test('a probe at once does not wait first', async () => {
    mock.on(DescribeAccessPointsCommand, { AccessPointId: accessPointId }).resolves(accessPoint('available'))
    const start = clock.now()
    const found = await inTenMinutes((call) => waitForAccessPoint(call, accessPointId, 'at-once'))
    expect(found.isOk() && clock.now() - start).toBe(0)
  })

  test('all mount targets of a file system are probed with one request', async () => {
    mock
      .on(DescribeMountTargetsCommand)
      .resolvesOnce(targets('creating', 'available', 'error'))
      .resolvesOnce(targets('available', 'available', 'error'))
    const found = await inTenMinutes((call) => waitForMountTargets(call, id, targetIds))
    expect(found._unsafeUnwrap().available.map(({ mountTargetId }) => mountTargetId)).toEqual(targetIds)
    expect(mock.calls()).toHaveLength(2)
  })

  test('one that is not listed yet is waited for', async () => {
    mock.on(DescribeMountTargetsCommand).resolvesOnce(targets('available')).resolves(targets('available', 'available'))
    expect((await inTenMinutes((call) => waitForMountTargets(call, id, targetIds))).isOk()).toBe(true)
  })

  test('a mount target that ends in error is named with its subnet and what to look for', async () => {
    const broken = { ...place, MountTargetId: 'fsmt-00000002', AvailabilityZoneId: 'euw1-az2' }
    const MountTargets = [
      { ...place, MountTargetId: 'fsmt-00000001', LifeCycleState: 'available' },
      { ...broken, LifeCycleState: 'error' },
    ] as never
    mock.on(DescribeMountTargetsCommand).resolves({ MountTargets })
    const settled = await inTenMinutes((call) => waitForMountTargets(call, id, targetIds))
    const { available, unusable } = settled._unsafeUnwrap()
    expect(available.map(({ mountTargetId }) => mountTargetId)).toEqual(['fsmt-00000001'])
    expect(unusable).toMatchObject([
      { error: { name: 'MountTargetFailedError', mountTargetId: 'fsmt-00000002', zoneId: 'euw1-az2' } },
    ])
    expect(unusable[0]?.error.message).toMatch(/subnet-00000001.*addresses.*quota/)
  })

  test('one that ended in error does not keep the others from being waited for', async () => {
    mock
      .on(DescribeMountTargetsCommand)
      .resolvesOnce(targets('creating', 'error'))
      .resolves(targets('available', 'error'))
    const settled = await inTenMinutes((call) => waitForMountTargets(call, id, targetIds))
    expect(settled._unsafeUnwrap().available.map(({ mountTargetId }) => mountTargetId)).toEqual(['fsmt-00000001'])
  })

  test('a mount target that another caller deletes meanwhile is no longer waited for', async () => {
    mock.on(DescribeMountTargetsCommand).resolves(targets('available', 'deleting'))
    const waited = await inTenMinutes((call) => waitForMountTargets(call, id, targetIds))
    expect(waited._unsafeUnwrap().unusable).toMatchObject([
      { error: { name: 'UnusableLifeCycleError', lifeCycleState: 'deleting' } },
    ])
  })

  test.each(['error', 'deleting'])('a file system that is %s is no longer waited for', async (state) => {
    mock.on(DescribeFileSystemsCommand).resolves(fileSystem(state))
    const error = (await inTenMinutes((call) => waitForFileSystem(call, id, 'later')))._unsafeUnwrapErr()
    expect(error).toMatchObject({ name: 'UnusableLifeCycleError', lifeCycleState: state })
  })

  test('a state that is newer than this package is waited out', async () => {
    mock.on(DescribeFileSystemsCommand).resolvesOnce(fileSystem('defragmenting')).resolves(fileSystem('available'))
    expect((await inTenMinutes((call) => waitForFileSystem(call, id, 'later'))).isOk()).toBe(true)
  })
})

describe('until gone', () => {
  test('a file system that EFS no longer finds is gone', async () => {
    mock.on(DescribeFileSystemsCommand).resolvesOnce(fileSystem('deleting')).rejects(gone)
    expect((await inTenMinutes((call) => waitForFileSystemGone(call, id))).isOk()).toBe(true)
    expect(probes).toHaveLength(1)
  })

  test('mount targets are gone when none of them is listed, whatever others are', async () => {
    mock
      .on(DescribeMountTargetsCommand)
      .resolvesOnce(targets('available', 'deleting'))
      .resolvesOnce(targets('available', 'deleted'))
    const waited = await inTenMinutes((call) => waitForMountTargetsGone(call, id, ['fsmt-00000002' as MountTargetId]))
    expect(waited.isOk()).toBe(true)
    expect(mock.calls()).toHaveLength(2)
  })

  test('access points go with their file system', async () => {
    mock.on(DescribeAccessPointsCommand).resolvesOnce(accessPoint('deleting')).rejects(gone)
    const waited = await inTenMinutes((call) => waitForAccessPointsGone(call, id, [accessPointId]))
    expect(waited.isOk()).toBe(true)
  })
})

describe('no longer than allowed', () => {
  test('the deadline ends the wait and says what it was waiting for', async () => {
    mock.on(DescribeFileSystemsCommand).resolves(fileSystem('creating'))
    const error = (await inTenMinutes((call) => waitForFileSystem(call, id, 'later')))._unsafeUnwrapErr()
    expect(error).toMatchObject({
      name: 'DeadlineExceededError',
      pending: `waiting for file system ${id}, which is creating`,
    })
  })

  test('an abort ends the wait', async () => {
    const controller = new AbortController()
    mock.on(DescribeMountTargetsCommand).callsFake(async () => {
      controller.abort()
      return targets('creating')
    })
    const waited = await inTenMinutes((call) => waitForMountTargets(call, id, targetIds), controller.signal)
    expect(waited._unsafeUnwrapErr().name).toBe('AbortedError')
    expect(mock.calls()).toHaveLength(1)
  })
})

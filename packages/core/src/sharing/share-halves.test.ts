import { assertErr, assertOk, type FakeAws } from '@studio-efs/testing'
import { expect, test, vi } from 'vitest'
import type { operationsOn } from '../../test/file-systems.js'
import { fileSystemId, type VpcOptions, vpcOfDomains } from '../../test/vpc.js'

/** The operations of another instance of the package, whose queues are its own, as another process has them. */
async function otherProcess(fake: FakeAws): Promise<ReturnType<typeof operationsOn>> {
  vi.resetModules()
  const { operationsOn: others } = await import('../../test/file-systems.js')
  return others(fake)
}

/** Shares with each part of the domains at once, one process per part. */
async function shareParts(parts: readonly (readonly number[])[], options: VpcOptions & { readonly premade: boolean }) {
  const { premade, ...rest } = options
  const vpc = vpcOfDomains({ domains: parts.flat().length, ...rest })
  const { fake, share, domainIds, subnets } = vpc
  if (premade) for (const { SubnetId } of subnets) fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId })
  const processes = await Promise.all(parts.map(() => otherProcess(fake)))
  for (const ms of [100, 300, 700])
    fake.inject({ service: 'efs', when: { probability: 0.3 }, fault: { kind: 'latency', ms } })
  const run = () =>
    processes.map((operations, n) => {
      const includeDomainIds = (parts[n] ?? []).flatMap((at) => domainIds[at] ?? [])
      return operations.shareAcrossVpcDomains({ ...share, includeDomainIds })
    })
  return { ...vpc, runs: run(), again: run }
}

const halves = [
  [0, 1, 2],
  [3, 4, 5],
]
const thirds = [
  [0, 1],
  [2, 3],
  [4, 5],
]

test.each([
  ['halves', halves, false],
  ['halves, whose mount targets are there', halves, true],
  ['thirds', thirds, true],
] as const)('runs over %s of a VPC at once let every domain mount the file system', async (_, parts, premade) => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const { studioEfs, runs, again } = await shareParts(parts, { seed, premade })
    for (const run of await Promise.all(runs)) expect(assertOk(await run)).toMatchObject({ outcome: 'complete' })
    const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
    expect(domains.map(({ obstacles, listings }) => [obstacles, listings.length])).toEqual(Array(6).fill([[], 2]))
    // A shared group that one of them made takes in the domains of the others, and then nothing is left to do.
    for (const run of again()) expect(assertOk(await run).outcome).toBe('complete')
    for (const run of again()) expect(assertOk(await run)).toMatchObject({ outcome: 'complete', changes: [] })
  }
})

/** A mount target with room for one group, which another process fills right before this one writes. */
function filledMeanwhile() {
  const vpc = vpcOfDomains({ domains: [[0]] })
  const { fake, subnets, vpcId } = vpc
  const others = Array.from({ length: 5 }, () => fake.seed.securityGroup({ VpcId: vpcId }).GroupId)
  const target = fake.seed.mountTarget({
    FileSystemId: fileSystemId,
    SubnetId: subnets[0]?.SubnetId ?? '',
    SecurityGroups: others.slice(0, 4),
  })
  const change = () => {
    target.SecurityGroups = [...others]
  }
  const operation = 'DescribeMountTargetSecurityGroups'
  fake.inject({ service: 'efs', operation, when: 'next', fault: { kind: 'third-party', change } })
  return vpc
}

test('a mount target that others filled in the meantime is planned for anew, and then has no room', async () => {
  const { studioEfs, share } = filledMeanwhile()
  const { domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
  const error = { name: 'TooManySecurityGroupsError', retryable: false, filledMeanwhile: false }
  expect(domains).toMatchObject([{ outcome: 'failed', error }])
})

test('for ensureFileSystemForDomain that is retryable once, and then it says how to make room', async () => {
  const { studioEfs } = filledMeanwhile()
  const ensure = () => studioEfs.ensureFileSystemForDomain({ domainId: 'd-team0', fileSystemId })
  const first = assertErr(await ensure(), 'TooManySecurityGroupsError')
  expect([first.retryable, first.hint]).toEqual([true, expect.stringContaining('Run it again')])
  const second = assertErr(await ensure(), 'TooManySecurityGroupsError')
  expect([second.retryable, second.hint]).toEqual([false, expect.stringContaining('Take one off')])
})

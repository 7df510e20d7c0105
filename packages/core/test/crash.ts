import type { FakeAws, ServiceName } from '@studio-efs/testing'

/** AWS operations that change something, among those that core calls. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  efs: [
    'CreateFileSystem',
    'PutLifecycleConfiguration',
    'PutFileSystemPolicy',
    'CreateMountTarget',
    'ModifyMountTargetSecurityGroups',
    'CreateAccessPoint',
    'DeleteAccessPoint',
    'DeleteMountTarget',
    'DeleteFileSystem',
  ],
  ec2: ['CreateSecurityGroup', 'AuthorizeSecurityGroupIngress', 'DeleteSecurityGroup'],
  sagemaker: ['UpdateDomain', 'UpdateSpace', 'DeleteApp', 'CreateApp', 'AddTags', 'DeleteTags'],
}

const everyWrite = Object.entries(WRITES).flatMap(([service, operations]) =>
  operations.map((operation) => ({ service: service as ServiceName, operation })),
)

/**
 * Simulates a process that dies right after its nth write from now on: the write is applied, its reply never comes, no
 * later write arrives, and the signal fires.
 */
export function crashAfterWrite(fake: FakeAws, nth: number): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  let seen = 0
  const faults = everyWrite.flatMap((write) => [
    fake.inject({
      ...write,
      when: () => {
        seen += 1
        if (seen === nth) setImmediate(() => controller.abort())
        return seen === nth
      },
      fault: { kind: 'no-reply', change: 'applied' },
    }),
    fake.inject({ ...write, when: () => seen > nth, fault: { kind: 'no-reply', change: 'not-applied' } }),
  ])
  return { signal: controller.signal, stop: () => faults.map((fault) => fault.remove()) }
}

/** Applies the nth write from now on and loses its reply. */
export function loseReplyToWrite(fake: FakeAws, nth: number): void {
  let seen = 0
  const isItsTurn = () => {
    seen += 1
    return seen === nth
  }
  for (const write of everyWrite)
    fake.inject({ ...write, when: isItsTurn, fault: { kind: 'connection-reset', change: 'applied' } })
}

const READS: Readonly<Record<string, readonly string[]>> = {
  sagemaker: [
    'DescribeDomain',
    'DescribeUserProfile',
    'DescribeSpace',
    'ListDomains',
    'ListUserProfiles',
    'ListSpaces',
  ],
  efs: ['DescribeFileSystems', 'DescribeMountTargets', 'DescribeMountTargetSecurityGroups', 'DescribeAccessPoints'],
  ec2: ['DescribeSubnets', 'DescribeSecurityGroups', 'DescribeNetworkInterfaces'],
}

/** Throttles the first, third, fifth … call of each operation. */
export function throttleEveryCall(fake: FakeAws): void {
  const reads = Object.entries(READS).flatMap(([service, all]) =>
    all.map((operation) => ({ service: service as ServiceName, operation })),
  )
  for (const call of [...reads, ...everyWrite]) {
    let throttled = false
    const everyOther = () => {
      throttled = !throttled
      return throttled
    }
    fake.inject({ ...call, when: everyOther, fault: { kind: 'throttle' } })
  }
}

/** Delays calls by up to a few seconds, differently for every seed of the fake. */
export function delayCalls(fake: FakeAws): void {
  for (const service of ['sagemaker', 'efs', 'ec2'] as const)
    for (const ms of [300, 1_100, 2_700])
      fake.inject({ service, when: { probability: 0.3 }, fault: { kind: 'latency', ms } })
}

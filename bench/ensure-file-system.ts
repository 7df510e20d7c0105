import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createStudioEfs } from '@studio-efs/core'
import { type CallRecord, createFakeAws } from '@studio-efs/testing'
import type { Row } from './row.js'

const FILE_SYSTEM_MS = 5_000
const MOUNT_TARGET_MS = 90_000
const ZONES = [1, 3, 6]

interface Runs {
  readonly zones: number
  /** Time on the fake's clock, which only waiting moves. */
  readonly firstRunMs: number
  readonly first: readonly CallRecord[]
  readonly second: readonly CallRecord[]
}

/** Calls and waiting times of `ensureFileSystemForDomain`, on the fake AWS and its clock. */
export async function benchEnsureFileSystem(): Promise<readonly Row[]> {
  const runs = await Promise.all(ZONES.map(runTwice))
  return runs.flatMap(rowsOf)
}

async function runTwice(zones: number): Promise<Runs> {
  const fake = createFakeAws({ delays: { createFileSystem: FILE_SYSTEM_MS, createMountTarget: MOUNT_TARGET_MS } })
  const { vpc, subnets } = fake.seed.vpc({ zones })
  const SubnetIds = subnets.map(({ SubnetId }) => SubnetId)
  const { DomainId: domainId } = fake.seed.domain({ VpcId: vpc.VpcId, SubnetIds })
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const { ensureFileSystemForDomain } = createStudioEfs({
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    clock: fake.clock,
  })
  const start = fake.clock.now()
  const run = async () => {
    const output = await ensureFileSystemForDomain({ domainId })
    if (output.isErr()) throw output.error
  }
  await run()
  const firstRunMs = fake.clock.now() - start
  const first = [...fake.calls]
  await run()
  return { zones, firstRunMs, first, second: fake.calls.slice(first.length) }
}

function rowsOf({ zones, firstRunMs, first, second }: Runs): readonly Row[] {
  const name = `ensureFileSystemForDomain, ${zones} ${zones === 1 ? 'zone' : 'zones'}`
  const writes = second.filter(isWrite).length
  const slowest = FILE_SYSTEM_MS + MOUNT_TARGET_MS
  const gap = shortestGapMs(first)
  return [
    {
      measure: `${name}: finished domain`,
      asked: '≤ 7 calls, 0 writes',
      reached: `${second.length} calls, ${writes} writes`,
      holds: second.length <= 7 && writes === 0,
    },
    {
      measure: `${name}: first run, to the file system and its slowest mount target`,
      asked: '≤ 1.15x',
      reached: `${(firstRunMs / slowest).toFixed(2)}x (${first.filter(isWrite).length} writes, ${first.length} calls)`,
      holds: firstRunMs <= slowest * 1.15,
    },
    {
      measure: `${name}: first run, looks at one resource`,
      asked: '≥ 1 s apart',
      reached: `${(gap / 1000).toFixed(1)} s apart`,
      holds: gap >= 1000,
    },
  ]
}

function isWrite({ operation }: CallRecord): boolean {
  return !operation.startsWith('Describe')
}

function shortestGapMs(calls: readonly CallRecord[]): number {
  const last = new Map<string, number>()
  let shortest = Number.POSITIVE_INFINITY
  for (const { operation, input, at, service } of calls) {
    if (service !== 'efs' || isWrite({ operation } as CallRecord)) continue
    const key = `${operation} ${JSON.stringify(input)}`
    shortest = Math.min(shortest, at - (last.get(key) ?? Number.NEGATIVE_INFINITY))
    last.set(key, at)
  }
  return shortest
}

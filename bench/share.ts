import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { type Clock, createStudioEfs, systemClock } from '@studio-efs/core'
import { createFakeAws, type FakeAws } from '@studio-efs/testing'
import type { Row } from './row.js'

const LATENCY_MS = 30
const AT_ONCE = 8
const fileSystemId = 'fs-0123456789abcdef0'

/** `shareAcrossVpcDomains`: calls for a finished VPC, and the time of a first run against the latency of its calls. */
export async function benchShare(): Promise<readonly Row[]> {
  const finished = vpcOf(20)
  await finished.share()
  const before = finished.fake.calls.length
  await finished.share()
  const again = finished.fake.calls.slice(before).map(({ operation }) => operation)
  const describes = again.filter((operation) => operation === 'DescribeDomain').length / 20
  const writes = again.filter((operation) => !/^(Describe|List)/.test(operation)).length

  const large = vpcOf(200)
  for (const service of ['sagemaker', 'efs', 'ec2'] as const)
    large.fake.inject({ service, when: () => true, fault: { kind: 'latency', ms: LATENCY_MS } })
  const startedAt = performance.now()
  await large.share()
  const took = performance.now() - startedAt
  const bound = (large.fake.calls.length * LATENCY_MS) / AT_ONCE
  return [
    {
      measure: 'shareAcrossVpcDomains, 20 domains, finished: writes and describes per domain',
      asked: '0 and ≤ 2',
      reached: `${writes} and ${describes}`,
      holds: writes === 0 && describes <= 2,
    },
    {
      measure: `shareAcrossVpcDomains, 200 domains, ${LATENCY_MS} ms latency: time, against calls x latency / ${AT_ONCE}`,
      asked: '≤ 1.3',
      reached: `${(took / bound).toFixed(2)} (${(took / 1000).toFixed(1)} s, ${large.fake.calls.length} calls)`,
      holds: took / bound <= 1.3,
    },
  ]
}

/** Domains without transitions and existing mount targets, so that only the calls take time. */
function vpcOf(domains: number) {
  const delays = { updateDomain: 0 }
  const fake: FakeAws<Clock> = createFakeAws({ clock: systemClock, delays })
  const { vpc, subnets } = fake.seed.vpc({ zones: 3 })
  const role = { ExecutionRole: 'arn:aws:iam::111122223333:role/Studio' }
  const SubnetIds = subnets.map(({ SubnetId }) => SubnetId)
  for (let n = 0; n < domains; n += 1) {
    const DomainId = `d-team${n}`
    fake.seed.domain({ DomainId, VpcId: vpc.VpcId, SubnetIds, DefaultUserSettings: role, DefaultSpaceSettings: role })
  }
  fake.seed.fileSystem({ FileSystemId: fileSystemId })
  for (const SubnetId of SubnetIds) fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId })
  const config = fake.clientConfig()
  const studioEfs = createStudioEfs({
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
  })
  const share = async () => {
    const result = await studioEfs.shareAcrossVpcDomains({ vpcId: vpc.VpcId, fileSystemId, fileSystemPath: '/shared' })
    if (result.isErr()) throw result.error
    if (result.value.outcome === 'partial') throw new Error('A domain failed.')
  }
  return { fake, share }
}

import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertOk, type FakeAws } from '@studio-efs/testing'
import { expect, test, vi } from 'vitest'
import { fileSystems, groupNamed, inboundName, ourFileSystems } from '../../test/file-systems.js'

const otherName = 'security-group-for-inbound-nfs-d-other'

/** The operations as another process has them: with turns of its own. */
async function otherProcess(fake: FakeAws) {
  vi.resetModules()
  const { createStudioEfs } = await import('../index.js')
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  return createStudioEfs({
    sagemaker: new SageMakerClient(config),
    efs: new EFSClient(config),
    ec2: new EC2Client(config),
    clock: fake.clock,
  })
}

async function adopted(seed = 1) {
  const studio = fileSystems({ seed })
  const { fake, ensure, subnetIds, vpcId } = studio
  fake.seed.domain({ DomainId: 'd-other', VpcId: vpcId, SubnetIds: subnetIds })
  const fileSystemId = assertOk(await ensure()).fileSystem?.fileSystemId ?? ''
  const targets = [...fake.state.efs.mountTargets.values()].filter(
    ({ FileSystemId }) => FileSystemId === ourFileSystems(fake)[0]?.FileSystemId,
  )
  for (const target of targets) target.SecurityGroups = []
  const wanted = [inboundName, otherName].map((name) => groupNamed(fake, name)?.GroupId ?? '').sort()
  const carried = () => targets.map(({ SecurityGroups }) => [...SecurityGroups].sort())
  return { ...studio, fileSystemId, targets, wanted, carried }
}

test('two processes that edit the same mount targets at the same time leave the groups of both', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const { fake, ensure, fileSystemId, wanted, carried } = await adopted(seed)
    const other = await otherProcess(fake)
    for (const ms of [100, 300, 700])
      fake.inject({ service: 'efs', when: { probability: 0.3 }, fault: { kind: 'latency', ms } })
    const both = [ensure({ fileSystemId }), other.ensureFileSystemForDomain({ domainId: 'd-other', fileSystemId })]
    for (const result of await Promise.all(both)) assertOk(result)
    expect(carried()).toEqual(Array(3).fill(wanted))
  }
})

test('a set that somebody replaces after it was read back gets the group again', async () => {
  const { fake, ensure, fileSystemId, targets, wanted, carried } = await adopted()
  const theirs = groupNamed(fake, otherName)?.GroupId ?? ''
  const running = ensure({ fileSystemId })
  await fake.clock.sleep(1_000)
  for (const target of targets) target.SecurityGroups = [theirs]
  assertOk(await running)
  expect(carried()).toEqual(Array(3).fill(wanted))
})

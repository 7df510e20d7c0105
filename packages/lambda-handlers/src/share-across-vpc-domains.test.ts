import type { VpcId } from '@studio-efs/core'
import type { FileSystemPath } from '@studio-efs/core/directories'
import { domainFileSystems, efsEntry, writesIn } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, role, studio } from '../test/studio.js'
import { createShareAcrossVpcDomains } from './share-across-vpc-domains.js'

function deployed() {
  const world = studio()
  const { fake, vpc } = world
  const { SubnetIds } = fake.state.sagemaker.domains.get(domainId) ?? { SubnetIds: [] }
  fake.seed.fileSystem({ FileSystemId: fileSystemId })
  const DefaultSpaceSettings = { ExecutionRole: role }
  fake.seed.domain({ DomainId: 'd-sales', VpcId: vpc.VpcId, SubnetIds, DefaultSpaceSettings })
  const configuration = {
    fileSystemId,
    vpcId: vpc.VpcId as VpcId,
    domainIds: undefined,
    sharedPath: '/shared' as FileSystemPath,
    scope: 'both',
    executionRole: undefined,
  } as const
  const listed = () => [...fake.state.sagemaker.domains.keys()].map((id) => domainFileSystems(fake, id).private)
  return { ...world, listed, handler: createShareAcrossVpcDomains({ ...world, configuration }) }
}

/** New mount targets take minutes. */
const long = { getRemainingTimeInMillis: () => 900_000 }
const ownEntry = efsEntry(fileSystemId, '/shared')

test('every domain of the VPC has the directory and can mount it, and a second time nothing changes', async () => {
  const { handler, listed, fake, pathsOf, records } = deployed()
  expect(await handler({}, long)).toMatchObject({
    outcome: 'changed',
    domains: [
      { domainId, outcome: 'changed' },
      { domainId: 'd-sales', outcome: 'changed' },
    ],
  })
  expect(listed()).toEqual([[ownEntry], [ownEntry]])
  expect(pathsOf()).toEqual(['/shared'])
  const targets = [...fake.state.efs.mountTargets.values()].filter((one) => one.FileSystemId === fileSystemId)
  expect(targets.map(({ SecurityGroups }) => SecurityGroups.length)).toEqual([2, 2, 2])
  expect(await handler({}, long)).toMatchObject({ outcome: 'unchanged', changes: [] })
  expect(records).toMatchObject([{ message: 'changed' }, { message: 'unchanged', changes: 0 }])
})

test('a domain that fails is thrown by name after the others are done', async () => {
  const { handler, fake, listed, records } = deployed()
  const sales = fake.state.sagemaker.domains.get('d-sales')
  if (sales !== undefined) sales.DefaultSpaceSettings = {}
  await expect(handler({}, long)).rejects.toMatchObject({
    name: 'ItemsFailedError',
    message: expect.stringMatching(
      /^1 of 2 failed: domain d-sales \(ExecutionRoleMissingError\)\. .*no execution role/,
    ),
  })
  expect(listed()).toEqual([[ownEntry], undefined])
  expect(records).toMatchObject([
    {
      message: 'failed',
      domains: [
        { domainId, outcome: 'changed' },
        { domainId: 'd-sales', outcome: 'failed' },
      ],
    },
  ])
})

test('a dry run reports the changes and makes none', async () => {
  const { handler, fake, pathsOf } = deployed()
  expect(await handler({ dryRun: true })).toMatchObject({ outcome: 'changed' })
  expect(writesIn(fake.calls)).toEqual([])
  expect(pathsOf()).toEqual([])
})

test('profiles that do not see it are counted when that is asked for', async () => {
  const { handler, fake, records } = deployed()
  const foreign = efsEntry('fs-0bbbbbbbbbbbbbbbb', '/own')
  const UserSettings = { CustomFileSystemConfigs: [foreign] }
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', UserSettings })
  const domains = [{ domainId, hidden: 1 }, { domainId: 'd-sales' }]
  expect(await handler({ hiddenProfiles: 'report' }, long)).toMatchObject({ domains })
  expect(records).toMatchObject([{ domains }])
})

import {
  CreateFileSystemCommand,
  CreateMountTargetCommand,
  DeleteFileSystemCommand,
  DeleteMountTargetCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  type DescribeFileSystemsCommandOutput,
  DescribeLifecycleConfigurationCommand,
  DescribeMountTargetSecurityGroupsCommand,
  DescribeMountTargetsCommand,
  type DescribeMountTargetsCommandOutput,
  ListTagsForResourceCommand,
  ModifyMountTargetSecurityGroupsCommand,
  PutFileSystemPolicyCommand,
  PutLifecycleConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-efs'
import { runAccessPoints } from './access-point-script.js'
import type { Session } from './session.js'

const UNKNOWN = 'fs-00000000000000000'

export async function runEfs(session: Session): Promise<void> {
  const FileSystemId = await runFileSystems(session)
  await runMountTargets(session, FileSystemId)
  await runAccessPoints(session, FileSystemId)
  await runPolicies(session, FileSystemId)
  await runDeletion(session, FileSystemId)
}

async function runFileSystems({ efs, record, waitUntilReady }: Session): Promise<string> {
  const create = (CreationToken: string, more: object = {}) =>
    efs.send(new CreateFileSystemCommand({ CreationToken, ...more }))
  const describe = (input: object) => efs.send(new DescribeFileSystemsCommand(input))
  const Tags = [{ Key: 'Name', Value: 'studio' }]
  const created = await record('CreateFileSystem, encrypted', create('one', { Encrypted: true, Tags }))
  const FileSystemId = created?.FileSystemId ?? ''
  await record('CreateFileSystem with a token that is taken', create('one'))
  await waitUntilReady()
  await record('DescribeFileSystems by id', describe({ FileSystemId }))
  await record('DescribeFileSystems by token', describe({ CreationToken: 'one' }).then(idsOf))
  await record('DescribeFileSystems by an unknown token', describe({ CreationToken: 'none' }).then(idsOf))
  await record('DescribeFileSystems by an unknown id', describe({ FileSystemId: UNKNOWN }))
  const plain = await record('CreateFileSystem with the defaults', create('two'))
  await record(
    'DescribeFileSystems, one to a page',
    describe({ MaxItems: 1 }).then(({ FileSystems, NextMarker }) => ({
      count: FileSystems?.length,
      more: NextMarker !== undefined,
    })),
  )
  await record('DescribeFileSystems with a forged marker', describe({ Marker: 'forged' }))
  await waitUntilReady()
  const zone = { AvailabilityZoneName: 'eu-west-1a' }
  await record('CreateFileSystem in one zone', create('zone', zone))
  await record('CreateFileSystem with a key and no encryption', create('key', { KmsKeyId: 'alias/mine' }))
  await record('CreateFileSystem, provisioned without an amount', create('amount', { ThroughputMode: 'provisioned' }))
  await record('CreateFileSystem with an unknown mode', create('mode', { PerformanceMode: 'fast' }))
  const { FileSystemId: plainId = '' } = plain ?? {}
  await record('DeleteFileSystem', efs.send(new DeleteFileSystemCommand({ FileSystemId: plainId })))
  await waitUntilReady()
  await record('DescribeFileSystems of a deleted one', describe({ FileSystemId: plainId }))
  await record('DeleteFileSystem of a deleted one', efs.send(new DeleteFileSystemCommand({ FileSystemId: plainId })))
  return FileSystemId
}

function idsOf({ FileSystems = [] }: DescribeFileSystemsCommandOutput) {
  return { ids: FileSystems.map(({ FileSystemId }) => FileSystemId) }
}

async function runMountTargets(session: Session, FileSystemId: string): Promise<void> {
  const { efs, record, waitUntilReady, subnetIds, defaultGroupId } = session
  const [SubnetId = '', other = ''] = subnetIds
  const create = (input: object = {}) => efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId, ...input }))
  const describe = (input: object) => efs.send(new DescribeMountTargetsCommand(input))
  const target = await record('CreateMountTarget', create({ SecurityGroups: [defaultGroupId] }))
  const MountTargetId = target?.MountTargetId ?? ''
  await waitUntilReady()
  await record('CreateMountTarget in a zone that has one', create())
  await record('CreateMountTarget for an unknown file system', create({ FileSystemId: UNKNOWN }))
  await record('CreateMountTarget in an unknown subnet', create({ SubnetId: 'subnet-00000000000000000' }))
  const unknownGroup = { SubnetId: other, SecurityGroups: ['sg-00000000000000000'] }
  await record('CreateMountTarget with an unknown security group', create(unknownGroup))
  const six = Array.from({ length: 6 }, (_, n) => `sg-0000000000000000${n}`)
  await record('CreateMountTarget with six security groups', create({ SubnetId: other, SecurityGroups: six }))
  await record('DescribeMountTargets by file system', describe({ FileSystemId }))
  await record('DescribeMountTargets by id', describe({ MountTargetId }).then(targetsOf))
  await record('DescribeMountTargets by an unknown id', describe({ MountTargetId: 'fsmt-00000000000000000' }))
  await record('DescribeMountTargets by nothing', describe({}))
  await record('DescribeMountTargets by two ids', describe({ FileSystemId, MountTargetId }))
  const groups = { MountTargetId }
  await record('DescribeMountTargetSecurityGroups', efs.send(new DescribeMountTargetSecurityGroupsCommand(groups)))
  const modify = (SecurityGroups: string[]) =>
    efs.send(new ModifyMountTargetSecurityGroupsCommand({ MountTargetId, SecurityGroups }))
  await record('ModifyMountTargetSecurityGroups', modify([defaultGroupId]))
  await record('ModifyMountTargetSecurityGroups with an unknown one', modify(['sg-00000000000000000']))
  await record('ModifyMountTargetSecurityGroups with six', modify(six))
}

function targetsOf({ MountTargets = [] }: DescribeMountTargetsCommandOutput) {
  return { ids: MountTargets.map(({ MountTargetId }) => MountTargetId) }
}

async function runPolicies({ efs, record }: Session, FileSystemId: string): Promise<void> {
  const readPolicy = () => efs.send(new DescribeFileSystemPolicyCommand({ FileSystemId }))
  const putPolicy = (Policy: string) => efs.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }))
  await record('DescribeFileSystemPolicy without one', readPolicy())
  await record('PutFileSystemPolicy that is none', putPolicy('no JSON'))
  await record('PutFileSystemPolicy', putPolicy('{"Version":"2012-10-17","Statement":[]}'))
  await record('DescribeFileSystemPolicy', readPolicy())
  await record('DescribeBackupPolicy without one', efs.send(new DescribeBackupPolicyCommand({ FileSystemId })))
  const LifecyclePolicies = [{ TransitionToIA: 'AFTER_30_DAYS' as const }]
  const put = new PutLifecycleConfigurationCommand({ FileSystemId, LifecyclePolicies })
  await record('PutLifecycleConfiguration', efs.send(put))
  const read = new DescribeLifecycleConfigurationCommand({ FileSystemId })
  await record('DescribeLifecycleConfiguration', efs.send(read))
  const list = () => efs.send(new ListTagsForResourceCommand({ ResourceId: FileSystemId }))
  const Tags = [{ Key: 'team', Value: 'a' }]
  await record('TagResource', efs.send(new TagResourceCommand({ ResourceId: FileSystemId, Tags })))
  await record('ListTagsForResource', list())
  const untag = new UntagResourceCommand({ ResourceId: FileSystemId, TagKeys: ['team'] })
  await record('UntagResource', efs.send(untag))
  await record('ListTagsForResource after that', list())
  const unknown = new ListTagsForResourceCommand({ ResourceId: UNKNOWN })
  await record('ListTagsForResource of an unknown file system', efs.send(unknown))
}

async function runDeletion({ efs, record, waitUntilReady }: Session, FileSystemId: string): Promise<void> {
  const { MountTargets = [] } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId }))
  const remove = () => efs.send(new DeleteFileSystemCommand({ FileSystemId }))
  await record('DeleteFileSystem that has mount targets', remove())
  const deletions = MountTargets.map(({ MountTargetId }) => new DeleteMountTargetCommand({ MountTargetId }))
  for (const deletion of deletions) await record('DeleteMountTarget', efs.send(deletion))
  await waitUntilReady()
  for (const deletion of deletions) await record('DeleteMountTarget of a deleted one', efs.send(deletion))
  const describe = new DescribeMountTargetsCommand({ FileSystemId })
  await record('DescribeMountTargets without any', efs.send(describe))
  await record('DeleteFileSystem without mount targets', remove())
  await waitUntilReady()
}

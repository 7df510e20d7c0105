import {
  CreateAccessPointCommand,
  type CreateAccessPointCommandInput,
  DeleteAccessPointCommand,
  DescribeAccessPointsCommand,
  DescribeMountTargetsCommand,
} from '@aws-sdk/client-efs'
import type { Session } from './session.js'

export async function runAccessPoints(session: Session, FileSystemId: string): Promise<void> {
  const { efs, record, waitUntilReady } = session
  const create = (ClientToken: string, more: Partial<CreateAccessPointCommandInput> = {}) =>
    efs.send(new CreateAccessPointCommand({ ClientToken, FileSystemId, ...more }))
  const describe = (input: object) => efs.send(new DescribeAccessPointsCommand(input))
  const PosixUser = { Uid: 0, Gid: 0 }
  const Tags = [{ Key: 'Name', Value: 'root' }]
  const root = await record('CreateAccessPoint', create('root', { PosixUser, Tags }))
  const AccessPointId = root?.AccessPointId ?? ''
  await waitUntilReady()
  const CreationInfo = { OwnerUid: 1, OwnerGid: 1, Permissions: '700' }
  await record('CreateAccessPoint of a path', create('path', { RootDirectory: { Path: '/a/b', CreationInfo } }))
  await record('CreateAccessPoint with a token that is taken', create('root', { PosixUser, Tags }))
  const unknown = { FileSystemId: 'fs-00000000000000000' }
  await record('CreateAccessPoint for an unknown file system', create('unknown', unknown))
  await record('CreateAccessPoint of five levels', create('deep', { RootDirectory: { Path: '/a/b/c/d/e' } }))
  await record('CreateAccessPoint of no absolute path', create('relative', { RootDirectory: { Path: 'a' } }))
  await record('DescribeAccessPoints by id', describe({ AccessPointId }))
  await record('DescribeAccessPoints by an unknown id', describe({ AccessPointId: 'fsap-00000000000000000' }))
  await record('DescribeAccessPoints by two ids', describe({ AccessPointId, FileSystemId }))
  const targets = efs.send(new DescribeMountTargetsCommand({ AccessPointId }))
  const count = targets.then(({ MountTargets }) => ({ count: MountTargets?.length }))
  await record('DescribeMountTargets by access point', count)
  const remove = () => efs.send(new DeleteAccessPointCommand({ AccessPointId }))
  await record('DeleteAccessPoint', remove())
  await waitUntilReady()
  await record('DeleteAccessPoint of a deleted one', remove())
}

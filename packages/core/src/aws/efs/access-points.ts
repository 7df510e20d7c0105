import {
  type AccessPointDescription,
  CreateAccessPointCommand,
  DeleteAccessPointCommand,
  DescribeAccessPointsCommand,
  type EFSClient,
} from '@aws-sdk/client-efs'
import type { Patience } from '../../call.js'
import type { AccessPoint, AccessPointId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { Tags } from '../../model/tags.js'
import { callAws } from '../call/call-aws.js'
import { type Creation, orExists } from '../call/creation.js'
import { readPages } from '../call/pages.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type EfsContext, type EfsReply, efsCall, memberOf, tagsOf, toWireTags } from './file-systems.js'

/** The file system's access points, 100 a page, up to the page on which `isEnough` is satisfied; or the one that `where` names. */
export function describeAccessPoints(
  context: EfsContext,
  where: { readonly fileSystemId: FileSystemId } | { readonly accessPointId: AccessPointId },
  patience: Patience,
  isEnough?: (accessPoints: readonly AccessPoint[]) => boolean,
): EfsReply<readonly AccessPoint[]> {
  const one = 'accessPointId' in where
  const call = efsCall('DescribeAccessPoints', one ? where.accessPointId : `the access points of ${where.fileSystemId}`)
  const filter = one ? { AccessPointId: where.accessPointId } : { FileSystemId: where.fileSystemId, MaxResults: 100 }
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      context.efs.send(new DescribeAccessPointsCommand(next === undefined ? filter : { ...filter, NextToken: next }), {
        abortSignal,
      }),
    ).map(({ AccessPoints = [], NextToken }) => ({ items: AccessPoints.map(accessPointOf), next: NextToken }))
  return readPages({ ...context, patience, pending: `reading ${call.resource}` }, readPage, isEnough)
}

/** What a new access point is to be. */
export interface NewAccessPoint {
  readonly fileSystemId: FileSystemId
  readonly clientToken: string
  readonly posixUser: { readonly uid: number; readonly gid: number }
  readonly path: string
  readonly tags: Tags
}

/** Makes an access point. Sent once. */
export function createAccessPoint(
  client: EFSClient,
  wanted: NewAccessPoint,
  patience: Patience,
): EfsReply<Creation<AccessPointId>> {
  const command = new CreateAccessPointCommand({
    ClientToken: wanted.clientToken,
    FileSystemId: wanted.fileSystemId,
    PosixUser: { Uid: wanted.posixUser.uid, Gid: wanted.posixUser.gid },
    RootDirectory: { Path: wanted.path },
    Tags: toWireTags(wanted.tags),
  })
  const call = efsCall('CreateAccessPoint', `the access point of ${wanted.fileSystemId}`)
  const created = callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal })).map(
    ({ AccessPointId: id }) => id as AccessPointId,
  )
  return orExists(created, 'AccessPointAlreadyExists', (exception) => memberOf(exception, 'AccessPointId'))
}

export function deleteAccessPoint(
  client: EFSClient,
  accessPointId: AccessPointId,
  patience: Patience,
): EfsReply<unknown> {
  return callAws(patience, efsCall('DeleteAccessPoint', accessPointId), (abortSignal) =>
    client.send(new DeleteAccessPointCommand({ AccessPointId: accessPointId }), { abortSignal }),
  )
}

function accessPointOf(description: AccessPointDescription): AccessPoint {
  const { PosixUser: user } = description
  return {
    accessPointId: description.AccessPointId as AccessPointId,
    accessPointArn: description.AccessPointArn ?? '',
    fileSystemId: description.FileSystemId as FileSystemId,
    name: description.Name,
    clientToken: description.ClientToken ?? '',
    posixUser: user?.Uid === undefined || user.Gid === undefined ? undefined : { uid: user.Uid, gid: user.Gid },
    path: description.RootDirectory?.Path ?? '/',
    lifeCycleState: description.LifeCycleState ?? 'unknown',
    tags: tagsOf(description.Tags),
  }
}

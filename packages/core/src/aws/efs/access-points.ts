import type { AccessPointDescription } from '@aws-sdk/client-efs'
import type { AccessPoint, AccessPointId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { Tags } from '../../model/tags.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { type Created, type Deletion, existsAsOutcome, retryCreate, retryDelete } from '../call/create-and-delete.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { readPages } from '../call/pages.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type EfsCall, efsRequest, memberOf, tagsOf, toWireTags } from './file-systems.js'

/** All access points of a file system, 100 a page, or one by its id. */
export type AccessPointFilter = (
  | { readonly fileSystemId: FileSystemId }
  | { readonly accessPointId: AccessPointId }
) & {
  /** Ends the read at the page that makes the access points so far enough. */
  readonly isEnough?: (accessPoints: readonly AccessPoint[]) => boolean
}

export function describeAccessPoints(call: EfsCall, where: AccessPointFilter): AwsResult<readonly AccessPoint[]> {
  const one = 'accessPointId' in where
  const resource = one ? where.accessPointId : `the access points of ${where.fileSystemId}`
  const request = efsRequest('DescribeAccessPoints', resource)
  const filter = one ? { AccessPointId: where.accessPointId } : { FileSystemId: where.fileSystemId, MaxResults: 100 }
  const readPage = (next: string | undefined) => {
    const send = async (abortSignal: AbortSignal) => {
      const { DescribeAccessPointsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      const command = new DescribeAccessPointsCommand(next === undefined ? filter : { ...filter, NextToken: next })
      return call.efs.send(nameCredentialsErrors(command), { abortSignal })
    }
    return callAws(call, request, send).map(({ AccessPoints = [], NextToken }) => ({
      items: AccessPoints.map(accessPointOf),
      next: NextToken,
    }))
  }
  return readPages(call, { pending: `reading ${resource}`, readPage, isEnough: where.isEnough })
}

export interface NewAccessPoint {
  readonly fileSystemId: FileSystemId
  readonly clientToken: string
  readonly posixUser: { readonly uid: number; readonly gid: number }
  readonly path: string
  readonly tags: Tags
}

export function createAccessPoint(call: EfsCall, wanted: NewAccessPoint): AwsResult<Created<AccessPointId>> {
  const { fileSystemId, clientToken, posixUser, path, tags } = wanted
  const request = efsRequest('CreateAccessPoint', `the access point of ${fileSystemId}`)
  return retryCreate(call, `making ${request.resource}`, () => {
    const send = async (abortSignal: AbortSignal) => {
      const { CreateAccessPointCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      const command = new CreateAccessPointCommand({
        ClientToken: clientToken,
        FileSystemId: fileSystemId,
        PosixUser: { Uid: posixUser.uid, Gid: posixUser.gid },
        RootDirectory: { Path: path },
        Tags: toWireTags(tags),
      })
      return call.efs.send(singleAttempt(command), { abortSignal })
    }
    const created = callAws(call, request, send).map(({ AccessPointId: id }) => id as AccessPointId)
    return existsAsOutcome(created, 'AccessPointAlreadyExists', (exception) => memberOf(exception, 'AccessPointId'))
  })
}

export function deleteAccessPoint(call: EfsCall, accessPointId: AccessPointId): AwsResult<Deletion> {
  const request = efsRequest('DeleteAccessPoint', accessPointId)
  const send = async (abortSignal: AbortSignal) => {
    const { DeleteAccessPointCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
    const command = new DeleteAccessPointCommand({ AccessPointId: accessPointId })
    return call.efs.send(nameCredentialsErrors(command), { abortSignal })
  }
  return retryDelete(call, `deleting ${accessPointId}`, () => callAws(call, request, send))
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

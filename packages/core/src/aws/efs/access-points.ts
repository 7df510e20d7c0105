import { type AccessPoint, type AccessPointId, parseAccessPointId } from '../../model/efs.js'
import { type FileSystemId, parseFileSystemId } from '../../model/ids.js'
import { type FieldParser, optional } from '../../model/parse/parse-input.js'
import { comparedText, membersOf, parseTagList, shownText } from '../../model/parse/parse-member.js'
import { parseWholeNumber } from '../../model/parse/parse-text.js'
import type { Tags } from '../../model/tags.js'
import type { AwsResult } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { type Created, type Deletion, existsAsOutcome, retryCreate, retryDelete } from '../call/create-and-delete.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { parseReply, readList } from '../call/read-list.js'
import { singleAttempt } from '../call/single-attempt.js'
import { type EfsCall, efsRequest, memberOf, toWireTags } from './file-systems.js'

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
  return readList(call, {
    request,
    command: async (next) => {
      const { DescribeAccessPointsCommand } = await import('@aws-sdk/client-efs').catch(rethrow)
      return new DescribeAccessPointsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.efs.send(command, { abortSignal }),
    items: ({ AccessPoints }) => ['AccessPoints', AccessPoints],
    next: ({ NextToken }) => NextToken,
    parse: parseAccessPoint,
    isEnough: where.isEnough,
  })
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
    const created = callAws(call, request, send).andThen(({ AccessPointId: id }) =>
      parseReply(request, parseAccessPointId(id, 'AccessPointId')),
    )
    return existsAsOutcome(created, 'AccessPointAlreadyExists', (exception) =>
      parseAccessPointId(memberOf(exception, 'AccessPointId'), 'AccessPointId').unwrapOr(undefined),
    )
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

const parseUid: FieldParser<number> = (value, field) => parseWholeNumber(value, field, { min: 0, max: MAX_UINT_32 })
const MAX_UINT_32 = 4_294_967_295

const parsePosixUser = optional(membersOf({ Uid: parseUid, Gid: parseUid }), undefined)

const parseDescription = membersOf({
  AccessPointId: parseAccessPointId,
  AccessPointArn: comparedText,
  FileSystemId: parseFileSystemId,
  Name: comparedText,
  ClientToken: comparedText,
  PosixUser: parsePosixUser,
  RootDirectory: optional(membersOf({ Path: comparedText }), undefined),
  LifeCycleState: shownText,
  Tags: parseTagList,
})

const parseAccessPoint: FieldParser<AccessPoint> = (value, field) =>
  parseDescription(value, field).map(({ PosixUser: user, ...description }) => ({
    accessPointId: description.AccessPointId,
    accessPointArn: description.AccessPointArn ?? '',
    fileSystemId: description.FileSystemId,
    name: description.Name,
    clientToken: description.ClientToken ?? '',
    posixUser: user && { uid: user.Uid, gid: user.Gid },
    path: description.RootDirectory?.Path ?? '/',
    lifeCycleState: description.LifeCycleState ?? 'unknown',
    tags: description.Tags,
  }))

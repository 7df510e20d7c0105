import {
  DescribeSpaceCommand,
  type DescribeSpaceCommandOutput,
  UpdateSpaceCommand,
  type CustomFileSystem as WireFileSystem,
} from '@aws-sdk/client-sagemaker'
import { Result } from 'neverthrow'
import { boundedText } from '../../bounded-text.js'
import { type FileSystemId, parseFileSystemId, parseUserProfileName, type SpaceRef } from '../../model/ids.js'
import { listOf, optional } from '../../model/parse/parse-input.js'
import { parseSpaceFileSystem, type Space, type SpaceFileSystem } from '../../model/space.js'
import type { InvalidInputError } from '../../studio-efs-error.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { parseReply } from '../call/read-list.js'
import { singleAttempt } from '../call/single-attempt.js'
import { describing, type SageMakerCall, statusOf } from './describe-and-update.js'
import { resourceSpecOf } from './resource-spec.js'
import { parseSharingType } from './space-lists.js'
import { createReplyLists, type ReplyLists, sendWhole } from './whole-entries.js'

/** Reads a space with its file systems, which ListSpaces leaves out. */
export function describeSpace(call: SageMakerCall, ref: SpaceRef): AwsResult<Space> {
  const { sagemaker, clock } = call
  const request = spaceRequest('DescribeSpace', ref)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeSpaceCommand({ DomainId: ref.domainId, SpaceName: ref.spaceName })
    const lists = createReplyLists()
    return callAws(call, request, (abortSignal) => sagemaker.send(describing(command, lists), { abortSignal })).andThen(
      (reply) => parseReply(request, spaceOf(ref, reply, lists)).map((space) => ({ ...space, readAt: clock.now() })),
    )
  })
}

/** Replaces the space's list of custom file systems, and sends nothing else. Sent once; see {@link singleAttempt}. */
export function updateSpaceFileSystems(
  call: SageMakerCall,
  ref: SpaceRef,
  fileSystems: readonly SpaceFileSystem[],
): AwsResult<unknown> {
  const command = new UpdateSpaceCommand({
    DomainId: ref.domainId,
    SpaceName: ref.spaceName,
    SpaceSettings: { CustomFileSystems: fileSystems as WireFileSystem[] },
  })
  return callAws(call, spaceRequest('UpdateSpace', ref), (abortSignal) =>
    call.sagemaker.send(singleAttempt(sendWhole(command, { SpaceSettings: fileSystems })), { abortSignal }),
  )
}

function spaceOf(
  ref: SpaceRef,
  reply: DescribeSpaceCommandOutput,
  lists: ReplyLists,
): Result<Omit<Space, 'readAt'>, InvalidInputError> {
  const { SpaceSettings: settings, OwnershipSettings: ownership, SpaceSharingSettings: sharing } = reply
  return Result.combine([
    optional(parseUserProfileName, undefined)(
      ownership?.OwnerUserProfileName,
      'OwnershipSettings.OwnerUserProfileName',
    ),
    parseSharingType(sharing?.SharingType, 'SpaceSharingSettings.SharingType'),
    listOf(parseSpaceFileSystem)(lists.entries('SpaceSettings', settings?.CustomFileSystems), FILE_SYSTEMS).andThen(
      (list) => efsFileSystemsIn(list).map((efsFileSystemIds) => ({ customFileSystems: list, efsFileSystemIds })),
    ),
  ]).map(([owner, kind, { customFileSystems, efsFileSystemIds }]) => ({
    ...ref,
    ...(owner !== undefined && { ownerUserProfileName: owner }),
    ...statusOf(reply),
    spaceArn: reply.SpaceArn === undefined ? undefined : boundedText(reply.SpaceArn, MAX_ARN),
    kind,
    appType: settings?.AppType === undefined ? undefined : boundedText(settings.AppType, MAX_APP_TYPE),
    lastModifiedAt: reply.LastModifiedTime?.getTime(),
    customFileSystems,
    efsFileSystemIds,
    isUnifiedStudio: settings?.SpaceManagedResources === 'ENABLED',
    resourceSpec: resourceSpecOf(specIn(settings)),
  }))
}

const FILE_SYSTEMS = 'SpaceSettings.CustomFileSystems'

function efsFileSystemsIn(list: readonly SpaceFileSystem[]): Result<readonly FileSystemId[], InvalidInputError> {
  const ids = list.flatMap(({ EFSFileSystem: efs }) => (efs === undefined ? [] : [efs.FileSystemId]))
  return listOf(parseFileSystemId)(ids, FILE_SYSTEMS)
}

const MAX_APP_TYPE = 100
const MAX_ARN = 256

function specIn(settings: DescribeSpaceCommandOutput['SpaceSettings']): unknown {
  const byApp: Readonly<Record<string, { readonly DefaultResourceSpec?: unknown } | undefined>> = {
    JupyterLab: settings?.JupyterLabAppSettings,
    CodeEditor: settings?.CodeEditorAppSettings,
    JupyterServer: settings?.JupyterServerAppSettings,
    KernelGateway: settings?.KernelGatewayAppSettings,
  }
  const { AppType: appType } = settings ?? {}
  return appType !== undefined && Object.hasOwn(byApp, appType) ? byApp[appType]?.DefaultResourceSpec : undefined
}

function spaceRequest(operation: string, { domainId, spaceName }: SpaceRef): AwsRequest {
  return { service: 'sagemaker', operation, resource: `space ${domainId}/${spaceName}` }
}

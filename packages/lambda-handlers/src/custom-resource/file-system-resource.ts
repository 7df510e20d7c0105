import {
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
  removeFileSystem,
  type StudioEfsContext,
} from '@studio-efs/core'
import type { CustomResource } from './answering.js'
import { type FileSystemProperties, parseFileSystemProperties } from './file-system-properties.js'
import type { CustomResourceRequest } from './request.js'
import type { Answer } from './response.js'

export type FileSystemContext = Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>

/** The attributes of the custom resource. */
export const FILE_SYSTEM_ATTRIBUTES = [
  'FileSystemId',
  'FileSystemArn',
  'AccessPointId',
  'AccessPointArn',
  'VpcId',
  'SubnetIds',
  'SecurityGroupIds',
] as const

type Attributes = Readonly<Record<(typeof FILE_SYSTEM_ATTRIBUTES)[number], string>>

/** A domain's file system, with its network and its root access point, as a resource of a stack. */
export function fileSystemResource(context: FileSystemContext): CustomResource {
  return (request, timeoutMs) =>
    request.requestType === 'Delete' ? remove(context, request, timeoutMs) : ensure(context, request, timeoutMs)
}

async function ensure(context: FileSystemContext, request: CustomResourceRequest, timeoutMs: number): Promise<Answer> {
  const properties = parseFileSystemProperties(request)
  if (properties.isErr()) throw properties.error
  const { domainId, fileSystemId, name, kmsKeyId, missingSecurityGroup } = properties.value
  const result = await ensureFileSystemForDomain(context, {
    domainId,
    missingSecurityGroup,
    timeoutMs,
    ...(fileSystemId === undefined ? {} : { fileSystemId }),
    ...(name === undefined ? {} : { name }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  })
  if (result.isErr()) throw result.error
  const data = attributesOf(result.value)
  return { status: 'SUCCESS', physicalResourceId: idFor(domainId, data.FileSystemId), data }
}

/** The data stays unless the template says otherwise, and a file system that was there before always stays. */
async function remove(context: FileSystemContext, request: CustomResourceRequest, timeoutMs: number): Promise<Answer> {
  const { physicalResourceId = '' } = request
  const gone: Answer = { status: 'SUCCESS', physicalResourceId, data: {} }
  const fileSystemId = fileSystemIdIn(physicalResourceId)
  if (fileSystemId === undefined || !mayDelete(parseFileSystemProperties(request).unwrapOr(undefined))) return gone
  const confirmed = { deleteData: true, confirmFileSystemId: fileSystemId }
  const result = await removeFileSystem(context, { fileSystemId, ...confirmed, timeoutMs })
  if (result.isErr() && result.error.name !== 'ResourceNotFoundError') throw result.error
  return gone
}

function mayDelete(properties: FileSystemProperties | undefined): boolean {
  return properties?.dataOnDelete === 'delete' && properties.fileSystemId === undefined
}

const PREFIX = 'studio-efs'

/** Another domain or another file system is another resource; everything else changes in place. */
function idFor(domainId: string, fileSystemId: string): string {
  return `${PREFIX}/${domainId}/${fileSystemId}`
}

/** Undefined for an id that no successful creation gave. */
function fileSystemIdIn(physicalResourceId: string): string | undefined {
  const [prefix, , fileSystemId] = physicalResourceId.split('/')
  return prefix === PREFIX ? fileSystemId : undefined
}

function attributesOf({ fileSystem, accessPoint, vpcId, lambda }: EnsureFileSystemForDomainOutput): Attributes {
  if (fileSystem === undefined || accessPoint === undefined) throw new Error('The file system was not made.')
  return {
    FileSystemId: fileSystem.fileSystemId,
    FileSystemArn: fileSystem.fileSystemArn,
    AccessPointId: accessPoint.accessPointId,
    AccessPointArn: accessPoint.accessPointArn,
    VpcId: vpcId,
    SubnetIds: lambda.subnetIds.join(','),
    SecurityGroupIds: lambda.securityGroupIds.join(','),
  }
}

import { removeFileSystem } from '@studio-efs/core'
import type { Note } from '../frame/recording.js'
import type { CustomResource } from './answering.js'
import type { FileSystemContext } from './ensure-file-system-as-given.js'
import { type FileSystemProperties, parseFileSystemProperties } from './file-system-properties.js'
import { make, tagsOf } from './make-file-system.js'
import { fileSystemIdIn } from './physical-id.js'
import type { CustomResourceRequest } from './request.js'
import type { Answer } from './response.js'

/** A domain's file system, with its network and its root access point, as a resource of a stack. */
export function fileSystemResource(context: FileSystemContext): CustomResource {
  return (request, timeoutMs, note) =>
    request.requestType === 'Delete'
      ? remove(context, request, timeoutMs, note)
      : make(context, request, timeoutMs, note)
}

/**
 * The data stays unless the template says otherwise; and a file system that another stack or another program made, or that
 * was there before, always stays.
 */
async function remove(
  context: FileSystemContext,
  { physicalResourceId = '', properties, stackId }: CustomResourceRequest,
  timeoutMs: number,
  note: Note,
): Promise<Answer> {
  const gone: Answer = { status: 'SUCCESS', physicalResourceId, data: {} }
  const fileSystemId = fileSystemIdIn(physicalResourceId)
  if (fileSystemId === undefined || !mayDelete(parseFileSystemProperties(properties).unwrapOr(undefined))) return gone
  const confirmed = { deleteData: true, confirmFileSystemId: fileSystemId, onlyWithTags: tagsOf(stackId) }
  const result = await removeFileSystem(context, { fileSystemId, ...confirmed, timeoutMs })
  if (result.isErr() && result.error.name !== 'ResourceNotFoundError') throw result.error
  note({ kept: result.map(({ kept }) => kept).unwrapOr([]) })
  return gone
}

function mayDelete(properties: FileSystemProperties | undefined): boolean {
  return properties?.dataOnDelete === 'delete' && properties.fileSystemId === undefined
}

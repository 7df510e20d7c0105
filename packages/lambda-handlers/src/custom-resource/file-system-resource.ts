import { type EnsureFileSystemForDomainOutput, ensureFileSystemForDomain, removeFileSystem } from '@studio-efs/core'
import { timeForWork } from '../handler/handler.js'
import type { CustomResource, CustomResourceCall, CustomResourceEvent } from './answer-custom-resource.js'
import { fileSystemIdIn } from './file-system-answer.js'
import { ensureInput, type FileSystemProperties, parseFileSystemProperties } from './file-system-properties.js'
import { type FileSystemContext, makeFileSystem, tagsOf } from './make-file-system.js'
import type { Answer } from './response.js'

/** A domain's file system, with its network and its root access point, as a resource of a stack. */
export function fileSystemResource(context: FileSystemContext): CustomResource {
  return (call) =>
    call.request.requestType === 'Delete' ? deleteFileSystem(context, call) : makeFileSystem(context, call)
}

/** The changes of a run between deployments. */
export interface ReconcileReply extends Pick<EnsureFileSystemForDomainOutput, 'findings' | 'changes'> {
  readonly outcome: 'changed' | 'unchanged'
}

/** The resource's properties in an event `{ Reconcile: properties }`, to which CloudFormation awaits no answer. */
export function reconcileIn(event: unknown): { readonly properties: unknown } | undefined {
  const isOne = typeof event === 'object' && event !== null && 'Reconcile' in event
  return isOne ? { properties: event.Reconcile } : undefined
}

/** Sets the file system's network right: zones that the domain got, groups that were taken off mount targets. */
export async function reconcile(
  context: FileSystemContext,
  given: unknown,
  { invocation, note }: Pick<CustomResourceEvent, 'invocation' | 'note'>,
): Promise<ReconcileReply> {
  const properties = parseFileSystemProperties(given)
  if (properties.isErr()) throw properties.error
  const input = { ...ensureInput(properties.value), timeoutMs: timeForWork(invocation) }
  const done = await ensureFileSystemForDomain(context, input)
  if (done.isErr()) throw done.error
  const { findings, changes } = done.value
  note({ findings, changes: changes.length })
  return { outcome: changes.length > 0 ? 'changed' : 'unchanged', findings, changes }
}

/**
 * Keeps the data unless the template says otherwise. Always keeps a file system that existed before, or that another stack
 * or program made.
 */
async function deleteFileSystem(
  context: FileSystemContext,
  { request, timeoutMs, note }: CustomResourceCall,
): Promise<Answer> {
  const { physicalResourceId = '', properties, stackId } = request
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

import {
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
  removeFileSystem,
  type StudioEfsContext,
} from '@studio-efs/core'
import type { Note } from '../frame/recording.js'
import type { CustomResource } from './answering.js'
import { attributesOf } from './file-system-attributes.js'
import { type FileSystemProperties, parseFileSystemProperties } from './file-system-properties.js'
import type { CustomResourceRequest } from './request.js'
import type { Answer } from './response.js'

export type FileSystemContext = Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>

/** A domain's file system, with its network and its root access point, as a resource of a stack. */
export function fileSystemResource(context: FileSystemContext): CustomResource {
  return (request, timeoutMs, note) =>
    request.requestType === 'Delete'
      ? remove(context, request, timeoutMs, note)
      : make(context, request, timeoutMs, note)
}

async function make(
  context: FileSystemContext,
  { properties: given, stackId }: CustomResourceRequest,
  timeoutMs: number,
  note: Note,
): Promise<Answer> {
  const properties = parseFileSystemProperties(given)
  if (properties.isErr()) throw properties.error
  const done = await ensureFileSystem(context, properties.value, { timeoutMs, tags: tagsOf(stackId) }, note)
  const data = attributesOf(done, properties.value)
  return { status: 'SUCCESS', physicalResourceId: idFor(done.domainId, data.FileSystemId), data }
}

/** The file system and its network are as the properties say; what was found and changed is noted. */
export async function ensureFileSystem(
  context: FileSystemContext,
  { domainId, fileSystemId, name, kmsKeyId, missingSecurityGroup }: FileSystemProperties,
  options: { readonly timeoutMs: number; readonly tags?: Readonly<Record<string, string>> },
  note: Note,
): Promise<EnsureFileSystemForDomainOutput> {
  const result = await ensureFileSystemForDomain(context, {
    domainId,
    missingSecurityGroup,
    ...options,
    ...(fileSystemId === undefined ? {} : { fileSystemId }),
    ...(name === undefined ? {} : { name }),
    ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
  })
  if (result.isErr()) throw result.error
  const { findings, changes } = result.value
  note({ findings, changes: changes.length })
  return result.value
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

/** On what a stack makes, so that no other stack deletes it. */
function tagsOf(stackId: string): Readonly<Record<string, string>> {
  return { 'cloudformation:stack-id': stackId }
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

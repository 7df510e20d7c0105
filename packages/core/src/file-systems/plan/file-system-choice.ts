import { err, ok, type Result } from 'neverthrow'
import { stageOf, type UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import type { EfsFileSystem } from '../../model/efs.js'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import { usableFileSystem } from '../../network/plan/file-system-finding.js'
import { creationTokenFor, DOMAIN_TAG } from '../../network/plan/ownership.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** A file system without the domain's tag has the creation token of a new one. It is not touched. */
export class CreationTokenTakenError extends StudioEfsError {
  readonly name = 'CreationTokenTakenError'
  readonly domainId: DomainId
  readonly fileSystemId: FileSystemId
  readonly creationToken: string

  constructor({
    domainId,
    fileSystemId,
    creationToken,
  }: Pick<CreationTokenTakenError, 'domainId' | 'fileSystemId' | 'creationToken'>) {
    super({
      message: `${fileSystemId} has the creation token ${creationToken} and is not tagged for ${domainId}.`,
      retryable: false,
      hint: `To use it, pass fileSystemId, or tag it ${DOMAIN_TAG}=${domainId}; to use another one, tag or pass that one.`,
    })
    this.domainId = domainId
    this.fileSystemId = fileSystemId
    this.creationToken = creationToken
  }
}

/** Several file systems are tagged for the domain, and none of them has the creation token of this package. */
export class SeveralFileSystemsError extends StudioEfsError {
  readonly name = 'SeveralFileSystemsError'
  readonly domainId: DomainId
  readonly fileSystemIds: readonly FileSystemId[]

  constructor({ domainId, fileSystemIds }: Pick<SeveralFileSystemsError, 'domainId' | 'fileSystemIds'>) {
    super({
      message: `${fileSystemIds.join(' and ')} are all tagged ${DOMAIN_TAG}=${domainId}.`,
      retryable: false,
      hint: 'Pass fileSystemId, or leave the tag on one of them.',
    })
    this.domainId = domainId
    this.fileSystemIds = fileSystemIds
  }
}

export type FileSystemChoice =
  | { readonly kind: 'use'; readonly fileSystem: EfsFileSystem }
  /** `after`: the one with the domain's token that is being deleted; EFS refuses the token until it is gone. */
  | { readonly kind: 'create'; readonly after: EfsFileSystem | undefined }

export type FileSystemChoiceError = CreationTokenTakenError | SeveralFileSystemsError | UnusableLifeCycleError

/**
 * Picks the domain's file system: the one that the caller names, else the one that is tagged for the domain, else a new
 * one. Among several tagged ones, picks the one with the domain's creation token.
 */
export function chooseFileSystem(
  found: readonly EfsFileSystem[],
  { domainId, fileSystemId }: { readonly domainId: DomainId; readonly fileSystemId: FileSystemId | undefined },
): Result<FileSystemChoice, FileSystemChoiceError> {
  const named = found.find((candidate) => candidate.fileSystemId === fileSystemId)
  if (named !== undefined) return use(named)
  const withToken = found.find((candidate) => candidate.creationToken === creationTokenFor(domainId))
  const isLeaving = withToken !== undefined && stageOf(withToken.lifeCycleState) === 'leaving'
  const isTagged = withToken !== undefined && isTaggedFor(domainId, withToken)
  if (isTagged && !isLeaving) return use(withToken)
  const [only, ...others] = found.filter(
    (candidate) => isTaggedFor(domainId, candidate) && stageOf(candidate.lifeCycleState) !== 'leaving',
  )
  if (only !== undefined && others.length === 0) return use(only)
  if (only !== undefined)
    return err(new SeveralFileSystemsError({ domainId, fileSystemIds: [only, ...others].map(idOf) }))
  if (withToken === undefined || isTagged) return ok({ kind: 'create', after: withToken })
  return err(new CreationTokenTakenError({ domainId, ...withToken }))
}

/** True once no further file system can change the choice: the rest of a long list need not be read. */
export function isChoiceFinal(found: readonly EfsFileSystem[], domainId: DomainId): boolean {
  const token = creationTokenFor(domainId)
  return found.some(
    (candidate) =>
      candidate.creationToken === token &&
      isTaggedFor(domainId, candidate) &&
      stageOf(candidate.lifeCycleState) !== 'leaving',
  )
}

export function isTaggedFor(domainId: DomainId, { tags }: Pick<EfsFileSystem, 'tags'>): boolean {
  return tags[DOMAIN_TAG] === domainId
}

function use(fileSystem: EfsFileSystem): Result<FileSystemChoice, UnusableLifeCycleError> {
  return usableFileSystem(fileSystem).map((usable) => ({ kind: 'use', fileSystem: usable }))
}

function idOf({ fileSystemId }: EfsFileSystem): FileSystemId {
  return fileSystemId
}

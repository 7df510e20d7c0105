import { err, ok, type Result } from 'neverthrow'
import { stageOf, UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import type { EfsFileSystem } from '../../model/efs.js'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import { creationTokenFor, DOMAIN_TAG } from '../../network/plan/ownership.js'
import { CreationTokenTakenError, SeveralFileSystemsError } from './file-system-choice-error.js'

export type FileSystemChoice =
  | { readonly kind: 'use'; readonly fileSystem: EfsFileSystem }
  /** `after`: the one with our token that is being deleted; EFS refuses the token until it is gone. */
  | { readonly kind: 'create'; readonly after: EfsFileSystem | undefined }

export type FileSystemChoiceError = CreationTokenTakenError | SeveralFileSystemsError | UnusableLifeCycleError

/**
 * Which of the file systems that were found is the domain's: the one that the caller names, else the one that is tagged
 * for the domain, else none yet. Among several tagged ones, the one with our creation token.
 */
export function chooseFileSystem(
  found: readonly EfsFileSystem[],
  { domainId, fileSystemId }: { readonly domainId: DomainId; readonly fileSystemId: FileSystemId | undefined },
): Result<FileSystemChoice, FileSystemChoiceError> {
  const named = found.find((candidate) => candidate.fileSystemId === fileSystemId)
  if (named !== undefined) return usableFileSystem(named).map(use)
  const holder = found.find((candidate) => candidate.creationToken === creationTokenFor(domainId))
  if (holder !== undefined && !isTaggedFor(domainId, holder)) return takenUnlessTagged(found, holder, domainId)
  if (holder !== undefined && stageOf(holder.lifeCycleState) !== 'leaving') return usableFileSystem(holder).map(use)
  const tagged = liveTagged(found, domainId)
  if (tagged.length > 1) return err(new SeveralFileSystemsError(domainId, tagged.map(idOf)))
  return tagged[0] === undefined ? ok({ kind: 'create', after: holder }) : usableFileSystem(tagged[0]).map(use)
}

/** Whether no further file system can change the choice, so that the rest of a long list need not be read. */
export function isChoiceSettled(found: readonly EfsFileSystem[], domainId: DomainId): boolean {
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

function takenUnlessTagged(
  found: readonly EfsFileSystem[],
  holder: EfsFileSystem,
  domainId: DomainId,
): Result<FileSystemChoice, FileSystemChoiceError> {
  const [only, ...others] = liveTagged(found, domainId)
  if (only === undefined) return err(new CreationTokenTakenError(domainId, holder.fileSystemId, holder.creationToken))
  if (others.length === 0) return usableFileSystem(only).map(use)
  return err(new SeveralFileSystemsError(domainId, [only, ...others].map(idOf)))
}

function liveTagged(found: readonly EfsFileSystem[], domainId: DomainId): readonly EfsFileSystem[] {
  return found.filter(
    (candidate) => isTaggedFor(domainId, candidate) && stageOf(candidate.lifeCycleState) !== 'leaving',
  )
}

/** Refuses a file system that is broken or on its way out; one that settles is waited for before it is written to. */
export function usableFileSystem(fileSystem: EfsFileSystem): Result<EfsFileSystem, UnusableLifeCycleError> {
  const { fileSystemId, lifeCycleState } = fileSystem
  if (['failed', 'leaving'].includes(stageOf(lifeCycleState)))
    return err(new UnusableLifeCycleError(`file system ${fileSystemId}`, lifeCycleState))
  return ok(fileSystem)
}

function use(fileSystem: EfsFileSystem): FileSystemChoice {
  return { kind: 'use', fileSystem }
}

function idOf({ fileSystemId }: EfsFileSystem): FileSystemId {
  return fileSystemId
}

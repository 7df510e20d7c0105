import { StudioEfsError } from '../../errors.js'
import type { DomainId, FileSystemId, UserProfileName } from '../../model/ids.js'

/** A place in SageMaker's settings where a file system is listed. */
export interface FileSystemListing {
  readonly domainId: DomainId
  /** Absent when the domain itself lists it. */
  readonly userProfileName?: UserProfileName
  readonly setting: 'DefaultUserSettings' | 'DefaultSpaceSettings' | 'UserSettings'
}

const SHOWN = 10

/** Domains or user profiles of the Region still list the file system: their spaces would fail to start. Nothing was changed. */
export class FileSystemStillListedError extends StudioEfsError {
  readonly name = 'FileSystemStillListedError'
  constructor(
    readonly fileSystemId: FileSystemId,
    /** All of them. */
    readonly listedBy: readonly FileSystemListing[],
  ) {
    const names = listedBy.slice(0, SHOWN).map(nameOf)
    const others = listedBy.length > SHOWN ? ` and ${listedBy.length - SHOWN} more` : ''
    super(`${fileSystemId} is still listed by ${names.join(', ')}${others}.`, {
      retryable: false,
      hint: "Take it off these lists first; or set whileListed to 'remove', and their spaces will fail to start until the lists are mended.",
    })
  }
}

/** SageMaker made this file system for itself: it holds the home directories of a domain. */
export class ManagedFileSystemError extends StudioEfsError {
  readonly name = 'ManagedFileSystemError'
  constructor(
    readonly fileSystemId: FileSystemId,
    /** ARN of the domain. */
    readonly managedFor: string,
  ) {
    super(`${fileSystemId} is the home file system of ${managedFor}, which SageMaker manages.`, {
      retryable: false,
      hint: 'It goes with its domain: DeleteDomain with RetentionPolicy.HomeEfsFileSystem set to Delete.',
    })
  }
}

function nameOf({ domainId, userProfileName, setting }: FileSystemListing): string {
  return userProfileName === undefined
    ? `domain ${domainId} (${setting})`
    : `user profile ${domainId}/${userProfileName}`
}

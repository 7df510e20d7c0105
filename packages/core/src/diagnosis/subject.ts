import type { DomainId, FileSystemId, SpaceName, UserProfileName } from '../model/ids.js'

/** Subject of a diagnosis: one profile with its spaces, one space, or a domain with all of them. */
export interface DiagnosisSubject {
  readonly scope: 'profile' | 'space' | 'domain'
  readonly domainId: DomainId
  readonly userProfileName: UserProfileName | undefined
  readonly spaceName: SpaceName | undefined
  /** The one that the caller names. */
  readonly fileSystemId: FileSystemId | undefined
}

/** Words for messages: `space d-abc/lab`. */
export function nameOf({ domainId, userProfileName, spaceName }: DiagnosisSubject): string {
  if (spaceName !== undefined) return `space ${domainId}/${spaceName}`
  return userProfileName === undefined ? `domain ${domainId}` : `user profile ${domainId}/${userProfileName}`
}

import type { DirectoryLayout } from '../model/directory-layout.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { UserProfileRef } from '../model/user-profile-ref.js'

/**
 * How a profile's name is spelled in its directory: as SageMaker stores it, or in lower case.
 * Profile names are not case-sensitive, so either way one profile has one directory.
 */
export type DirectoryNameCase = 'as-stored' | 'lower'

/** The path of the profile's directory. */
export function directoryPathFor(
  layout: DirectoryLayout,
  profile: UserProfileRef,
  nameCase: DirectoryNameCase,
): FileSystemPath {
  const name = nameCase === 'lower' ? profile.userProfileName.toLowerCase() : profile.userProfileName
  return layout.replaceAll('{domainId}', profile.domainId).replaceAll('{userProfileName}', name) as FileSystemPath
}

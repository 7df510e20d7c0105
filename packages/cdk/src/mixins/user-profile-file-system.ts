import type { IFileSystem } from 'aws-cdk-lib/aws-efs'
import type { CfnUserProfile } from 'aws-cdk-lib/aws-sagemaker'
import { CfnResource, Token } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import { OtherDomainError } from '../errors.js'
import { StudioEfs } from '../studio-efs.js'
import { fileSystemIdOf, withFileSystem } from './file-system-list.js'

/** A directory that one user is offered. */
export interface UserProfileFileSystemProps {
  /** The file system, or its id. */
  readonly fileSystem: string | IFileSystem
  /** Path of the directory on the file system, which must exist when the user starts a space. */
  readonly path: string
}

/**
 * Mixin for a `CfnUserProfile`: its settings list the directory that a `StudioEfs` gives it, or any other one, behind those that
 * they list already. Then the template knows what `StudioEfs` attaches, and an update of the profile keeps it. The profile waits for
 * the `StudioEfs`, which hears of its creation and makes the directory. Applying it twice changes nothing.
 *
 * Throws {@link OtherDomainError} for a profile of another domain, {@link FileSystemListedError} if the file system is listed with another
 * path, and {@link TooManyFileSystemsError}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UserSettings.html
 * @example
 * profile.with(new UserProfileFileSystem(studioEfs))
 */
export class UserProfileFileSystem {
  readonly #directory: StudioEfs | UserProfileFileSystemProps

  constructor(directory: StudioEfs | UserProfileFileSystemProps) {
    this.#directory = directory
  }

  /** True for a `CfnUserProfile`. */
  supports(construct: IConstruct): construct is CfnUserProfile {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::SageMaker::UserProfile'
  }

  /** Without `with`, which constructs has since 10.5: `new UserProfileFileSystem(studioEfs).applyTo(profile)`. */
  applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) return
    const efsFileSystemConfig = directoryFor(construct, this.#directory)
    construct.userSettings = withFileSystem(construct, construct.userSettings, { efsFileSystemConfig })
  }
}

function directoryFor(profile: CfnUserProfile, directory: StudioEfs | UserProfileFileSystemProps) {
  if (!(directory instanceof StudioEfs)) {
    return { fileSystemId: fileSystemIdOf(profile, directory.fileSystem), fileSystemPath: directory.path }
  }
  const { domainId, fileSystemId } = directory
  const known = !Token.isUnresolved(domainId) && !Token.isUnresolved(profile.domainId)
  if (known && domainId !== profile.domainId) {
    throw new OtherDomainError({ path: profile.node.path, domainId: profile.domainId, efsDomainId: domainId })
  }
  profile.node.addDependency(directory)
  return { fileSystemId, fileSystemPath: directory.directoryOf(profile.userProfileName) }
}

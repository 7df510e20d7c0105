import type { IFileSystem } from 'aws-cdk-lib/aws-efs'
import type { CfnDomain } from 'aws-cdk-lib/aws-sagemaker'
import { CfnResource } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import { fileSystemIdOf, withFileSystem } from './file-system-list.js'

/** A directory that every user of a domain is offered. */
export interface DomainFileSystemProps {
  /** The file system, or its id; not that of a `StudioEfs` of the same domain, which waits for the domain. */
  readonly fileSystem: string | IFileSystem
  /** Path of the directory on the file system, which must exist: `/` or `/shared`. */
  readonly path: string
}

/**
 * Mixin for a `CfnDomain`: its default settings list the file system, behind those that they list already. The default of
 * shared spaces lists it too if the domain has one. A domain of the app waits for the mount targets of a file system of the
 * app. Applying it twice changes nothing.
 *
 * Throws {@link FileSystemListedError} if the file system is listed with another path, and {@link TooManyFileSystemsError}.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 * @example
 * domain.with(new DomainFileSystem({ fileSystem, path: '/shared' }))
 */
export class DomainFileSystem {
  readonly #props: DomainFileSystemProps

  constructor(props: DomainFileSystemProps) {
    this.#props = props
  }

  /** True for a `CfnDomain`. */
  supports(construct: IConstruct): construct is CfnDomain {
    return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::SageMaker::Domain'
  }

  /** Without `with`, which constructs has since 10.5: `new DomainFileSystem(props).applyTo(domain)`. */
  applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) return
    const { fileSystem, path: fileSystemPath } = this.#props
    const fileSystemId = fileSystemIdOf(construct, fileSystem)
    const entry = { efsFileSystemConfig: { fileSystemId, fileSystemPath } }
    construct.defaultUserSettings = withFileSystem(construct, construct.defaultUserSettings, entry)
    if (construct.defaultSpaceSettings === undefined) return
    construct.defaultSpaceSettings = withFileSystem(construct, construct.defaultSpaceSettings, entry)
  }
}

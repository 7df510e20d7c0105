/**
 * Properties of `StudioEfs` that the template does not allow. CloudFormation would refuse them at deployment; `problems` has
 * one sentence for each, without the path of the construct.
 */
export class InvalidStudioEfsPropsError extends Error {
  override readonly name = 'InvalidStudioEfsPropsError'
  readonly problems: readonly string[]

  constructor({ path, problems }: { readonly path: string; readonly problems: readonly string[] }) {
    super(`StudioEfs ${path}: ${problems.join('; ')}.`.replace(/\.\.$/, '.'))
    this.problems = problems
  }
}

/** A second `StudioEfs` in a stack: names of functions and queues are made of the stack's id, and would be the same. */
export class SecondStudioEfsError extends Error {
  override readonly name = 'SecondStudioEfsError'

  constructor({ path, firstPath }: { readonly path: string; readonly firstPath: string }) {
    super(`StudioEfs ${path}: its stack has ${firstPath}. Put each StudioEfs into a Stack of its own.`)
  }
}

/** A part of the stack that its properties leave out, such as the backfill of a shared directory. */
export class MissingPartError extends Error {
  override readonly name = 'MissingPartError'

  constructor({ path, part, reason }: { readonly path: string; readonly part: string; readonly reason: string }) {
    super(`StudioEfs ${path}: there is no ${part}, because ${reason}.`)
  }
}

/** A list of file systems that has the same one with another path. Remove that entry, or give its path. */
export class FileSystemListedError extends Error {
  override readonly name = 'FileSystemListedError'

  constructor(listed: { readonly path: string; readonly fileSystemPath: string; readonly listedPath: unknown }) {
    super(
      `${listed.path} lists the file system with the path ${listed.listedPath}, and it can be listed once. ` +
        `Remove that entry, or give its path in place of ${listed.fileSystemPath}.`,
    )
  }
}

/** A list that has as many file systems as SageMaker takes. */
export class TooManyFileSystemsError extends Error {
  override readonly name = 'TooManyFileSystemsError'

  constructor({ path, limit }: { readonly path: string; readonly limit: number }) {
    super(`${path} lists ${limit} file systems already, which is the most that SageMaker takes. Remove one.`)
  }
}

/** A user profile of another domain than the `StudioEfs` that is to give it a directory. */
export class OtherDomainError extends Error {
  override readonly name = 'OtherDomainError'

  constructor(ids: { readonly path: string; readonly domainId: string; readonly efsDomainId: string }) {
    super(
      `${ids.path} is in domain ${ids.domainId}, and the StudioEfs serves ${ids.efsDomainId}. Use the StudioEfs of its domain.`,
    )
  }
}

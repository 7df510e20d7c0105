import { err, ok, type Result } from 'neverthrow'
import { type CustomFileSystemConfig, pathOf } from '../model/custom-file-system.js'
import { type FileSystemPath, ROOT_PATH } from '../model/file-system-path.js'
import { type FileSystemId, type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type PathRelation, relationOf } from '../model/path-overlap.js'
import type { Domain } from '../model/studio-resource.js'
import { StudioEfsError } from '../studio-efs-error.js'

/** The directory of a profile would be, hold or lie inside a directory that others share. Nothing was made. */
export class PathOverlapError extends StudioEfsError {
  readonly name = 'PathOverlapError'
  /** The directory that the profile would get. */
  readonly path: string
  readonly relation: PathRelation
  /** The other directory. */
  readonly other: string

  constructor({
    profile,
    path,
    relation,
    other,
    source,
  }: Pick<PathOverlapError, 'path' | 'relation' | 'other'> & {
    readonly profile: UserProfileRef
    /** Description of the other directory, such as `a default of domain d-...`. */
    readonly source: string
  }) {
    const link = relation === 'is' ? 'is' : `${relation} ${other},`
    super({
      message: `The directory ${path} of user profile ${userProfileKey(profile)} ${link} ${source}; nothing was made.`,
      retryable: false,
      hint: 'Choose a layout whose names no default or share has, such as /_domains/{domainId}/{userProfileName}, or move the default to a directory beside the profiles, such as /_shared.',
    })
    this.path = path
    this.relation = relation
    this.other = other
  }
}

export interface PrivatePath {
  readonly profile: UserProfileRef
  readonly path: FileSystemPath
  /** Undefined where the caller does not name it: defaults on any file system count, other than a whole one. */
  readonly fileSystemId: FileSystemId | undefined
  /** Directories of the file system that are known to the caller. */
  readonly reservedPaths: readonly FileSystemPath[]
}

interface KnownDirectory {
  readonly other: string
  readonly source: string
}

/** Refuses a private directory that is, holds or lies inside a default of the domain or a directory of the caller's. */
export function checkPrivatePath(
  { profile, path, fileSystemId, reservedPaths }: PrivatePath,
  domain: Pick<Domain, 'domainId' | 'customFileSystems' | 'spaceFileSystems'>,
): Result<undefined, PathOverlapError> {
  const known: readonly KnownDirectory[] = [
    ...[...domain.customFileSystems, ...domain.spaceFileSystems]
      .flatMap((config) => defaultPath(config, fileSystemId))
      .map((other) => ({ other, source: `a default of domain ${domain.domainId}` })),
    ...reservedPaths.map((other) => ({ other, source: 'a directory that others share' })),
  ]
  for (const { other, source } of known) {
    const relation = relationOf(path, other)
    if (relation !== undefined) return err(new PathOverlapError({ profile, path, relation, other, source }))
  }
  return ok(undefined)
}

function defaultPath(config: CustomFileSystemConfig, fileSystemId: FileSystemId | undefined): readonly string[] {
  const efs = config.EFSFileSystemConfig
  if (efs === undefined) return []
  const path = pathOf(config)
  if (fileSystemId === undefined) return path === ROOT_PATH ? [] : [path]
  return efs.FileSystemId === fileSystemId ? [path] : []
}

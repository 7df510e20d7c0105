import type { IFileSystem } from 'aws-cdk-lib/aws-efs'
import { type IResolvable, Lazy, Token } from 'aws-cdk-lib/core'
import type { IConstruct } from 'constructs'
import { FileSystemListedError, TooManyFileSystemsError } from '../errors.js'

/** An entry of `CustomFileSystemConfigs`, as domains and user profiles of the CDK spell it. */
export interface FileSystemEntry {
  readonly efsFileSystemConfig: { readonly fileSystemId: string; readonly fileSystemPath: string }
}

/** Settings of a domain or a user profile that may list file systems. */
interface Settings {
  readonly customFileSystemConfigs?: IResolvable | readonly (IResolvable | ListedEntry)[]
}

interface ListedEntry {
  readonly efsFileSystemConfig?: IResolvable | { readonly fileSystemId?: string; readonly fileSystemPath?: string }
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UserSettings.html */
const MAX_FILE_SYSTEMS = 10

/**
 * Settings with the entry behind those that are there. Settings that are a token are merged when they are resolved, and so is
 * a list. Throws if the list has the file system at another path, or is full.
 */
export function withFileSystem<S extends Settings>(
  owner: IConstruct,
  settings: S | IResolvable | undefined,
  entry: FileSystemEntry,
): S | IResolvable {
  if (Token.isUnresolved(settings)) {
    return Lazy.uncachedAny({
      produce: (context) => withFileSystem<S>(owner, context.resolve(settings), context.resolve(entry)),
    })
  }
  const { customFileSystemConfigs, ...others } = (settings ?? {}) as S
  return { ...others, customFileSystemConfigs: listWith(owner, customFileSystemConfigs, entry) } as unknown as S
}

function listWith(owner: IConstruct, list: Settings['customFileSystemConfigs'], entry: FileSystemEntry) {
  if (Token.isUnresolved(list)) {
    return Lazy.uncachedAny({
      produce: (context) => added(owner, context.resolve(list) ?? [], context.resolve(entry)),
    })
  }
  return added(owner, (list ?? []) as readonly ListedEntry[], entry)
}

function added(owner: IConstruct, list: readonly ListedEntry[], entry: FileSystemEntry): readonly ListedEntry[] {
  const { fileSystemId, fileSystemPath } = entry.efsFileSystemConfig
  const { path } = owner.node
  const same = list.map(({ efsFileSystemConfig }) => Object(efsFileSystemConfig)).find(isOf(fileSystemId))
  if (same?.fileSystemPath === fileSystemPath) return list
  if (same !== undefined) throw new FileSystemListedError({ path, fileSystemPath, listedPath: same.fileSystemPath })
  if (list.length >= MAX_FILE_SYSTEMS) throw new TooManyFileSystemsError({ path, limit: MAX_FILE_SYSTEMS })
  return [...list, entry]
}

function isOf(fileSystemId: string): (listed: { readonly fileSystemId?: string }) => boolean {
  return (listed) => JSON.stringify(listed.fileSystemId) === JSON.stringify(fileSystemId)
}

/** Orders the owner after the mount targets of a file system of the app. Returns the id. */
export function fileSystemIdOf(owner: IConstruct, fileSystem: string | IFileSystem): string {
  if (typeof fileSystem === 'string') return fileSystem
  owner.node.addDependency(fileSystem.mountTargetsAvailable)
  return fileSystem.fileSystemId
}

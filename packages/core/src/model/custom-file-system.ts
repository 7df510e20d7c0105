import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import type { FileSystemPath } from './file-system-path.js'
import type { FileSystemId } from './ids.js'
import { isJsonObject } from './parse/parse-json.js'
import { quoteForMessage } from './parse/parse-text.js'

/**
 * One element of `CustomFileSystemConfigs` as SageMaker sends it: exactly one member is present. A kind that is newer than
 * the SDK (`$unknown`) is kept as it is, and so are members that are newer: they are not in this type.
 */
export interface CustomFileSystemConfig {
  readonly EFSFileSystemConfig?: {
    readonly FileSystemId: string | undefined
    readonly FileSystemPath?: string | undefined
  }
  readonly FSxLustreFileSystemConfig?: {
    readonly FileSystemId: string | undefined
    readonly FileSystemPath?: string | undefined
  }
  readonly S3FileSystemConfig?: { readonly S3Uri: string | undefined; readonly MountPath?: string | undefined }
  readonly $unknown?: readonly [string, unknown]
}

/** A directory of an EFS file system, for the list of a profile or a domain. */
export interface CustomFileSystem {
  readonly fileSystemId: FileSystemId
  readonly fileSystemPath: FileSystemPath
}

/** Equal for two elements that name the same file system, whatever their paths. */
export function customFileSystemKey(config: CustomFileSystemConfig): string {
  const { EFSFileSystemConfig: efs, FSxLustreFileSystemConfig: lustre, S3FileSystemConfig: s3 } = config
  if (efs !== undefined) return `efs ${efs.FileSystemId}`
  if (lustre !== undefined) return `fsx-lustre ${lustre.FileSystemId}`
  if (s3 !== undefined) return `s3 ${s3.S3Uri}`
  return JSON.stringify(config.$unknown ?? config)
}

export function toCustomFileSystemConfig({ fileSystemId, fileSystemPath }: CustomFileSystem): CustomFileSystemConfig {
  return { EFSFileSystemConfig: { FileSystemId: fileSystemId, FileSystemPath: fileSystemPath } }
}

/** Path on the file system: `/` when absent, without a trailing slash, which SageMaker accepts. */
export function pathOf(config: CustomFileSystemConfig): string {
  const path = (config.EFSFileSystemConfig ?? config.FSxLustreFileSystemConfig)?.FileSystemPath ?? '/'
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** The same entry at another path, with everything that it has beside. */
export function withPath(config: CustomFileSystemConfig, fileSystemPath: FileSystemPath): CustomFileSystemConfig {
  const efs = { FileSystemId: undefined, ...config.EFSFileSystemConfig, FileSystemPath: fileSystemPath }
  return { ...config, EFSFileSystemConfig: efs }
}

const MEMBERS = {
  EFSFileSystemConfig: ['FileSystemId', 'FileSystemPath'],
  FSxLustreFileSystemConfig: ['FileSystemId', 'FileSystemPath'],
  S3FileSystemConfig: ['S3Uri', 'MountPath'],
} as const

/**
 * Accepts an entry of SageMaker's as it came, with members that are newer than this package, which are kept. Refuses one
 * that could not be read, or not be sent back as it is.
 */
export function parseCustomFileSystemConfig(
  value: unknown,
  field: string,
): Result<CustomFileSystemConfig, InvalidInputError> {
  const refused = (at: string, allowed: string, received: unknown) =>
    err(new InvalidInputError({ field: at, allowed, received: quoteForMessage(received) }))
  if (!isJsonObject(value)) return refused(field, 'an object', value)
  for (const [kind, names] of Object.entries(MEMBERS)) {
    const member = value[kind]
    if (member === undefined) continue
    if (!isJsonObject(member)) return refused(`${field}.${kind}`, 'an object', member)
    const wrong = names.find((name) => !['string', 'undefined'].includes(typeof (member[name] ?? undefined)))
    if (wrong !== undefined) return refused(`${field}.${kind}.${wrong}`, 'a text', member[wrong])
  }
  const inexact = inexactNumber(value)
  return inexact === undefined
    ? ok(value as CustomFileSystemConfig)
    : refused(field, 'numbers up to 2^53, which JavaScript keeps exactly', inexact)
}

/** A number that may have lost digits when the JSON was parsed. */
export function inexactNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) > Number.MAX_SAFE_INTEGER ? value : undefined
  if (typeof value !== 'object' || value === null) return undefined
  for (const member of Object.values(value)) {
    const inexact = inexactNumber(member)
    if (inexact !== undefined) return inexact
  }
  return undefined
}

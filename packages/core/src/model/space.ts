import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import { inexactNumber } from './custom-file-system.js'
import type { FileSystemId, SpaceRef, UserProfileName } from './ids.js'
import { isJsonObject } from './parse/parse-json.js'
import { quoteForMessage } from './parse/parse-text.js'
import type { StudioState } from './studio-resource.js'

/**
 * One element of a space's `CustomFileSystems` as SageMaker sends it: exactly one member is present. Members that are newer
 * than the SDK are kept as they came; they are not in this type.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CustomFileSystem.html
 */
export interface SpaceFileSystem {
  readonly EFSFileSystem?: { readonly FileSystemId: string | undefined }
  readonly FSxLustreFileSystem?: { readonly FileSystemId: string | undefined }
  readonly S3FileSystem?: { readonly S3Uri: string | undefined }
  readonly $unknown?: readonly [string, unknown]
}

/** `private`: the spaces of one user each. `shared`: the spaces that users share. */
export type SpaceKind = 'private' | 'shared'

/** Most custom file systems that SageMaker takes for one space. */
export const MAX_SPACE_FILE_SYSTEMS = 5

/** Instance and image of an app, as CreateApp takes them. */
export interface AppResourceSpec {
  readonly SageMakerImageArn?: string
  readonly SageMakerImageVersionArn?: string
  readonly SageMakerImageVersionAlias?: string
  readonly InstanceType?: string
  readonly LifecycleConfigArn?: string
  readonly TrainingPlanArn?: string
}

/** A space as ListSpaces names it, which leaves out its file systems. */
export interface SpaceSummary extends SpaceRef {
  /** Absent for a space without an owner. */
  readonly ownerUserProfileName?: UserProfileName
  /** Undefined where SageMaker does not say it. */
  readonly kind: SpaceKind | undefined
  /** `JupyterLab`, `CodeEditor`, or another one; undefined while the space has none. */
  readonly appType: string | undefined
  readonly status: string
}

/** A space as SageMaker describes it. */
export interface Space extends SpaceSummary, StudioState {
  /** Undefined where the reply names none. */
  readonly spaceArn: string | undefined
  /** Its last change, in milliseconds since the epoch: an app that is older runs without it. */
  readonly lastModifiedAt: number | undefined
  /** `CustomFileSystems`: those that its apps mount. SageMaker keeps no path here. */
  readonly customFileSystems: readonly SpaceFileSystem[]
  /** EFS file systems of `customFileSystems`. */
  readonly efsFileSystemIds: readonly FileSystemId[]
  /** True for a space that Unified Studio made (`SpaceManagedResources`). */
  readonly isUnifiedStudio: boolean
  /** `DefaultResourceSpec` of the space's own app type; empty where it has none. */
  readonly resourceSpec: AppResourceSpec
}

/** An app of a space. */
export interface AppRef extends SpaceRef {
  readonly appType: string
  readonly appName: string
}

/** An app as ListApps names it. */
export interface SpaceApp extends AppRef {
  /** `Pending`, `InService`, `Deleting`, `Deleted`, `Failed`, or one that AWS adds. */
  readonly status: string
  /** In milliseconds since the epoch. */
  readonly createdAt: number | undefined
}

/** An app as SageMaker describes it. */
export interface SpaceAppDetails extends SpaceApp {
  readonly failureReason: string | undefined
  readonly resourceSpec: AppResourceSpec
}

/** True for an app that may have its space's file systems mounted: one in any state but `Deleted` and `Failed`. */
export function isRunningApp({ status }: Pick<SpaceApp, 'status'>): boolean {
  return status !== 'Deleted' && status !== 'Failed'
}

/** A space without a sharing type is private if it has an owner. */
export function kindOf({
  kind,
  ownerUserProfileName: owner,
}: Pick<SpaceSummary, 'kind' | 'ownerUserProfileName'>): SpaceKind {
  return kind ?? (owner === undefined ? 'shared' : 'private')
}

const MEMBERS = { EFSFileSystem: 'FileSystemId', FSxLustreFileSystem: 'FileSystemId', S3FileSystem: 'S3Uri' } as const

/** Accepts an element as it came. Refuses one that could not be read, or not be sent back as it is. */
export function parseSpaceFileSystem(value: unknown, field: string): Result<SpaceFileSystem, InvalidInputError> {
  const refused = (at: string, allowed: string, received: unknown) =>
    err(new InvalidInputError({ field: at, allowed, received: quoteForMessage(received) }))
  if (!isJsonObject(value)) return refused(field, 'an object', value)
  for (const [kind, name] of Object.entries(MEMBERS)) {
    const member = value[kind]
    if (member === undefined) continue
    if (!isJsonObject(member)) return refused(`${field}.${kind}`, 'an object', member)
    if (!['string', 'undefined'].includes(typeof (member[name] ?? undefined)))
      return refused(`${field}.${kind}.${name}`, 'a text', member[name])
  }
  const inexact = inexactNumber(value)
  return inexact === undefined
    ? ok(value as SpaceFileSystem)
    : refused(field, 'numbers up to 2^53, which JavaScript keeps exactly', inexact)
}

import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { describeReplications } from '../aws/efs/replications.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type CallOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { RemoveFileSystemChange } from '../model/changes/infrastructure-change.js'
import { type FileSystemId, parseFileSystemId } from '../model/ids.js'
import {
  type FieldParser,
  oneOf,
  optional,
  type ParsedFields,
  parseInput,
  parseSwitch,
} from '../model/parse/parse-input.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import { parseTags, type Tags } from '../model/tags.js'
import { readListings, readSpaceListings, type SharingListing } from '../studio/listings.js'
import { InvalidInputError } from '../studio-efs-error.js'
import {
  type FileSystemListing,
  FileSystemStillListedError,
  type KeptResource,
  keepFileSystem,
  type ManagedFileSystemError,
  planRemoval,
  ReplicatedFileSystemError,
} from './plan/removal-plan.js'
import { type FileSystemProgress, progressReports } from './progress.js'
import { applyRemoval, type RemovalCall } from './removal/apply-removal.js'
import { readRemovable, readRemovalSnapshot } from './removal/read-removal-snapshot.js'

/** Reaction to domains, user profiles or spaces that still list the file system. */
export type WhileListed = 'refuse' | 'remove'

/** Input of {@link removeFileSystem}. */
export interface RemoveFileSystemInput extends CallOptions {
  readonly fileSystemId: string
  /**
   * `refuse` (the default) reads every domain, user profile and space of the Region and changes nothing while one lists
   * the file system. `remove` removes it nevertheless, and spaces that list it fail to start afterwards; with
   * `deleteData` it reads every space all the same, and refuses while one lists the file system, running or stopped.
   */
  readonly whileListed?: WhileListed
  /** Deletes the file system itself and all the data on it, for good. Default false: the data stays. */
  readonly deleteData?: boolean
  /** The file-system id once more; required with `deleteData`. */
  readonly confirmFileSystemId?: string
  /** Only a file system with all these tags is touched; another one is `kept`, as `foreign`. Default: none. */
  readonly onlyWithTags?: Tags
  /** Called at every step; mount targets take minutes to go. */
  readonly onProgress?: (progress: FileSystemProgress<RemoveFileSystemChange>) => void
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link removeFileSystem}: what changed, or would change in a dry run. */
export interface RemoveFileSystemOutput {
  readonly fileSystemId: FileSystemId
  readonly changes: readonly RemoveFileSystemChange[]
  /** Resources that stay, with the reason. */
  readonly kept: readonly KeptResource[]
}

/** Errors of {@link removeFileSystem}. */
export type RemoveFileSystemError =
  | InvalidInputError
  | AwsError
  | CallEndedError
  | FileSystemStillListedError
  | ManagedFileSystemError
  | ReplicatedFileSystemError

/**
 * Nothing mounts the file system any more: its mount targets, its root access point and the security groups of this
 * package are gone. The data stays, and `ensureFileSystemForDomain` brings the rest back; with `deleteData` the file system
 * goes too, with all its access points and the data on it. SageMaker's own security groups and home file systems are never
 * touched.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/delete-efs-fs.html
 * @example
 * const fileSystemId = 'fs-0123456789abcdef0'
 * const result = await removeFileSystem(context, { fileSystemId, deleteData: true, confirmFileSystemId: fileSystemId })
 * if (result.isErr()) throw result.error
 */
export function removeFileSystem(
  context: Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>,
  input: RemoveFileSystemInput,
): ResultAsync<RemoveFileSystemOutput, RemoveFileSystemError> {
  const complete = withDefaults(context)
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'efs', 'ec2']))
    .andThen(confirmed)
    .asyncAndThen((spec) => {
      const reports = progressReports<RemoveFileSystemChange>(complete.logger, spec.onProgress)
      return withDeadline({ ...complete, ...reports }, spec, (call) => remove(call, spec))
    })
}

const fields = {
  fileSystemId: parseFileSystemId,
  whileListed: optional(oneOf('refuse', 'remove'), 'refuse' as const),
  deleteData: optional(parseSwitch, false),
  confirmFileSystemId: optional(parseFileSystemId, undefined),
  onlyWithTags: optional(parseTags, {}),
  ...waitFields,
} satisfies Record<keyof Required<RemoveFileSystemInput>, FieldParser<unknown>>

type RemoveFileSystemSpec = ParsedFields<typeof fields>

function confirmed(spec: RemoveFileSystemSpec): Result<RemoveFileSystemSpec, InvalidInputError> {
  const { fileSystemId, confirmFileSystemId: again, deleteData } = spec
  if (again === fileSystemId || (again === undefined && !deleteData)) return ok(spec)
  const allowed = `${fileSystemId}, the id of the file system whose data is to be deleted, once more`
  return err(new InvalidInputError({ field: 'confirmFileSystemId', allowed, received: quoteForMessage(again) }))
}

function remove(
  call: RemovalCall & SageMakerCall,
  spec: RemoveFileSystemSpec,
): ResultAsync<RemoveFileSystemOutput, RemoveFileSystemError> {
  return safeTry(async function* () {
    const { fileSystemId } = spec
    call.onProgress({ step: 'reading', resource: `file system ${fileSystemId}` })
    const fileSystem = yield* readRemovable(call, fileSystemId)
    if (fileSystem !== undefined && !hasTags(fileSystem, spec.onlyWithTags))
      return ok({ fileSystemId, changes: [], kept: [keepFileSystem(fileSystem, 'foreign')] })
    yield* refuseWhileListed(call, spec)
    if (fileSystem !== undefined && spec.deleteData) yield* refuseReplicated(call, fileSystemId)
    const snapshot = yield* readRemovalSnapshot(call, fileSystemId, fileSystem)
    const plan = planRemoval(snapshot, spec)
    call.onProgress({ step: 'planned', changes: plan.changes })
    const report = spec.dryRun ? plan : yield* applyRemoval(call, snapshot, plan)
    return ok({ fileSystemId, ...report })
  })
}

function hasTags({ tags }: { readonly tags: Tags }, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value)
}

function refuseReplicated(
  call: RemovalCall,
  fileSystemId: FileSystemId,
): ResultAsync<undefined, RemoveFileSystemError> {
  return describeReplications(call, fileSystemId).andThen((replications) =>
    replications.length === 0 ? ok(undefined) : err(new ReplicatedFileSystemError({ fileSystemId, replications })),
  )
}

/** Data is not deleted under a space that lists it, whatever `whileListed` says. */
function refuseWhileListed(
  call: RemovalCall & SageMakerCall,
  { fileSystemId, whileListed, deleteData }: RemoveFileSystemSpec,
): ResultAsync<undefined, RemoveFileSystemError> {
  if (whileListed === 'remove' && !deleteData) return okAsync(undefined)
  const isRefusing = whileListed === 'refuse'
  const kinds = isRefusing ? 'domains, user profiles and spaces' : 'spaces'
  call.onProgress({ step: 'reading', resource: `the ${kinds} of this Region` })
  const read: ResultAsync<readonly SharingListing[], AwsError | CallEndedError> = isRefusing
    ? readListings(call, fileSystemId).map(({ listings }) => listings)
    : readSpaceListings(call, fileSystemId)
  return read.andThen((listings) =>
    listings.length === 0
      ? ok(undefined)
      : err(new FileSystemStillListedError({ fileSystemId, listedBy: listings.map(settingOf), deleteData })),
  )
}

function settingOf(listing: SharingListing): FileSystemListing {
  if (listing.through === 'space') {
    const { through, ...space } = listing
    return { ...space, setting: 'SpaceSettings' }
  }
  const { domainId, userProfileName, through } = listing
  const settings = { private: 'DefaultUserSettings', shared: 'DefaultSpaceSettings', profile: 'UserSettings' } as const
  return { domainId, ...(userProfileName !== undefined && { userProfileName }), setting: settings[through] }
}

import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { type CallOptions, type OutOfPatienceError, type Patience, withPatience } from '../call.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import { InvalidInputError } from '../errors.js'
import type { RemoveFileSystemChange } from '../model/change.js'
import type { EfsFileSystem } from '../model/efs.js'
import { type FileSystemId, parseFileSystemId } from '../model/ids.js'
import { oneOf, optional, type ParsedFields, parseInput, parseSwitch } from '../model/parse/parse-input.js'
import { show } from '../model/parse/parse-text.js'
import { parseTags, type Tags } from '../model/tags.js'
import { readListings, type SharingListing } from '../studio/listings.js'
import {
  type FileSystemListing,
  FileSystemStillListedError,
  type ManagedFileSystemError,
} from './plan/removal-error.js'
import { type KeptResource, planRemoval } from './plan/removal-plan.js'
import { type FileSystemProgress, type OnProgress, parseOnProgress, progressOf } from './progress.js'
import { applyRemoval } from './removal/apply.js'
import { type RemovalContext, readRemovable, readRemovalPicture } from './removal/read.js'

/** What to do while domains or user profiles still list the file system. */
export type WhileListed = 'refuse' | 'remove'

export interface RemoveFileSystemInput extends CallOptions {
  readonly fileSystemId: string
  /**
   * `refuse` (the default) reads every domain and user profile of the Region and changes nothing while one lists the
   * file system; `remove` does not look. Spaces of those that list it fail to start afterwards.
   */
  readonly whileListed?: WhileListed
  /** Deletes the file system itself and all the data on it, for good. Default false: the data stays. */
  readonly deleteData?: boolean
  /** The file-system id once more; required with `deleteData`. */
  readonly confirmFileSystemId?: string
  /** Only a file system with all these tags is touched; another one is `kept`, as `foreign`. Default: whichever it is. */
  readonly onlyWithTags?: Tags
  /** Told of every step; mount targets take minutes to go. */
  readonly onProgress?: (progress: FileSystemProgress<RemoveFileSystemChange>) => void
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

export interface RemoveFileSystemOutput {
  readonly fileSystemId: FileSystemId
  readonly changes: readonly RemoveFileSystemChange[]
  /** What stays, and why. */
  readonly kept: readonly KeptResource[]
}

export type RemoveFileSystemError =
  | InvalidInputError
  | AwsError
  | OutOfPatienceError
  | FileSystemStillListedError
  | ManagedFileSystemError

/**
 * Nothing mounts the file system any more: its mount targets, our access point and our security group are gone. The data
 * stays, and `ensureFileSystemForDomain` brings the rest back; with `deleteData` the file system goes too, with all its
 * access points and the data on it. SageMaker's own security groups and home file systems are never touched.
 *
 * @see https://docs.aws.amazon.com/efs/latest/ug/delete-efs-fs.html
 * @example
 * const fileSystemId = 'fs-0123456789abcdef0'
 * await removeFileSystem(context, { fileSystemId, deleteData: true, confirmFileSystemId: fileSystemId })
 */
export function removeFileSystem(
  context: Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>,
  input: RemoveFileSystemInput,
): ResultAsync<RemoveFileSystemOutput, RemoveFileSystemError> {
  const complete = withDefaults(context)
  return parseInput(input, fields)
    .andThen(confirmed)
    .asyncAndThen((wish) => {
      const onProgress = progressOf<RemoveFileSystemChange>(complete.logger, wish.onProgress)
      const run = (patience: Patience) => remove({ ...complete, onProgress }, wish, patience)
      return new ResultAsync(withPatience(complete.clock, wish, run))
    })
}

const fields = {
  fileSystemId: parseFileSystemId,
  whileListed: optional(oneOf('refuse', 'remove'), 'refuse' as const),
  deleteData: optional(parseSwitch, false),
  confirmFileSystemId: optional(parseFileSystemId, undefined),
  onlyWithTags: optional(parseTags, {}),
  onProgress: optional(parseOnProgress, undefined),
  ...callFields,
}

type Wish = ParsedFields<typeof fields>

function confirmed(wish: Wish): Result<Wish, InvalidInputError> {
  const { fileSystemId, confirmFileSystemId: again, deleteData } = wish
  if (again === fileSystemId || (again === undefined && !deleteData)) return ok(wish)
  const allowed = `${fileSystemId}, the id of the file system whose data is to be deleted, once more`
  return err(new InvalidInputError({ field: 'confirmFileSystemId', allowed, received: show(again) }))
}

function withoutTags(fileSystem: EfsFileSystem | undefined, wanted: Tags): KeptResource | undefined {
  const all = Object.entries(wanted).every(([key, value]) => fileSystem?.tags[key] === value)
  if (fileSystem === undefined || all) return undefined
  return { kind: 'file-system', id: fileSystem.fileSystemId, name: fileSystem.name, reason: 'foreign' }
}

interface RemoveContext extends RemovalContext {
  readonly sagemaker: SageMakerClient
  readonly onProgress: OnProgress<RemoveFileSystemChange>
}

async function remove(
  context: RemoveContext,
  wish: Wish,
  patience: Patience,
): Promise<Result<RemoveFileSystemOutput, RemoveFileSystemError>> {
  const { fileSystemId, whileListed } = wish
  const { onProgress } = context
  onProgress({ step: 'reading', resource: `file system ${fileSystemId}` })
  const fileSystem = await readRemovable(context, fileSystemId, patience)
  if (fileSystem.isErr()) return err(fileSystem.error)
  const other = withoutTags(fileSystem.value, wish.onlyWithTags)
  if (other !== undefined) return ok({ fileSystemId, changes: [], kept: [other] })
  if (whileListed === 'refuse') {
    onProgress({ step: 'reading', resource: 'the domains and user profiles of this Region' })
    const read = await readListings(context, fileSystemId, patience)
    if (read.isErr()) return err(read.error)
    const listedBy = read.value.listings.map(toListing)
    if (listedBy.length > 0) return err(new FileSystemStillListedError(fileSystemId, listedBy))
  }
  const picture = await readRemovalPicture(context, fileSystemId, fileSystem.value, patience)
  if (picture.isErr()) return err(picture.error)
  const plan = planRemoval(picture.value, wish)
  onProgress({ step: 'planned', changes: plan.changes })
  if (wish.dryRun) return ok({ fileSystemId, ...plan })
  const onPending = (resource: string, status: string) => onProgress({ step: 'waiting', resource, status })
  const removed = await applyRemoval({ ...context, onPending }, picture.value, plan, patience)
  return removed.map((report) => ({ fileSystemId, ...report }))
}

function toListing({ domainId, userProfileName, through }: SharingListing): FileSystemListing {
  const settings = { private: 'DefaultUserSettings', shared: 'DefaultSpaceSettings', profile: 'UserSettings' } as const
  return { domainId, ...(userProfileName !== undefined && { userProfileName }), setting: settings[through] }
}

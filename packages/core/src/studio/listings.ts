import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError } from '../aws/call/aws-error.js'
import { describeDomain, describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listDomains, listUserProfiles } from '../aws/sagemaker/lists.js'
import { hasRunningApp, listSpaces } from '../aws/sagemaker/space-lists.js'
import { describeSpace } from '../aws/sagemaker/spaces.js'
import type { CallEndedError } from '../call.js'
import { type CustomFileSystemConfig, pathOf } from '../model/custom-file-system.js'
import type { DomainId, FileSystemId, SpaceName, UserProfileName } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'

/** One list that holds the file system. */
export type SharingListing = SettingsListing | SpaceListing

/** An entry of `CustomFileSystemConfigs` of a domain or profile: spaces may choose the file system. */
export interface SettingsListing {
  readonly domainId: DomainId
  /** Absent when it is a default of the domain. */
  readonly userProfileName?: UserProfileName
  /** Spaces that the list reaches: all private ones, all shared ones, or those of one profile. */
  readonly through: 'private' | 'shared' | 'profile'
  readonly fileSystemPath: string
}

/** An entry of `CustomFileSystems` of a space: its apps mount the file system. SageMaker keeps no path here. */
export interface SpaceListing {
  readonly domainId: DomainId
  readonly through: 'space'
  readonly spaceName: SpaceName
  /** Absent for a space without an owner. */
  readonly ownerUserProfileName?: UserProfileName
  /** True while an app of the space may have it mounted: one in any state but `Deleted` and `Failed`. */
  readonly hasRunningApp: boolean
}

export interface FileSystemListings {
  /** Every domain of the Region. */
  readonly domains: readonly Domain[]
  readonly listings: readonly SharingListing[]
}

type ReadError = AwsError | CallEndedError

/** SageMaker publishes no rate for these reads; about five a second pass elsewhere in its API. */
const READS_AT_ONCE = 5

/**
 * Reads every domain of the Region, and finds every list of a domain, profile or space that holds the file system. The
 * List calls return no such settings, so each of them is described.
 */
export function readListings(
  call: SageMakerCall,
  fileSystemId: FileSystemId,
): ResultAsync<FileSystemListings, ReadError> {
  return safeTry(async function* () {
    const ids = yield* listDomains(call)
    const domains = yield* await readEach(ids, (id) => describeDomain(call, id))
    const refs = yield* listUserProfiles(call)
    const profiles = yield* await readEach(refs, ({ domainId, userProfileName }) =>
      describeUserProfile(call, { domainId, userProfileName }).map(({ customFileSystems }) =>
        entriesOf(customFileSystems, fileSystemId, { domainId, userProfileName, through: 'profile' }),
      ),
    )
    const defaults = domains.flatMap(({ domainId, customFileSystems, spaceFileSystems }) => [
      ...entriesOf(customFileSystems, fileSystemId, { domainId, through: 'private' }),
      ...entriesOf(spaceFileSystems, fileSystemId, { domainId, through: 'shared' }),
    ])
    const spaces = yield* readSpaceListings(call, fileSystemId)
    return ok({ domains, listings: [...defaults, ...profiles.flat(), ...spaces] })
  })
}

/** Reads every space of the Region, and finds those that mount the file system. */
export function readSpaceListings(
  call: SageMakerCall,
  fileSystemId: FileSystemId,
): ResultAsync<readonly SpaceListing[], ReadError> {
  return safeTry(async function* () {
    const spaces = yield* await readEach(yield* listSpaces(call), (ref) => describeSpace(call, ref))
    const listing = spaces.filter(({ efsFileSystemIds }) => efsFileSystemIds.includes(fileSystemId))
    return readEach(listing, ({ domainId, spaceName, ownerUserProfileName: owner }) =>
      hasRunningApp(call, { domainId, spaceName }).map((running) => ({
        domainId,
        spaceName,
        ...(owner !== undefined && { ownerUserProfileName: owner }),
        through: 'space' as const,
        hasRunningApp: running,
      })),
    )
  })
}

/** Leaves out items that were deleted since they were listed. After any other error nothing more is read. */
async function readEach<Item, Value>(
  items: readonly Item[],
  read: (item: Item) => PromiseLike<Result<Value, ReadError>>,
): Promise<Result<readonly Value[], ReadError>> {
  const limit = pLimit(READS_AT_ONCE)
  let failure: ReadError | undefined
  const readOne = async (item: Item): Promise<readonly Value[]> => {
    if (failure !== undefined) return []
    const result = await read(item)
    if (result.isOk()) return [result.value]
    if (result.error.name !== 'ResourceNotFoundError') failure = result.error
    return []
  }
  const values = await Promise.all(items.map((item) => limit(() => readOne(item))))
  return failure === undefined ? ok(values.flat()) : err(failure)
}

function entriesOf(
  configs: readonly CustomFileSystemConfig[],
  fileSystemId: FileSystemId,
  listing: Omit<SettingsListing, 'fileSystemPath'>,
): readonly SettingsListing[] {
  return configs
    .filter(({ EFSFileSystemConfig: efs }) => efs?.FileSystemId === fileSystemId)
    .map((config) => ({ ...listing, fileSystemPath: pathOf(config) }))
}

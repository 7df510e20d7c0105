import { err, ok, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError } from '../aws/call/aws-error.js'
import { retrying } from '../aws/call/call-aws.js'
import { describeDomain, describeUserProfile, type SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { listDomains, listUserProfiles } from '../aws/sagemaker/lists.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import { type CustomFileSystemConfig, pathOf } from '../model/custom-file-system.js'
import type { DomainId, FileSystemId, UserProfileName } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { Clock } from '../time/clock.js'

/** One list that holds the file system. */
export interface SharingListing {
  readonly domainId: DomainId
  /** Absent when it is a default of the domain. */
  readonly userProfileName?: UserProfileName
  /** Whose spaces it reaches: all private ones, all shared ones, or those of one profile. */
  readonly through: 'private' | 'shared' | 'profile'
  readonly fileSystemPath: string
}

export interface FileSystemListings {
  readonly domains: readonly Domain[]
  readonly listings: readonly SharingListing[]
}

interface ListingContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
}

type ReadError = AwsError | OutOfPatienceError

/** SageMaker publishes no rate for these reads; about five a second pass elsewhere in its API. */
const READS_AT_ONCE = 5

/**
 * Every domain of the Region, and every list of a domain or profile that holds the file system. Lists of them hold no
 * settings, so each is described.
 */
export async function readListings(
  context: ListingContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Promise<Result<FileSystemListings, ReadError>> {
  const ids = await listDomains(context, patience)
  if (ids.isErr()) return err(ids.error)
  const domains = await readEach(ids.value, (id) => readDomain(context, id, patience))
  if (domains.isErr()) return err(domains.error)
  const refs = await listUserProfiles(context, patience)
  if (refs.isErr()) return err(refs.error)
  const profiles = await readEach(refs.value, ({ domainId, userProfileName }) => {
    const pending = `reading user profile ${domainId}/${userProfileName}`
    const read = () => describeUserProfile(context, { domainId, userProfileName }, patience)
    return retrying(context.clock, patience, pending, read).map(({ customFileSystems }) =>
      entriesOf(customFileSystems, fileSystemId, { domainId, userProfileName, through: 'profile' }),
    )
  })
  if (profiles.isErr()) return err(profiles.error)
  const defaults = domains.value.flatMap(({ domainId, customFileSystems, spaceFileSystems }) => [
    ...entriesOf(customFileSystems, fileSystemId, { domainId, through: 'private' }),
    ...entriesOf(spaceFileSystems, fileSystemId, { domainId, through: 'shared' }),
  ])
  return ok({ domains: domains.value, listings: [...defaults, ...profiles.value.flat()] })
}

function readDomain(context: ListingContext, domainId: DomainId, patience: Patience) {
  return retrying(context.clock, patience, `reading domain ${domainId}`, () =>
    describeDomain(context, domainId, patience),
  )
}

/** What was deleted since it was listed is left out; after another error nothing more is read. */
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
  listing: Omit<SharingListing, 'fileSystemPath'>,
): readonly SharingListing[] {
  return configs
    .filter(({ EFSFileSystemConfig: efs }) => efs?.FileSystemId === fileSystemId)
    .map((config) => ({ ...listing, fileSystemPath: pathOf(config) }))
}

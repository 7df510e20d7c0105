import { err, ok, type Result, ResultAsync } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError } from '../aws/aws-error.js'
import { retrying } from '../aws/calls.js'
import { describeDomain, describeUserProfile, type SageMakerClient } from '../aws/sagemaker.js'
import { listDomains, listUserProfiles } from '../aws/sagemaker-lists.js'
import type { Clock } from '../clock.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { DomainId } from '../model/domain-id.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type { UserProfileRef } from '../model/user-profile-ref.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import type { FileSystemListing } from '../policy/removal-error.js'

/** SageMaker publishes no rate for these reads; about five a second pass elsewhere in its API. */
const READS_AT_ONCE = 5

interface ListingContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
}

type ListingError = AwsError | OutOfPatienceError
type Listings = readonly FileSystemListing[]

/** Every domain and user profile of the Region that lists the file system. Lists hold no settings, so each is described. */
export function findListings(
  context: ListingContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): ResultAsync<Listings, ListingError> {
  return ResultAsync.combine([listDomains(context, patience), listUserProfiles(context, patience)] as const).andThen(
    ([domainIds, profiles]) =>
      new ResultAsync(
        boundedly([
          ...domainIds.map((id) => () => listingsOfDomain(context, id, fileSystemId, patience)),
          ...profiles.map((ref) => () => listingsOfProfile(context, ref, fileSystemId, patience)),
        ]),
      ),
  )
}

/** All results, a few reads at a time; after the first error nothing more is read. */
async function boundedly(
  reads: readonly (() => ResultAsync<Listings, ListingError>)[],
): Promise<Result<Listings, ListingError>> {
  const limit = pLimit(READS_AT_ONCE)
  let failure: ListingError | undefined
  const read = async (next: () => ResultAsync<Listings, ListingError>): Promise<Listings> => {
    if (failure !== undefined) return []
    const result = await next()
    if (result.isOk()) return result.value
    failure = result.error
    return []
  }
  const found = await Promise.all(reads.map((next) => limit(() => read(next))))
  return failure === undefined ? ok(found.flat()) : err(failure)
}

function listingsOfDomain(
  context: ListingContext,
  domainId: DomainId,
  fileSystemId: FileSystemId,
  patience: Patience,
): ResultAsync<Listings, ListingError> {
  const pending = `reading domain ${domainId}`
  const read = retrying(context.clock, patience, pending, () => describeDomain(context, domainId, patience)).map(
    ({ customFileSystems, spaceFileSystems }) => [
      ...listingsIn(customFileSystems, fileSystemId, { domainId, setting: 'DefaultUserSettings' }),
      ...listingsIn(spaceFileSystems, fileSystemId, { domainId, setting: 'DefaultSpaceSettings' }),
    ],
  )
  return orNone(read)
}

function listingsOfProfile(
  context: ListingContext,
  ref: UserProfileRef,
  fileSystemId: FileSystemId,
  patience: Patience,
): ResultAsync<Listings, ListingError> {
  const { domainId, userProfileName } = ref
  const pending = `reading user profile ${domainId}/${userProfileName}`
  const read = retrying(context.clock, patience, pending, () => describeUserProfile(context, ref, patience)).map(
    ({ customFileSystems }) =>
      listingsIn(customFileSystems, fileSystemId, { domainId, userProfileName, setting: 'UserSettings' }),
  )
  return orNone(read)
}

function listingsIn(
  configs: readonly CustomFileSystemConfig[],
  fileSystemId: FileSystemId,
  listing: FileSystemListing,
): Listings {
  return configs.some(({ EFSFileSystemConfig: efs }) => efs?.FileSystemId === fileSystemId) ? [listing] : []
}

/** What was deleted since it was listed lists nothing. */
function orNone(read: ResultAsync<Listings, ListingError>): ResultAsync<Listings, ListingError> {
  return read.orElse((error) => (error.name === 'ResourceNotFoundError' ? ok<Listings, ListingError>([]) : err(error)))
}

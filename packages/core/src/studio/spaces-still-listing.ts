import pLimit from 'p-limit'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listSpaces } from '../aws/sagemaker/space-lists.js'
import { describeSpace } from '../aws/sagemaker/spaces.js'
import type { DomainId, FileSystemId, SpaceRef } from '../model/ids.js'
import type { SpaceSummary } from '../model/space.js'
import type { StudioEfsError } from '../studio-efs-error.js'

/** Spaces that list a file system although it was detached. `detachFromSpaces` takes it off their lists. */
export interface StillListedBy {
  /** Running or stopped. In a dry run those of now, which a detach of profiles or domains does not change. */
  readonly spaces: readonly SpaceRef[]
  /** For people: why not every space was read, such as a missing permission. Undefined when all were. */
  readonly unread: string | undefined
}

export interface StillListingSpec {
  readonly fileSystemId: FileSystemId
  /** Undefined: every domain of the Region. */
  readonly domainId: DomainId | undefined
  /** The spaces to read. */
  readonly isWanted: (space: SpaceSummary) => boolean
}

/** About five reads a second pass elsewhere in SageMaker's API. */
const READS_AT_ONCE = 5
const MAX_LISTED = 5000
const MAX_READ = 1000

/**
 * Finds the spaces that list the file system: ListSpaces leaves the lists out, so up to 1,000 of the wanted spaces are
 * described, among the first 5,000. It fails at nothing: what could not be read is in `unread`.
 */
export async function spacesStillListing(
  call: SageMakerCall,
  { fileSystemId, domainId, isWanted }: StillListingSpec,
): Promise<StillListedBy> {
  const listed = await listSpaces(call, domainId, (spaces) => spaces.length >= MAX_LISTED)
  if (listed.isErr()) return { spaces: [], unread: `The spaces were not listed: ${listed.error.message}` }
  const wanted = listed.value.filter(isWanted)
  let failure: StudioEfsError | undefined
  const limit = pLimit(READS_AT_ONCE)
  const readOne = async ({ domainId: of, spaceName }: SpaceSummary): Promise<readonly SpaceRef[]> => {
    if (failure !== undefined) return []
    const space = await describeSpace(call, { domainId: of, spaceName })
    if (space.isOk()) return space.value.efsFileSystemIds.includes(fileSystemId) ? [{ domainId: of, spaceName }] : []
    if (space.error.name !== 'ResourceNotFoundError') failure ??= space.error
    return []
  }
  const found = await Promise.all(wanted.slice(0, MAX_READ).map((space) => limit(() => readOne(space))))
  return { spaces: found.flat(), unread: unreadOf(failure, { listed: listed.value.length, wanted: wanted.length }) }
}

function unreadOf(
  failure: StudioEfsError | undefined,
  { listed, wanted }: { readonly listed: number; readonly wanted: number },
): string | undefined {
  if (failure !== undefined) return `Not every space was read: ${failure.message}`
  if (listed < MAX_LISTED && wanted <= MAX_READ) return undefined
  return `Only the first ${MAX_READ} of the wanted spaces were read, among the first ${MAX_LISTED}; detachFromSpaces goes through all.`
}

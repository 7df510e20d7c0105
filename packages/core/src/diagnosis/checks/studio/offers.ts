import { errAsync, ok, ResultAsync } from 'neverthrow'
import type { FileSystemId } from '../../../model/ids.js'
import type { Space } from '../../../model/space.js'
import type { Domain, UserProfile } from '../../../model/studio-resource.js'
import type { Look, LookFailure } from '../../reads/look.js'
import type { Reads } from '../../reads/reads.js'
import { existing } from './existing.js'

/** Lists of the domain and its profiles, and the file system that is looked for in them. */
export interface Offers {
  readonly domain: Domain
  readonly profiles: readonly UserProfile[]
  readonly spaces: readonly Space[]
  readonly fileSystemId: FileSystemId
}

export function lookAtOffers(reads: Reads): Look<Offers> {
  return ResultAsync.combine([reads.domain(), reads.profiles(), reads.spaces(), reads.fileSystemId()] as const).map(
    ([domain, profiles, { spaces }, fileSystemId]) => ({ domain, profiles: existing(profiles), spaces, fileSystemId }),
  )
}

/** The same where no file system is named, and none is offered or mounted: then it is undefined. */
export function lookAtAnyOffers(
  reads: Reads,
): Look<Omit<Offers, 'fileSystemId' | 'spaces'> & { readonly fileSystemId: FileSystemId | undefined }> {
  const fileSystemId = reads
    .fileSystemId()
    .map((id): FileSystemId | undefined => id)
    .orElse((failure) => (failure.kind === 'skipped' ? ok(undefined) : errAsync<undefined, LookFailure>(failure)))
  return ResultAsync.combine([reads.domain(), reads.profiles(), fileSystemId] as const).map(
    ([domain, profiles, found]) => ({ domain, profiles: existing(profiles), fileSystemId: found }),
  )
}

import { type Claim, describeClaim, type Generation } from '../model/claim.js'
import { userProfileKey } from '../model/ids.js'
import type { PathRelation } from '../model/path-overlap.js'
import { MAX_ENDS } from '../model/state/archive-name.js'
import { STATE_PATH } from '../model/state/state-path.js'
import { StudioEfsError } from '../studio-efs-error.js'
import { type Attributes, formatAttributes } from './attributes.js'

const AGAIN = 'Run it again; what an interrupted run left is taken over after two minutes.'

/** The directory serves another profile, another generation or a share. It was left as it is. */
export class DirectoryClaimedError extends StudioEfsError {
  readonly name = 'DirectoryClaimedError'
  readonly path: string
  readonly claim: Claim

  constructor({ path, claim }: Pick<DirectoryClaimedError, 'path' | 'claim'>) {
    super({
      message: `${path} is claimed by ${describeClaim(claim)}; it was left as it is.`,
      retryable: false,
      hint: "Choose a layout that keeps them apart, such as /_domains/{domainId}/{userProfileName}. For an earlier life of the same profile, say previousOwner: 'archive' or 'adopt'.",
    })
    this.path = path
    this.claim = claim
  }
}

/** The path holds, or lies inside, a directory that is claimed. Nothing was made. */
export class ClaimOverlapError extends StudioEfsError {
  readonly name = 'ClaimOverlapError'
  readonly path: string
  readonly relation: Exclude<PathRelation, 'is'>
  /** The claimed directory. */
  readonly other: string
  readonly claim: Claim

  constructor({ path, relation, other, claim }: Pick<ClaimOverlapError, 'path' | 'relation' | 'other' | 'claim'>) {
    super({
      message: `${path} ${relation} ${other}, which is claimed by ${describeClaim(claim)}; nothing was made.`,
      retryable: false,
      hint: 'Choose a layout whose directories lie beside each other, such as /_domains/{domainId}/{userProfileName} and /_shared.',
    })
    this.path = path
    this.relation = relation
    this.other = other
    this.claim = claim
  }
}

/** Another run is archiving the directory of the earlier generation, or was interrupted while it did. */
export class ClaimBusyError extends StudioEfsError {
  readonly name = 'ClaimBusyError'
  readonly path: string

  constructor({ path }: Pick<ClaimBusyError, 'path'>) {
    super({
      message: `The directory of the previous holder of ${path} is being archived; nothing was made.`,
      retryable: true,
      hint: AGAIN,
    })
    this.path = path
  }
}

/** Another run is restoring or archiving this directory, or was interrupted while it did. */
export class ArchiveBusyError extends StudioEfsError {
  readonly name = 'ArchiveBusyError'
  /** Name of the archive, as `listArchives` gives it. */
  readonly archive: string

  constructor({ archive }: Pick<ArchiveBusyError, 'archive'>) {
    super({
      message: `Another run is at work on the archive ${archive} or its destination; nothing was moved.`,
      retryable: true,
      hint: AGAIN,
    })
    this.archive = archive
  }
}

/** One life of a profile has ended as often as the archive has room for. Its directory was left as it is. */
export class ArchiveFullError extends StudioEfsError {
  readonly name = 'ArchiveFullError'
  readonly path: string
  readonly generation: Generation

  constructor({ path, generation }: Pick<ArchiveFullError, 'path' | 'generation'>) {
    super({
      message: `The directory ${path} of ${describeClaim({ kind: 'private', ...generation })}, was left as it is: this life has ended ${MAX_ENDS} times, and has no free place in the archive.`,
      retryable: false,
      hint: `Find out why it ends so often. To make room, delete archives of it with purgeArchives, then, as root, what is left of them in ${STATE_PATH}/archive/${userProfileKey(generation)}.`,
    })
    this.path = path
    this.generation = generation
  }
}

/** The directory that holds the claims is not root's alone, so that claims in it prove nothing. Nothing in it was read or changed. */
export class UnsafeClaimStoreError extends StudioEfsError {
  readonly name = 'UnsafeClaimStoreError'
  readonly found: Attributes

  constructor({ found }: Pick<UnsafeClaimStoreError, 'found'>) {
    super({
      message: `${STATE_PATH} has ${formatAttributes(found)}, and must be root's with mode 0700; nothing in it was read or changed.`,
      retryable: false,
      hint: 'Find out who made it and move it away. If this call made it, the mount maps root to another user: remove the empty directories of that user, give the access point the PosixUser 0:0, and allow the role elasticfilesystem:ClientRootAccess.',
    })
    this.found = found
  }
}

/** A claim that this release cannot read. Its directory was left as it is. */
export class UnreadableClaimError extends StudioEfsError {
  readonly name = 'UnreadableClaimError'
  readonly path: string
  /** The claim as found, quoted and cut to 80 characters, or the kind of file in its place. */
  readonly received: string

  constructor({ path, received }: Pick<UnreadableClaimError, 'path' | 'received'>) {
    super({
      message: `The claim of ${path} cannot be read: ${received}; its directory was left as it is.`,
      retryable: false,
      hint: `A later release may have written it: update. Else look at ${STATE_PATH}/claims${path} as root.`,
    })
    this.path = path
    this.received = received
  }
}

/** Errors of claims, by any driver. */
export type ClaimError =
  | DirectoryClaimedError
  | ClaimOverlapError
  | ClaimBusyError
  | ArchiveBusyError
  | ArchiveFullError
  | UnsafeClaimStoreError
  | UnreadableClaimError

import { describeClaim, type Generation } from '../model/claim.js'
import type { ArchiveName } from '../model/state/archive-name.js'
import { StudioEfsError } from '../studio-efs-error.js'

/** So many profiles seem to have left that the reading is doubted. Nothing was archived. */
export class TooManyLeaversError extends StudioEfsError {
  readonly name = 'TooManyLeaversError'
  /** Claims whose profile seems to be gone. */
  readonly leavers: number
  /** Claims of this account and Region. */
  readonly claims: number
  /** Largest share that may be archived in one run, 0 to 1. */
  readonly maxShare: number

  constructor({ leavers, claims, maxShare }: Pick<TooManyLeaversError, 'leavers' | 'claims' | 'maxShare'>) {
    super({
      message: `${leavers} of ${claims} claimed directories have no user profile any more, more than the share of ${maxShare} that one run may archive; nothing was archived.`,
      retryable: false,
      hint: 'Look if the credentials and the Region are right. If these profiles have left, run it once with a larger maxShare.',
    })
    this.leavers = leavers
    this.claims = claims
    this.maxShare = maxShare
  }
}

/** No domain says which account and Region were asked, so that missing profiles prove nothing. Nothing was archived or deleted. */
export class UnknownPlaceError extends StudioEfsError {
  readonly name = 'UnknownPlaceError'

  constructor() {
    super({
      message:
        'SageMaker lists no domain, so the account and Region that were asked are unknown, and profiles that are missing there may exist elsewhere; nothing was archived or deleted.',
      retryable: false,
      hint: 'Use the credentials and the Region of the domains that the file system serves. If the last of them was deleted, say accountId.',
    })
  }
}

/** The clocks of the file server and of this computer differ, so that one of them says a wrong age. Nothing was deleted. */
export class ClockSkewError extends StudioEfsError {
  readonly name = 'ClockSkewError'
  /** Time of the file server, which dates archives, in ISO 8601. */
  readonly serverTime: string
  /** Time of this computer, in ISO 8601. */
  readonly ownTime: string

  constructor({ serverTime, ownTime }: Pick<ClockSkewError, 'serverTime' | 'ownTime'>) {
    super({
      message: `The file server says that it is ${serverTime}, and this computer ${ownTime}; nothing was deleted, since the ages of archives are in doubt.`,
      retryable: false,
      hint: 'Set the clock that is wrong, on EFS that of this computer, and run it again.',
    })
    this.serverTime = serverTime
    this.ownTime = ownTime
  }
}

/** The archive is not there: it was never made, it is deleted, or it was restored. Nothing was changed. */
export class ArchiveNotFoundError extends StudioEfsError {
  readonly name = 'ArchiveNotFoundError'
  /** Name of the archive, as it was asked for. */
  readonly archive: ArchiveName
  /** Path that it was restored to, and the life of the profile that got it. Absent where it was not restored. */
  readonly restored?: { readonly path: string; readonly generation: Generation }

  constructor({ archive, restored }: Pick<ArchiveNotFoundError, 'archive' | 'restored'>) {
    const place = restored && ` It was restored to ${restored.path}, for ${describeLife(restored.generation)}.`
    super({
      message: `There is no archive ${archive}.${place ?? ''}`,
      retryable: false,
      hint: 'List the archives of the profile with listArchives. One that is partly deleted cannot be restored.',
    })
    this.archive = archive
    if (restored !== undefined) this.restored = restored
  }
}

/** The name of the archived profile is another life's now, or another person's than expected. Nothing was restored. */
export class RestoreTargetError extends StudioEfsError {
  readonly name = 'RestoreTargetError'
  readonly archive: ArchiveName
  /** The life that the directory served. Absent where its claim cannot be read. */
  readonly from?: Generation
  /** The life of the profile now. */
  readonly generation: Generation
  /** Person that the caller expects. */
  readonly person?: string

  constructor({
    archive,
    from,
    generation,
    person,
  }: Pick<RestoreTargetError, 'archive' | 'from' | 'generation' | 'person'>) {
    const served = from === undefined ? '' : `, which served ${describeLife(from)},`
    super({
      message:
        person === undefined
          ? `The archive ${archive}${served} was not restored: that name belongs to another life now, ${describeLife(generation)}.`
          : `The archive ${archive}${served} was not restored: ${describeLife(generation)} is not of the person ${person}.`,
      retryable: false,
      hint: 'Find out whose files they are. To give them to a profile whoever had the name before, name it with domainId and userProfileName, and in domains that use IAM Identity Center with person.',
    })
    this.archive = archive
    this.generation = generation
    if (from !== undefined) this.from = from
    if (person !== undefined) this.person = person
  }
}

/** Describes a life with its person: `user profile d-abc/alice, created 2026-11-26T10:15:30.123Z, of the person alice@...`. */
function describeLife(generation: Generation): string {
  const { person } = generation
  const life = describeClaim({ kind: 'private', ...generation })
  return person === undefined ? life : `${life}, of the person ${person}`
}

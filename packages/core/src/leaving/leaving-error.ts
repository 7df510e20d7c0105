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

/** No domain says which account and Region were asked, so that missing profiles prove nothing. Nothing was archived. */
export class UnknownPlaceError extends StudioEfsError {
  readonly name = 'UnknownPlaceError'

  constructor() {
    super({
      message:
        'SageMaker lists no domain, so the account and Region that were asked are unknown, and profiles that are missing there may exist elsewhere; nothing was archived.',
      retryable: false,
      hint: 'Use the credentials and the Region of the domains that the file system serves.',
    })
  }
}

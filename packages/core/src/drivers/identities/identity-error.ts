import { StudioEfsError } from '../../studio-efs-error.js'

/** Every uid of the range is taken. None was given. */
export class IdentityRangeFullError extends StudioEfsError {
  readonly name = 'IdentityRangeFullError'
  /** First uid of the range. */
  readonly first: number
  /** Last uid of the range. */
  readonly last: number

  constructor({ first, last }: Pick<IdentityRangeFullError, 'first' | 'last'>) {
    super({
      message: `Every uid from ${first} to ${last} is taken; none was given.`,
      retryable: false,
      hint: 'Choose another range; a uid that was given stays taken.',
    })
    this.first = first
    this.last = last
  }
}

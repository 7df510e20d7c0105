import { StudioEfsError } from '../../errors.js'

/** The list would be longer than SageMaker takes. Nothing was sent. */
export class TooManyFileSystemsError extends StudioEfsError {
  readonly name = 'TooManyFileSystemsError'
  constructor(
    /** Whose list it is. */
    readonly holder: string,
    readonly fileSystemId: string,
    readonly own: number,
    readonly repeated: number,
    readonly limit: number,
  ) {
    super(
      `${fileSystemId} does not fit: ${holder} lists ${own} file systems${repeated === 0 ? '' : `, ${repeated} of the domain's would be repeated`}, and at most ${limit} are allowed.`,
      {
        retryable: false,
        hint: "Detach one that is no longer used, or, if the domain's need not be kept, set domainFileSystems to 'leave'.",
      },
    )
  }
}

/** The list names one file system more than once, at different paths; a space could not tell which one is meant. */
export class AmbiguousFileSystemError extends StudioEfsError {
  readonly name = 'AmbiguousFileSystemError'
  constructor(
    /** Whose list it is. */
    readonly holder: string,
    readonly fileSystemId: string,
    readonly paths: readonly string[],
  ) {
    super(
      `${holder} lists ${fileSystemId} ${paths.length} times, at ${paths.join(' and ')}; the list was left as it is.`,
      {
        retryable: false,
        hint: 'Remove all but one of these entries by hand, then run again.',
      },
    )
  }
}

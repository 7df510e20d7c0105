import { StudioEfsError } from '../../errors.js'
import { DOMAIN_TAG } from '../../network/plan/ownership.js'

/** Somebody else made a file system with the creation token that we would use. It is not touched. */
export class CreationTokenTakenError extends StudioEfsError {
  readonly name = 'CreationTokenTakenError'
  constructor(
    readonly domainId: string,
    readonly fileSystemId: string,
    readonly creationToken: string,
  ) {
    super(`${fileSystemId} has the creation token ${creationToken} and is not tagged for ${domainId}.`, {
      retryable: false,
      hint: `To use it, pass fileSystemId, or tag it ${DOMAIN_TAG}=${domainId}; to use another one, tag or pass that one.`,
    })
  }
}

/** Several file systems are tagged for the domain, and none of them was made here. */
export class SeveralFileSystemsError extends StudioEfsError {
  readonly name = 'SeveralFileSystemsError'
  constructor(
    readonly domainId: string,
    readonly fileSystemIds: readonly string[],
  ) {
    super(`${fileSystemIds.join(' and ')} are all tagged ${DOMAIN_TAG}=${domainId}.`, {
      retryable: false,
      hint: 'Pass fileSystemId, or leave the tag on one of them.',
    })
  }
}

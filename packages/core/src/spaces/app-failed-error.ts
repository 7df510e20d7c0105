import type { AppRef } from '../model/space.js'
import { StudioEfsError } from '../studio-efs-error.js'

/** An app of a space was started again, and SageMaker could not start it. The space's list is as wanted. */
export class AppFailedError extends StudioEfsError {
  readonly name = 'AppFailedError'
  readonly app: AppRef
  readonly failureReason: string | undefined

  constructor({ app, failureReason }: Pick<AppFailedError, 'app' | 'failureReason'>) {
    const { domainId, spaceName, appType, appName } = app
    super({
      message: `App ${appType}/${appName} of space ${domainId}/${spaceName} did not start${failureReason === undefined ? '' : `: ${failureReason}`}.`,
      retryable: false,
      hint: "Its user can run the space again. If it fails again, check that the file system's mount targets admit the domain's spaces (describeSharing).",
    })
    this.app = app
    this.failureReason = failureReason
  }
}

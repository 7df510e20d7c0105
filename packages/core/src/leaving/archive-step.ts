import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsResult } from '../aws/call/aws-error.js'
import { describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { isDomainGone } from '../aws/sagemaker/profile-lives.js'
import type { Call } from '../call.js'
import type { ArchiveStore } from '../drivers/archive-store.js'
import { askDriver, type DirectoryStepError, onlyResult } from '../drivers/ask-driver.js'
import type { ClaimStore } from '../drivers/claim-store.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { Directories } from '../drivers/ensure-directory.js'
import type { UserProfileRef } from '../model/ids.js'
import { InvalidInputError } from '../studio-efs-error.js'
import type { FoundProfile, LifeAsRead } from './leaver-plan.js'

/** A driver that keeps claims, and can list them. */
export type LeavingStore = Directories & ClaimStore & ArchiveStore

/** Refuses a driver that cannot archive. */
export function requireArchive(directories: Directories): <Spec>(spec: Spec) => Result<Spec, InvalidInputError> {
  const { releaseDirectories, listClaims, readServerTime } = directories
  const isComplete = [releaseDirectories, listClaims, readServerTime].every((verb) => verb !== undefined)
  return requirePort(directories, isComplete)
}

/** Refuses a driver that cannot restore. */
export function requireRestore(directories: Directories): <Spec>(spec: Spec) => Result<Spec, InvalidInputError> {
  return requirePort(
    directories,
    directories.restoreDirectories !== undefined && directories.claimDirectories !== undefined,
  )
}

function requirePort({ name }: Directories, isComplete: boolean) {
  return <Spec>(spec: Spec): Result<Spec, InvalidInputError> =>
    isComplete
      ? ok(spec)
      : err(
          new InvalidInputError({
            field: 'context.directories',
            allowed: 'a driver that keeps claims and archives, such as posixDirectoryDriver or lambdaDirectoryDriver',
            received: `the driver ${name}`,
          }),
        )
}

/** Looks for the profile of a claim. Any error but ResourceNotFound is one: a denied call says nothing about a profile. */
export function findProfile(call: SageMakerCall, ref: UserProfileRef): AwsResult<FoundProfile> {
  return findLife(call, ref).map(({ found }) => found)
}

/**
 * The same, with the status of a profile that was found. A domain that SageMaker knows no more has no profiles, whatever
 * error it has for them.
 */
export function findLife(
  call: SageMakerCall,
  { domainId, userProfileName }: UserProfileRef,
): AwsResult<Pick<LifeAsRead, 'found' | 'status'>> {
  return describeUserProfile(call, { domainId, userProfileName })
    .map(
      ({ generation, status }): Pick<LifeAsRead, 'found' | 'status'> => ({
        found: generation ?? 'unknown-generation',
        status,
      }),
    )
    .orElse((error) => {
      const gone = { found: 'gone', status: undefined } as const
      if (error.name === 'ResourceNotFoundError') return ok(gone)
      if (error.name !== 'RequestRefusedError') return err(error)
      return isDomainGone(call, domainId).andThen((isGone) => (isGone ? ok(gone) : err(error)))
    })
}

interface StoreRequest<Value> {
  /** Present participle for the error of a call that ends meanwhile. */
  readonly pending: string
  ask(): Promise<readonly Result<Value, DirectoryError>[]>
}

/** Asks the store about one item. */
export function askStore<Value>(
  call: Call,
  store: LeavingStore,
  { pending, ask }: StoreRequest<Value>,
): ResultAsync<Value, DirectoryStepError> {
  return new ResultAsync(askDriver(call, { pending, ask: async () => onlyResult(store, await ask()) }))
}

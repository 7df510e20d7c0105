import type { ResultAsync } from 'neverthrow'
import type { ContextPart, contextParts, StudioEfsContext } from '../context.js'
import { diagnose } from '../diagnosis/diagnose.js'
import { clearDomainDefault } from '../domains/clear-domain-default.js'
import { setDomainDefault } from '../domains/set-domain-default.js'
import { ensureFileSystemForDomain } from '../file-systems/ensure-file-system-for-domain.js'
import { removeFileSystem } from '../file-systems/remove-file-system.js'
import { allocateIdentity } from '../identities/allocate-identity.js'
import { createUserProfile } from '../identities/create-user-profile.js'
import { reportIdentities } from '../identities/report-identities.js'
import { archiveLeavers } from '../leaving/archive-leavers.js'
import { restoreFromBackup } from '../leaving/backup/restore-from-backup.js'
import { listArchives } from '../leaving/list-archives.js'
import { offboardProfile } from '../leaving/offboard-profile.js'
import { purgeArchives } from '../leaving/purge-archives.js'
import { restoreDirectory } from '../leaving/restore-directory.js'
import { attachToProfile } from '../profiles/attach-to-profile.js'
import { detachFromProfile } from '../profiles/detach-from-profile.js'
import { onboardProfile } from '../profiles/onboard-profile.js'
import { provisionUserDirectory } from '../profiles/provision-user-directory.js'
import { adoptDirectories } from '../runs/adopt-directories.js'
import { backfillProfiles } from '../runs/backfill-profiles.js'
import { detachProfiles } from '../runs/detach-profiles.js'
import type { Run } from '../runs/engine/run-iterable.js'
import { onboardProfiles } from '../runs/onboard-profiles.js'
import { replayCloudTrail } from '../runs/replay-cloudtrail.js'
import { describeSharing } from '../sharing/describe-sharing.js'
import { shareAcrossVpcDomains } from '../sharing/share-across-vpc-domains.js'
import { unshareAcrossVpcDomains } from '../sharing/unshare-across-vpc-domains.js'
import { attachToSpaces } from '../spaces/attach-to-spaces.js'
import { detachFromSpaces } from '../spaces/detach-from-spaces.js'
import { describeStudio } from '../status/describe-studio.js'
import { measureUsage } from '../usage/measure-usage.js'
import type { StudioEfsOperations } from './studio-efs-operations.js'
import { type ThrowingRun, unwrap } from './unwrap.js'

/** All operations. The type, with the documentation of each, is made from their doc comments: `npx tsx scripts/facade.ts`. */
const operations: StudioEfsOperations = {
  provisionUserDirectory,
  attachToProfile,
  onboardProfile,
  onboardProfiles,
  backfillProfiles,
  replayCloudTrail,
  detachFromProfile,
  detachProfiles,
  adoptDirectories,
  allocateIdentity,
  createUserProfile,
  reportIdentities,
  offboardProfile,
  archiveLeavers,
  listArchives,
  purgeArchives,
  restoreDirectory,
  restoreFromBackup,
  setDomainDefault,
  clearDomainDefault,
  shareAcrossVpcDomains,
  unshareAcrossVpcDomains,
  describeSharing,
  diagnose,
  ensureFileSystemForDomain,
  removeFileSystem,
  attachToSpaces,
  detachFromSpaces,
  measureUsage,
  describeStudio,
}

/** Form in which the methods report an error: as a `ResultAsync`, or as a promise that rejects. */
export type ErrorReporting = 'result' | 'throw'

/** Options of {@link createStudioEfs}. */
export interface StudioEfsOptions<Errors extends ErrorReporting = ErrorReporting> {
  /**
   * `result` (the default): methods return neverthrow's `ResultAsync<Output, Error>`. `throw`: they return `Promise<Output>`,
   * which rejects with the same typed error.
   */
  readonly errors?: Errors
}

/**
 * The operations, each waiting for its input only. One that `Context` lacks a client or the directory driver for cannot be
 * called; its type names what is missing.
 */
export type StudioEfs<Context, Errors extends ErrorReporting = 'result'> = {
  readonly [Name in keyof StudioEfsOperations]: [MissingPart<Context, Name>] extends [never]
    ? Bound<StudioEfsOperations[Name], Errors>
    : ContextLacks<Description<MissingPart<Context, Name>>>
}

/** Stands for an operation that cannot be called, because the context lacks these parts. */
export interface ContextLacks<Parts extends string> {
  readonly contextLacks: Parts
}

type RequiredKey<T> = { [Key in keyof T]-?: object extends Pick<T, Key> ? never : Key }[keyof T]

type NeededPart<Name extends keyof StudioEfsOperations> = Extract<
  RequiredKey<Parameters<StudioEfsOperations[Name]>[0]>,
  ContextPart
>

type MissingPart<Context, Name extends keyof StudioEfsOperations> = {
  [Part in NeededPart<Name>]: Context extends Required<Pick<StudioEfsContext, Part & keyof StudioEfsContext>>
    ? never
    : Part
}[NeededPart<Name>]

type Description<Part extends ContextPart> = Part extends unknown ? `${Part}: ${(typeof contextParts)[Part]}` : never

type Bound<Operation, Errors extends ErrorReporting> = Operation extends (
  context: never,
  input: infer Input,
) => infer Output
  ? (input: Input) => Errors extends 'throw' ? Throwing<Output> : Output
  : never

type Throwing<Output> =
  Output extends Run<infer Outcome, infer Summary, unknown>
    ? ThrowingRun<Outcome, Summary>
    : Output extends ResultAsync<infer Value, unknown>
      ? Promise<Value>
      : never

/** Refuses a key that no operation reads, such as a misspelt one. */
type OnlyKnownParts<Context> = string extends keyof Context
  ? unknown
  : { readonly [Name in Exclude<keyof Context, keyof StudioEfsContext>]: `${Name & string} is no part of the context` }

/**
 * Binds every operation to one context. All of them come along, and with them the code of every client; a small bundle takes
 * the free functions instead. An operation that the context lacks a client for does not compile, and returns an
 * `InvalidInputError` that names it.
 *
 * @example
 * const studioEfs = createStudioEfs({
 *   sagemaker: new SageMakerClient({}),
 *   directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }),
 * }, { errors: 'throw' })
 * const { changes } = await studioEfs.onboardProfile({
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0',
 * })
 */
export function createStudioEfs<Context extends Partial<StudioEfsContext>, Errors extends ErrorReporting = 'result'>(
  context: Context & OnlyKnownParts<Context>,
  { errors }: StudioEfsOptions<Errors> = {},
): StudioEfs<Context, Errors> {
  const bind = (operation: (context: never, input: never) => Parameters<typeof unwrap>[0]) => (input: never) => {
    const output = operation(context as never, input)
    return errors === 'throw' ? unwrap(output) : output
  }
  const bound = Object.entries(operations).map(([name, operation]) => [name, bind(operation)])
  return Object.fromEntries(bound)
}

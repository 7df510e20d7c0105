import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { listUserProfiles } from '../aws/sagemaker/lists.js'
import type { CallEndedError } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { type DirectoryStepError, directoryChanges, ensureDirectory, sharedClaim } from '../drivers/ensure-directory.js'
import type { DirectoryChange, DomainFileSystemsChange, ProfileFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import { type DirectoryReceipt, type ForeignDirectories, parseForeignDirectories } from '../model/directory.js'
import { type DirectoryMode, parseDirectoryMode } from '../model/directory-mode.js'
import { parseExecutionRole, parseFileSystemId, type UserProfileRef } from '../model/ids.js'
import { type FieldParser, oneOf, optional, type ParsedFields, parseSwitch } from '../model/parse/parse-input.js'
import { parsePosixId } from '../model/posix-owner.js'
import type { SpaceKind } from '../model/space.js'
import { parseUserPath } from '../model/state/state-path.js'
import type { Domain } from '../model/studio-resource.js'
import { InvalidInputError } from '../studio-efs-error.js'
import type { StudioCall } from './domain-cache.js'
import { checkHiddenProfiles, type HiddenProfile } from './hidden-profiles.js'
import {
  type DefaultScope,
  type DomainListsSpec,
  type ExecutionRoleMissingError,
  planDomainLists,
} from './plan/domain-lists.js'
import { addToList, type ListEditError, parseMaxCustomFileSystems } from './plan/list-edit.js'
import { domainDirectoryOwner } from './posix-owner.js'
import type { UpdateError } from './read-modify-write.js'
import { updateDomainLists } from './update-domain-lists.js'

/** Describes a default, for one domain or for all domains of a VPC. */
export interface SetDefaultInput extends WaitOptions {
  readonly fileSystemId: string
  /** The directory that the spaces mount. `/` gives them everything on the file system. */
  readonly fileSystemPath: string
  /** Spaces that get it: `private` (DefaultUserSettings), `shared` (DefaultSpaceSettings), or `both` (the default). */
  readonly scope?: DefaultScope
  /** For a domain whose DefaultSpaceSettings have none yet; it becomes the role of its shared spaces. */
  readonly executionRole?: string
  /** `provision` makes the directory first, through the context's `directories`. Default `as-is`. */
  readonly directory?: 'provision' | 'as-is'
  /** Owner of the directory. Default: the identity of the spaces (CustomPosixUserConfig), else 200001 and 1001. */
  readonly uid?: number
  readonly gid?: number
  /** Permission bits of the directory: octal text, `'2770'` (the default), or a number, 0o2770. */
  readonly mode?: number | string
  /** A directory of another owner at its path: `refuse` (the default) is an error, `take-over` gives it the owner. */
  readonly foreignDirectories?: ForeignDirectories
  /** Adds the file system also to the profiles whose own list hides the domain's. Default false. */
  readonly reachProfiles?: boolean
  /** Most entries that SageMaker takes in a list. Default 10; older Regions and CloudFormation say 2. */
  readonly maxCustomFileSystems?: number
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

const SHARED_MODE = '2770' as DirectoryMode

export const defaultFields = {
  fileSystemId: parseFileSystemId,
  fileSystemPath: parseUserPath,
  scope: optional(oneOf('private', 'shared', 'both'), 'both' as const),
  executionRole: optional(parseExecutionRole, undefined),
  directory: optional(oneOf('provision', 'as-is'), 'as-is' as const),
  uid: optional(parsePosixId, undefined),
  gid: optional(parsePosixId, undefined),
  mode: optional(parseDirectoryMode, SHARED_MODE),
  foreignDirectories: optional(parseForeignDirectories, 'refuse' as const),
  reachProfiles: optional(parseSwitch, false),
  maxCustomFileSystems: parseMaxCustomFileSystems,
  ...waitFields,
} satisfies Record<keyof Required<SetDefaultInput>, FieldParser<unknown>>

export interface SetDefaultSpec extends Omit<ParsedFields<typeof defaultFields>, 'timeoutMs' | 'signal'> {
  readonly hiddenProfiles: 'report' | 'skip'
}

/** Refuses to provision without a driver, which is optional in the type of the context. */
export function requireDriver<Spec extends Pick<SetDefaultSpec, 'directory'>>(
  context: { readonly directories?: DirectoryDriver | undefined },
  spec: Spec,
): Result<Spec, InvalidInputError> {
  if (spec.directory === 'as-is' || context.directories !== undefined) return ok(spec)
  return err(
    new InvalidInputError({
      field: 'directory',
      allowed: 'as-is, since the context has no directories to make it with',
      received: 'provision',
    }),
  )
}

export interface SetDefaultCall extends StudioCall {
  readonly directories?: DirectoryDriver | undefined
}

export interface SetDefaultReport {
  /** Undefined unless it was to be provisioned. */
  readonly directory: DirectoryReceipt | undefined
  /** The profiles that do not see the default, and those that were reached. */
  readonly profiles: readonly HiddenProfile[]
  readonly changes: readonly (DirectoryChange | DomainFileSystemsChange | ProfileFileSystemsChange)[]
}

export type SetDefaultError = ListEditError | ExecutionRoleMissingError | DirectoryStepError | UpdateError

/** Makes the directory, sets the default, and checks the profiles, in this order. Hold the domain's turn. */
export function setDefault(
  call: SetDefaultCall,
  domain: Domain,
  spec: SetDefaultSpec,
): ResultAsync<SetDefaultReport, SetDefaultError> {
  return safeTry<SetDefaultReport, SetDefaultError>(async function* () {
    const lists = { ...spec, planList: listPlanner(domain, spec) }
    const refs = yield* profilesToCheck(call, domain, spec)
    const directory = yield* provisionDirectory(call, domain, { ...spec, lists })
    const defaults = yield* updateDomainLists(call, domain, lists)
    const hidden = await checkHiddenProfiles(call, refs, { ...spec, wanted: spec })
    const made = directory === undefined ? [] : directoryChanges(directory)
    return ok({ directory, profiles: hidden.profiles, changes: [...made, ...defaults, ...hidden.changes] })
  })
}

function listPlanner({ domainId }: Domain, spec: SetDefaultSpec) {
  const { maxCustomFileSystems } = spec
  return (own: readonly CustomFileSystemConfig[], spaces: SpaceKind) =>
    addToList({
      listName: `domain ${domainId} (${spaces === 'private' ? 'DefaultUserSettings' : 'DefaultSpaceSettings'})`,
      own,
      domain: [],
      wanted: spec,
      domainFileSystems: 'leave',
      maxCustomFileSystems,
    })
}

/**
 * Lists the profiles before anything is written, so that a caller without the permission learns it in time. A default for
 * shared spaces only is never hidden: profiles have no list for them.
 */
function profilesToCheck(
  call: StudioCall,
  { domainId }: Domain,
  { scope, hiddenProfiles, reachProfiles }: SetDefaultSpec,
): ResultAsync<readonly UserProfileRef[], AwsError | CallEndedError> {
  const isWanted = hiddenProfiles === 'report' || reachProfiles
  return isWanted && scope !== 'shared' ? listUserProfiles(call, domainId) : okAsync([])
}

/** Makes no directory for a default that would be refused. */
function provisionDirectory(
  { directories, ...call }: SetDefaultCall,
  domain: Domain,
  spec: SetDefaultSpec & { readonly lists: DomainListsSpec<ListEditError> },
): ResultAsync<DirectoryReceipt | undefined, ListEditError | ExecutionRoleMissingError | DirectoryStepError> {
  if (spec.directory === 'as-is' || directories === undefined) return okAsync(undefined)
  const { fileSystemPath: path, mode, foreignDirectories } = spec
  const directory = { path, owner: domainDirectoryOwner(domain, spec), mode, foreignDirectories, ...sharedClaim(path) }
  return planDomainLists(domain, spec.lists).asyncAndThen(() =>
    ensureDirectory({ ...call, directories }, directory, spec),
  )
}

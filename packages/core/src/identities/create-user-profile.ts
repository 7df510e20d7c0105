import { ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { waitForUserProfile } from '../aws/sagemaker/wait-until-ready.js'
import { withDeadline } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { directoryChanges } from '../drivers/ensure-directory.js'
import { oneAtATime } from '../keyed-queue.js'
import { logChange } from '../logger.js'
import type { IdentityChange, UserProfileChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { DirectoryReceipt } from '../model/directory.js'
import { directoryPathFor } from '../model/directory-layout.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { parseExecutionRole, type UserProfileRef, userProfileKey } from '../model/ids.js'
import { type FieldParser, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Domain } from '../model/studio-resource.js'
import { parseTags } from '../model/tags.js'
import { attachFields } from '../profiles/attach-to-profile.js'
import { type OnboardChange, type OnboardError, onboard } from '../profiles/onboard-profile.js'
import { provisionFields } from '../profiles/provision-user-directory.js'
import { readDomain } from '../studio/domain-cache.js'
import { checkFileSystem, type FileSystemCheckError, type FileSystemCheckOption } from '../studio/file-system-check.js'
import {
  addToList,
  type DomainFileSystems,
  type FileSystemListPlan,
  type ListEditError,
} from '../studio/plan/list-edit.js'
import { checkPrivatePath } from '../studio/private-path-plan.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { wallTimeOf } from '../time/clock.js'
import { type IdentityOptions, identityFields } from './allocate-identity.js'
import { type AllocationCall, type AllocationError, allocate, lookUpProfile } from './allocation.js'
import { createProfile } from './create-profile.js'
import { checkExistingProfile } from './existing-profile.js'
import type { UserProfileDiffersError } from './identity-error.js'
import { DEFAULT_GID, parseGid, parseUserSettings } from './identity-fields.js'
import { requireLedger } from './ledger-call.js'
import { prepareDirectory } from './prepare-directory.js'

/** Input of {@link createUserProfile}. */
export interface CreateUserProfileInput extends IdentityOptions, WaitOptions, FileSystemCheckOption {
  readonly domainId: string
  readonly userProfileName: string
  readonly fileSystemId: string
  /** Group of the profile, 1001 to 4,000,000. Default 1001, that of Studio users without an identity of their own. */
  readonly gid?: number
  /** Permission bits of the directory: octal text, `'0700'` (the default), or a number, 0o700. */
  readonly mode?: number | string
  /** Role of the profile's spaces. Default: the domain's. The caller needs the right to pass it. */
  readonly executionRole?: string
  /** Further members of `UserSettings`, as CreateUserProfile takes them. Default none. */
  readonly userSettings?: Readonly<Record<string, unknown>>
  /** Tags of the profile, value by key. Default none. */
  readonly tags?: Readonly<Record<string, string>>
  /** Default `copy`: the domain's file systems are in the profile's list too, which would hide them. */
  readonly domainFileSystems?: DomainFileSystems
  /** Most entries that SageMaker takes in a profile's list. Default 10. */
  readonly maxCustomFileSystems?: number
  /** Directories that others share. The profile's directory may not be, hold or lie inside one. Default none. */
  readonly reservedPaths?: readonly string[]
  /** Reads and plans, and writes nothing. Default false. */
  readonly dryRun?: boolean
}

/** Result of {@link createUserProfile}: what changed, or would change in a dry run. */
export interface CreateUserProfileOutput {
  readonly profile: UserProfileRef
  /** `existing`: a profile with the same identity was there, as after a run that was cut off. */
  readonly outcome: 'created' | 'existing'
  readonly owner: PosixOwner
  readonly directory: DirectoryReceipt
  readonly customFileSystems: readonly CustomFileSystemConfig[]
  readonly changes: readonly CreateUserProfileChange[]
}

/** One change of {@link createUserProfile}. */
export type CreateUserProfileChange = IdentityChange | UserProfileChange | OnboardChange

/** Errors of {@link createUserProfile}. */
export type CreateUserProfileError =
  | InvalidInputError
  | ReadinessError
  | AllocationError
  | FileSystemCheckError
  | OnboardError
  | UserProfileDiffersError

const fields = {
  domainId: provisionFields.domainId,
  userProfileName: provisionFields.userProfileName,
  fileSystemId: attachFields.fileSystemId,
  gid: optional(parseGid, DEFAULT_GID),
  mode: provisionFields.mode,
  executionRole: optional(parseExecutionRole, undefined),
  userSettings: optional(parseUserSettings, {}),
  tags: optional(parseTags, {}),
  domainFileSystems: attachFields.domainFileSystems,
  maxCustomFileSystems: attachFields.maxCustomFileSystems,
  checkFileSystem: attachFields.checkFileSystem,
  reservedPaths: provisionFields.reservedPaths,
  ...identityFields,
  ...waitFields,
} satisfies Record<keyof Required<CreateUserProfileInput>, FieldParser<unknown>>

type Spec = ParsedFields<typeof fields> & {
  readonly person: string | undefined
  readonly verify: false
  readonly foreignDirectories: 'refuse'
}

/**
 * The profile exists, is `InService`, and has a uid that nobody else has or had, its own directory, and the file system in
 * its list, all of it before its first space can start. A run that was cut off is started again. A profile of this name with
 * another identity is an error and left as it is.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateUserProfile.html
 * @example
 * const result = await createUserProfile(context, {
 *   domainId: 'd-abcdefghijkl', userProfileName: 'alice', fileSystemId: 'fs-0123456789abcdef0',
 * })
 * if (result.isOk()) console.log(result.value.owner.uid, result.value.directory.path)
 */
export function createUserProfile(
  context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'efs'>>,
  input: CreateUserProfileInput,
): ResultAsync<CreateUserProfileOutput, CreateUserProfileError> {
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'directories']))
    .andThen(requireLedger(context))
    .map((spec): Spec => {
      const fixed = { verify: false, foreignDirectories: 'refuse' } as const
      return { ...spec, ...fixed, person: spec.singleSignOnUserValue }
    })
    .asyncAndThen((spec) =>
      withDeadline(withDefaults(context) as AllocationCall, spec, (call) =>
        oneAtATime(call, `user profile ${userProfileKey(spec)}`, () => createOrFinish(call, spec)),
      ),
    )
}

/** Runs that compete for one profile: each try takes another uid. */
const MAX_TRIES = 4

function createOrFinish(
  call: AllocationCall,
  spec: Spec,
): ResultAsync<CreateUserProfileOutput, CreateUserProfileError> {
  return safeTry<CreateUserProfileOutput, CreateUserProfileError>(async function* () {
    const domain = yield* readDomain(call, spec.domainId)
    yield* checkFileSystem(call, domain, spec)
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      const existing = yield* lookUpProfile(call, spec)
      if (existing !== undefined) break
      const created = yield* create(call, domain, spec)
      if (created !== undefined) return ok(created)
    }
    const finished = yield* finish(call, domain, spec)
    return ok(finished)
  })
}

/** Undefined if another run is creating the profile. */
function create(
  call: AllocationCall,
  domain: Domain,
  spec: Spec,
): ResultAsync<CreateUserProfileOutput | undefined, CreateUserProfileError> {
  const profile = { domainId: spec.domainId, userProfileName: spec.userProfileName }
  const path = directoryPathFor(spec.layout, profile, spec.nameCase)
  return safeTry<CreateUserProfileOutput | undefined, CreateUserProfileError>(async function* () {
    yield* checkPrivatePath({ ...spec, profile, path }, domain)
    const { after: customFileSystems } = yield* planList(domain, { ...spec, fileSystemPath: path })
    const given = yield* allocate(call, spec)
    const owner = { uid: given.uid, gid: spec.gid } as PosixOwner
    const directory = yield* prepareDirectory(call, domain, { ...spec, path, owner })
    const changes: readonly CreateUserProfileChange[] = [
      ...(given.outcome === 'held' ? [] : [{ kind: 'identity', action: 'take', ...profile, uid: given.uid } as const]),
      ...directoryChanges(directory),
      { kind: 'user-profile', action: 'create', ...profile, owner, customFileSystems },
    ]
    const report = { profile, outcome: 'created', owner, directory, customFileSystems, changes } as const
    if (spec.dryRun) return ok(report)
    const sent = yield* createProfile(call, { ...spec, owner, customFileSystems }, given)
    if (sent === 'exists') return ok(undefined)
    for (const change of changes) if (change.kind !== 'directory') logChange(call.logger, change)
    const finished = yield* finish(call, domain, spec)
    // The claim of the directory is in the report already.
    const further = finished.changes.filter((change) => change.kind !== 'directory' || change.action !== 'claim')
    return ok({ ...report, customFileSystems: finished.customFileSystems, changes: [...changes, ...further] })
  })
}

function planList(
  domain: Domain,
  spec: Spec & { readonly fileSystemPath: FileSystemPath },
): Result<FileSystemListPlan, ListEditError> {
  const listName = `user profile ${spec.domainId}/${spec.userProfileName}`
  return addToList({ ...spec, listName, own: [], domain: domain.customFileSystems, wanted: spec })
}

/** Waits until the profile is ready, checks that it is the wanted one, and gives it what it lacks. */
function finish(
  call: AllocationCall,
  domain: Domain,
  spec: Spec,
): ResultAsync<CreateUserProfileOutput, CreateUserProfileError> {
  return safeTry<CreateUserProfileOutput, CreateUserProfileError>(async function* () {
    const ready = yield* waitForUserProfile(call, spec, wallTimeOf(call.clock))
    const owner = yield* checkExistingProfile(call, ready, spec)
    const onboarded = yield* onboard(call, { profile: ready, domain }, spec).mapErr(({ error }) => error)
    return ok({ ...onboarded, outcome: 'existing' as const, owner })
  })
}

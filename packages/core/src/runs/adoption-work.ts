import { ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { StudioEfsContext } from '../context.js'
import { askDriver, type DirectoryStepError, onlyResult } from '../drivers/ask-driver.js'
import type { ClaimStore } from '../drivers/claim-store.js'
import {
  type Directories,
  type DirectoriesCall,
  directoryChanges,
  ensureDirectory,
} from '../drivers/ensure-directory.js'
import type { DirectoryChange } from '../model/change.js'
import { type DirectoryLayout, type DirectoryNameCase, directoryPathFor } from '../model/directory-layout.js'
import { PRIVATE_MODE } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { FileSystemId } from '../model/ids.js'
import { posixOwnerOf } from '../studio/posix-owner.js'
import { checkPrivatePath, type PathOverlapError } from '../studio/private-path-plan.js'
import type { ProfileReading } from '../studio/profile-turn.js'
import { wallTimeOf } from '../time/clock.js'
import { type FoundDirectory, planAdoption } from './adoption-plan.js'
import { type BatchTicket, createDirectoryBatches, type DirectoryBatches } from './directory-batches.js'
import type { RunCall } from './engine/run-context.js'
import type { ProfileWork, WorkFailure } from './profile-run/profile-work.js'

export interface AdoptionSpec {
  readonly fileSystemId: FileSystemId
  readonly layout: DirectoryLayout
  readonly nameCase: DirectoryNameCase
  readonly reservedPaths: readonly FileSystemPath[]
  readonly dryRun: boolean
}

export type AdoptionError = DirectoryStepError | PathOverlapError

type Failure = WorkFailure<DirectoryChange, AdoptionError>

/** Hears what stood at the path of each profile. */
export type OnFound = (profile: ProfileReading['profile'], found: FoundDirectory) => void

export function adoptionWork(
  runCall: RunCall & Pick<StudioEfsContext, 'directories'>,
  spec: AdoptionSpec,
  onFound: OnFound,
): ProfileWork<'adopted', DirectoryChange, AdoptionError> {
  // Three requests follow one another, and each waits for the same request of the other profiles under way.
  const [reading, recording, claiming] = [1, 2, 3].map(() => createDirectoryBatches(runCall)) as Batches
  return {
    done: 'adopted',
    step: 'adopting',
    begin() {
      const tickets = { reading: reading.enroll(), recording: recording.enroll(), claiming: claiming.enroll() }
      return {
        work: (call, profile) => adopt({ ...call, ...tickets }, profile, { ...spec, onFound }),
        async end(giveUp, reported) {
          const [, , made] = await Promise.all(
            [tickets.reading, tickets.recording, tickets.claiming].map((ticket) => ticket.release(giveUp)),
          )
          return reported === 'all' ? [] : (made ?? []).flatMap(directoryChanges)
        },
      }
    },
  }
}

type Batches = [DirectoryBatches, DirectoryBatches, DirectoryBatches]

interface AdoptionCall extends RunCall {
  readonly reading: BatchTicket
  readonly recording: BatchTicket
  readonly claiming: BatchTicket
}

function adopt(
  call: AdoptionCall,
  { profile, domain }: ProfileReading,
  spec: AdoptionSpec & { readonly onFound: OnFound },
): ResultAsync<readonly DirectoryChange[], Failure> {
  const path = directoryPathFor(spec.layout, profile, spec.nameCase)
  const { generation } = profile
  // A profile that SageMaker describes without a creation time cannot be told from an earlier one of its name.
  if (generation === undefined) return okAsync([])
  const owner = posixOwnerOf(profile, domain)
  const claim = { kind: 'private', ...generation } as const
  const failed = (found: FoundDirectory) => (error: AdoptionError) => {
    spec.onFound(profile, found)
    return { error, changes: [] }
  }
  return safeTry<readonly DirectoryChange[], Failure>(async function* () {
    yield* checkPrivatePath({ ...spec, profile, path }, domain).mapErr(failed('overlapping'))
    const state = yield* readClaim({ ...call, ...call.reading }, path).mapErr((error) => ({ error, changes: [] }))
    const plan = yield* planAdoption({ path, owner, mode: PRIVATE_MODE, claim }, state).mapErr(({ found, error }) =>
      failed(found)(error),
    )
    spec.onFound(profile, plan.found)
    const isRecorded = profile.posixOwner !== undefined && !spec.dryRun
    if (!isRecorded) await call.recording.release(call.signal)
    if (plan.claim === undefined) await call.claiming.release(call.signal)
    yield* recordIdentity({ ...call, ...call.recording }, profile, spec).mapErr((error) => ({ error, changes: [] }))
    if (plan.claim === undefined) return ok([])
    const receipt = yield* ensureDirectory({ ...call, ...call.claiming }, plan.claim, spec).mapErr((error) => ({
      error,
      changes: [],
    }))
    return ok(directoryChanges(receipt))
  })
}

function readClaim(call: DirectoriesCall, path: FileSystemPath) {
  const { directories } = call as DirectoriesCall & { readonly directories: Directories & ClaimStore }
  return new ResultAsync(
    askDriver(call, {
      pending: `looking at the directory ${path}`,
      ask: async () => onlyResult(directories, await directories.inspectClaims([path])),
    }),
  )
}

/** The ledger learns of a uid that the profile has for itself, so that it is given to nobody else. */
function recordIdentity(
  call: DirectoriesCall,
  { domainId, userProfileName, posixOwner, generation }: ProfileReading['profile'],
  { dryRun }: AdoptionSpec,
): ResultAsync<unknown, DirectoryStepError> {
  const { useIdentities } = call.directories
  if (dryRun || posixOwner === undefined || useIdentities === undefined) return okAsync(undefined)
  const { uid } = posixOwner
  const person = generation?.person
  const use = {
    ...{ uid, holder: { domainId, userProfileName }, attempt: 'found' },
    usedAt: new Date(wallTimeOf(call.clock)).toISOString(),
    ...(person !== undefined && { person }),
  }
  return new ResultAsync(
    askDriver(call, {
      pending: `recording uid ${uid}`,
      ask: async () => onlyResult(call.directories, await useIdentities([use])),
    }),
  )
}

import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { untilCallEnds } from '../../call.js'
import type { FoundClaim } from '../../drivers/claim-store.js'
import type { DirectoryError } from '../../drivers/directory-error.js'
import type { DirectoryState } from '../../model/directory.js'
import { type FileSystemPath, parseFileSystemPath } from '../../model/file-system-path.js'
import { DEFAULT_POSIX_OWNER, type PosixOwner } from '../../model/posix-owner.js'
import type { UserProfile } from '../../model/studio-resource.js'
import { posixOwnerOf } from '../../studio/posix-owner.js'
import { effectiveList, offeredPaths } from '../offers-plan.js'
import type { DiagnosisSubject } from '../subject.js'
import type { DiagnosisCall } from './diagnosis-call.js'
import { failureOf, type Look, type Looker, type LookFailure, lacking, notAsked } from './look.js'
import type { StudioReads } from './studio-reads.js'

/** A directory that is offered, and the identity that reaches it. */
export interface OfferedDirectory {
  readonly path: FileSystemPath
  readonly owner: PosixOwner
  /** The profile that it is offered to; undefined for shared spaces. */
  readonly profile: UserProfile | undefined
  /** In the profile's own list, and so not a default of the domain. */
  readonly isOwn: boolean
}

export interface SeenDirectory extends OfferedDirectory {
  readonly state: DirectoryState
  /** Undefined where the driver keeps no claims. */
  readonly found: FoundClaim | undefined
}

export interface DirectoryReads {
  /** Directories of the file system that are offered to the subject. */
  offeredDirectories(): Look<readonly OfferedDirectory[]>
  directories(): Look<readonly SeenDirectory[]>
}

const DRIVER = 'directories: a directory driver, such as lambdaDirectoryDriver'

export function directoryReads(
  call: DiagnosisCall,
  looker: Looker,
  { studio, subject }: { readonly studio: StudioReads; readonly subject: DiagnosisSubject },
): DirectoryReads {
  const { once } = looker
  const { directories: driver } = call

  const offeredDirectories = once(
    (): Look<readonly OfferedDirectory[]> =>
      ResultAsync.combine([studio.domain(), studio.profiles(), studio.spaces(), studio.fileSystemId()] as const).map(
        ([domain, profiles, { spaces }, fileSystemId]) => {
          const isShared = subject.scope === 'space' && spaces.some(({ kind }) => kind === 'shared')
          const { posixOwner, spacePosixOwner } = domain
          const shared = offeredPaths(domain.spaceFileSystems, fileSystemId).map((path) => ({
            path,
            owner: spacePosixOwner ?? posixOwner ?? DEFAULT_POSIX_OWNER,
            profile: undefined,
            isOwn: false,
          }))
          const own = profiles.flatMap(({ profile }) => {
            if (profile === undefined) return []
            // Where the profile's list hides the domain's, the directory is still the one that the user is to see.
            const lists = [profile.customFileSystems, effectiveList(profile, domain), domain.customFileSystems]
            const [paths = []] = lists
              .map((list) => offeredPaths(list, fileSystemId))
              .filter((found) => found.length > 0)
            const isOwn = offeredPaths(profile.customFileSystems, fileSystemId).length > 0
            return paths.map((path) => ({ path, owner: posixOwnerOf(profile, domain), profile, isOwn }))
          })
          return (isShared ? shared : own).flatMap((one) =>
            parseFileSystemPath(one.path).match(
              (path) => [{ ...one, path }],
              () => [],
            ),
          )
        },
      ),
  )

  const directories = once((): Look<readonly SeenDirectory[]> => {
    if (driver === undefined) return lacking(DRIVER)
    return offeredDirectories().andThen((offered) => {
      if (offered.length === 0) return notAsked<readonly SeenDirectory[]>('No directory is offered.')
      const paths = [...new Set(offered.map(({ path }) => path))]
      return inspect(paths).map((states) => offered.map((one) => ({ ...one, ...(states.get(one.path) as Inspected) })))
    })
  })

  type Inspected = Pick<SeenDirectory, 'state' | 'found'>

  function inspect(paths: readonly FileSystemPath[]): Look<ReadonlyMap<FileSystemPath, Inspected>> {
    const read = untilCallEnds(call, 'looking at the directories', look(paths))
    return new ResultAsync(read).mapErr(
      (error): LookFailure =>
        error.name === 'AbortedError' || error.name === 'DeadlineExceededError'
          ? failureOf(error)
          : { kind: 'unknown', reason: error.message },
    )
  }

  async function look(
    paths: readonly FileSystemPath[],
  ): Promise<Result<ReadonlyMap<FileSystemPath, Inspected>, DirectoryError>> {
    const results: readonly Result<DirectoryState & { readonly found?: FoundClaim }, DirectoryError>[] =
      (await driver?.inspectClaims?.(paths)) ?? (await driver?.inspectDirectories(paths)) ?? []
    const states = new Map<FileSystemPath, Inspected>()
    for (const [index, result] of results.entries()) {
      if (result.isErr()) return err(result.error)
      const { found, ...state } = result.value
      states.set(paths[index] as FileSystemPath, { state, found })
    }
    return ok(states)
  }
  return { offeredDirectories, directories }
}

import { groupBy } from '../group-by.js'
import { type DomainId, type FileSystemId, type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { SpaceSummary } from '../model/space.js'
import { posixOwnerOf } from '../studio/posix-owner.js'
import {
  fileSystemFindings,
  offeredIn,
  offeredTo,
  orphanFinding,
  profileFindings,
  sharedIdentityFindings,
} from './status-plan.js'
import { type StorageReading, type StudioReading, spaceKey } from './studio-reading.js'
import type { DirectoryStatus, DomainStatus, ProfileStatus, SpaceStatus, StudioStatus } from './studio-status.js'

export interface StatusParts {
  readonly takenAt: string
  /** Domains that were asked for; undefined: all. */
  readonly domainIds: readonly DomainId[] | undefined
  readonly fileSystemId: FileSystemId | undefined
  readonly studio: StudioReading
  readonly storage: StorageReading
}

/** Joins what was read to one value, with the remarks on it. Pure, as a plan is. */
export function assembleStatus({ takenAt, domainIds, fileSystemId, studio, storage }: StatusParts): StudioStatus {
  const owned = groupBy(studio.spaceRefs.filter(isOwned), (space) => userProfileKey(ownerOf(space)))
  const claimed = claimsByProfile(storage)
  const profiles = studio.profileRefs.map((ref) => {
    const key = userProfileKey(ref)
    const spaces = (owned.get(key) ?? []).map((space) => spaceStatus(studio, space))
    return profileStatus(ref, { studio, storage, fileSystemId, spaces, claimed: claimed.get(key) })
  })
  const taken = new Set(profiles.flatMap(({ directory }) => (directory === undefined ? [] : [directory.path])))
  const directories = [...storage.directories.values()].filter(({ path }) => !taken.has(path))
  const areAllListed = studio.findings.every(({ kind }) => kind !== 'not-read')
  const inScope = new Set<string>(studio.domainIds)
  const orphans = areAllListed
    ? directories.filter(({ claim }) => claim?.kind === 'private' && inScope.has(claim.domainId))
    : []
  return {
    schemaVersion: 1,
    takenAt,
    fileSystems: storage.fileSystems,
    domains: studio.domainIds.map((domainId) => domainStatus(studio, domainId)),
    profiles,
    directories,
    ...(storage.archives && {
      archives: storage.archives.filter(({ domainId }) => domainIds?.some((id) => id === domainId) ?? true),
    }),
    findings: [
      ...studio.findings,
      ...storage.findings,
      ...storage.fileSystems.flatMap(fileSystemFindings),
      ...profiles.flatMap((status) =>
        profileFindings(status, studio.profiles.get(userProfileKey(refOf(status))), fileSystemId),
      ),
      ...sharedIdentityFindings(profiles, fileSystemId),
      ...orphans.flatMap(orphanFinding),
    ],
  }
}

const refOf = ({ domainId, userProfileName }: ProfileStatus) => ({ domainId, userProfileName }) as UserProfileRef
const isOwned = ({ ownerUserProfileName: owner, kind }: SpaceSummary) => owner !== undefined && kind !== 'shared'
const ownerOf = ({ domainId, ownerUserProfileName: owner }: SpaceSummary) =>
  ({ domainId, userProfileName: owner }) as UserProfileRef

function claimsByProfile({ directories }: StorageReading): ReadonlyMap<string, DirectoryStatus> {
  return new Map(
    [...directories.values()].flatMap((directory) =>
      directory.claim?.kind === 'private' ? [[userProfileKey(directory.claim), directory] as const] : [],
    ),
  )
}

interface ProfileParts extends Omit<StatusParts, 'takenAt' | 'domainIds'> {
  readonly spaces: readonly SpaceStatus[]
  /** The directory that its claim names. */
  readonly claimed: DirectoryStatus | undefined
}

function profileStatus(
  { domainId, userProfileName }: UserProfileRef,
  { studio, storage, fileSystemId, spaces, claimed }: ProfileParts,
): ProfileStatus {
  const profile = studio.profiles.get(userProfileKey({ domainId, userProfileName }))
  const domain = studio.domains.get(domainId)
  const offered = profile && offeredTo(profile, domain)
  const entry = offered?.find((each) => each.fileSystemId === fileSystemId && each.from === 'profile')
  const directory = (entry && storage.directories.get(entry.fileSystemPath)) ?? claimed
  const owner = profile && domain && posixOwnerOf(profile, domain)
  return {
    domainId,
    userProfileName: profile?.userProfileName ?? userProfileName,
    ...(profile && { status: profile.status }),
    ...(profile?.generation && { createdAt: profile.generation.createdAt }),
    ...(owner && { owner: { uid: owner.uid, gid: owner.gid } }),
    ...(offered && { offered }),
    ...(directory && { directory }),
    spaces,
  }
}

function domainStatus(studio: StudioReading, domainId: DomainId): DomainStatus {
  const domain = studio.domains.get(domainId)
  const shared = studio.spaceRefs.filter((space) => space.domainId === domainId && !isOwned(space))
  const sharedSpaces = shared.map((space) => spaceStatus(studio, space))
  if (domain === undefined) return { domainId, sharedSpaces }
  const { domainName: name, status, vpcId, isUnifiedStudio } = domain
  return {
    domainId,
    ...(name !== undefined && { name }),
    status,
    ...(vpcId !== undefined && { vpcId }),
    isUnifiedStudio,
    privateDefaults: offeredIn(domain.customFileSystems, 'domain'),
    sharedDefaults: offeredIn(domain.spaceFileSystems, 'domain'),
    sharedSpaces,
  }
}

function spaceStatus({ spaces }: StudioReading, summary: SpaceSummary): SpaceStatus {
  const described = spaces.get(spaceKey(summary))
  const { spaceName, ownerUserProfileName: owner, kind, status, appType } = described ?? summary
  return {
    spaceName,
    ...(owner !== undefined && { ownerUserProfileName: owner }),
    ...(kind !== undefined && { kind }),
    status,
    ...(appType !== undefined && { appType }),
    ...(described && { mounts: described.efsFileSystemIds }),
  }
}

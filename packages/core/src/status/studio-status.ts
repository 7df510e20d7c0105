import type { Claim } from '../model/claim.js'
import type { Usage } from '../model/usage/usage.js'

/**
 * Status of all users and directories, as data: everything in it can be written as JSON. Fields are added under the same `schemaVersion`; a release
 * that removes one or changes its meaning raises it.
 */
export interface StudioStatus {
  readonly schemaVersion: 1
  /** Start of the reading, in ISO 8601. Later changes may be in it or not. */
  readonly takenAt: string
  readonly fileSystems: readonly FileSystemStatus[]
  readonly domains: readonly DomainStatus[]
  readonly profiles: readonly ProfileStatus[]
  /** Directories that are no profile's: shared ones, and those of profiles that are gone. */
  readonly directories: readonly DirectoryStatus[]
  /** Directories of profiles that left. Absent where the directory driver lists none. */
  readonly archives?: readonly ArchiveStatus[]
  readonly findings: readonly StatusFinding[]
}

/** A file system that a list names, or that was asked for. */
export interface FileSystemStatus {
  readonly fileSystemId: string
  /** Absent, like all that follows, for a file system that could not be read. */
  readonly name?: string
  readonly lifeCycleState?: string
  readonly encrypted?: boolean
  /** The only zone of a One Zone file system. */
  readonly oneZone?: string
  readonly sizeInBytes?: number
  /** Time at which EFS took the size. */
  readonly sizeTakenAt?: string
  readonly vpcId?: string
  readonly mountTargets?: readonly {
    readonly mountTargetId: string
    readonly zoneId: string
    readonly zoneName: string
    readonly subnetId: string
    readonly ipAddress?: string
    readonly lifeCycleState: string
  }[]
}

/** One entry of a list of custom file systems that is on EFS. */
export interface OfferedFileSystem {
  readonly fileSystemId: string
  readonly fileSystemPath: string
  /** The list that spaces of the profile see: its own hides the domain's default. */
  readonly from: 'profile' | 'domain'
}

/** A domain: what its defaults offer, its user profiles and its shared spaces. */
export interface DomainStatus {
  readonly domainId: string
  readonly name?: string
  /** Absent, like all that follows, for a domain that could not be read. */
  readonly status?: string
  readonly vpcId?: string
  readonly isUnifiedStudio?: boolean
  /** Defaults for private spaces, and for shared ones. */
  readonly privateDefaults?: readonly OfferedFileSystem[]
  readonly sharedDefaults?: readonly OfferedFileSystem[]
  /** Spaces without an owner, and shared ones. */
  readonly sharedSpaces: readonly SpaceStatus[]
}

/** A user profile: what it is offered, its directory and its private spaces. */
export interface ProfileStatus {
  readonly domainId: string
  readonly userProfileName: string
  /** Absent, like `createdAt`, `owner` and `offered`, for a profile that was listed and not read. */
  readonly status?: string
  readonly createdAt?: string
  /** User and group id of its private spaces. */
  readonly owner?: { readonly uid: number; readonly gid: number }
  readonly offered?: readonly OfferedFileSystem[]
  /** Its directory on the file system that the directory driver works on. Absent where it has none. */
  readonly directory?: DirectoryStatus
  readonly spaces: readonly SpaceStatus[]
}

/** A space and the file systems that its apps mount. */
export interface SpaceStatus {
  readonly spaceName: string
  readonly ownerUserProfileName?: string
  readonly kind?: 'private' | 'shared'
  readonly status: string
  readonly appType?: string
  /** EFS file systems that its apps mount. Absent for a space that was listed and not read. */
  readonly mounts?: readonly string[]
}

/** A directory on the file system: owner, mode, claim and usage, as far as they were read. */
export interface DirectoryStatus {
  readonly path: string
  /** Absent where the driver did not say. */
  readonly exists?: boolean
  readonly uid?: number
  readonly gid?: number
  /** Four octal digits. */
  readonly mode?: string
  readonly claim?: Claim
  /** The last measurement of `measureUsage`. */
  readonly usage?: Usage
}

/** The directory of a profile that left. */
export interface ArchiveStatus {
  /** Its name, as `listArchives` gives it. */
  readonly archive: string
  readonly domainId: string
  readonly userProfileName: string
  /** When the profile was created, and when its directory was archived, in ISO 8601. */
  readonly createdAt: string
  readonly archivedAt: string
  readonly uid: number
  readonly gid: number
  /** `kept`: whole. `unsettled`: whole, and a run is at work or was interrupted. `purging`: partly deleted. */
  readonly state: 'kept' | 'unsettled' | 'purging'
}

/** A remark, as data and as a sentence. */
export interface StatusFinding {
  readonly kind:
    | 'not-read'
    | 'not-in-service'
    | 'not-offered'
    | 'directory-missing'
    | 'directory-of-another-owner'
    | 'claim-of-another-generation'
    | 'shared-identity'
    | 'claim-of-a-profile-that-is-gone'
    | 'not-mounted'
    | 'mounted-but-not-offered'
    | 'file-system-not-available'
    | 'mount-target-not-available'
  /** `error`: somebody cannot work. `warning`: somebody may not, or it is not known. `note`: a matter of taste or of time. */
  readonly level: 'error' | 'warning' | 'note'
  readonly message: string
  readonly domainId?: string
  readonly userProfileName?: string
  readonly spaceName?: string
  readonly fileSystemId?: string
  readonly path?: string
  /** With `not-read`: the name of the error, such as `AccessDeniedError`. */
  readonly error?: string
  /** With `not-read`: the resources that were left out; with `shared-identity`: the profiles. */
  readonly count?: number
}

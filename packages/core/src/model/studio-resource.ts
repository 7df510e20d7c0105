import type { Generation } from './claim.js'
import type { CustomFileSystemConfig } from './custom-file-system.js'
import type { DomainId, UserProfileRef } from './ids.js'
import type { SubnetId, VpcId } from './network.js'
import type { PosixOwner } from './posix-owner.js'

/** State of a domain, user profile or space. */
export interface StudioState {
  /** Time of the reading, in milliseconds of the clock. */
  readonly readAt: number
  /** `Pending`, `InService`, `Updating`, `Update_Failed`, `Deleting`, `Failed`, `Delete_Failed`, or one that AWS adds. */
  readonly status: string
  readonly failureReason: string | undefined
}

/** Common part of domains and user profiles. */
export interface StudioResource extends StudioState {
  /** `CustomPosixUserConfig`; fixed at creation. */
  readonly posixOwner: PosixOwner | undefined
  readonly customFileSystems: readonly CustomFileSystemConfig[]
}

/** A user profile as SageMaker describes it; the name is spelled as SageMaker stores it. */
export interface UserProfile extends UserProfileRef, StudioResource {
  /** Undefined where the reply names no ARN or no creation time. */
  readonly generation: Generation | undefined
}

/** A domain as SageMaker describes it; owner and file systems are those of `DefaultUserSettings`. */
export interface Domain extends StudioResource {
  readonly domainId: DomainId
  readonly domainName: string | undefined
  /** Undefined for a domain of Unified Studio that is not tied to a VPC. */
  readonly vpcId: VpcId | undefined
  readonly subnetIds: readonly SubnetId[]
  /** `CustomFileSystemConfigs` of `DefaultSpaceSettings`. */
  readonly spaceFileSystems: readonly CustomFileSystemConfig[]
  /** `CustomPosixUserConfig` of `DefaultSpaceSettings`: the identity of shared spaces. */
  readonly spacePosixOwner: PosixOwner | undefined
  /** `ExecutionRole` of `DefaultSpaceSettings`; SageMaker updates them only together with it. */
  readonly spaceExecutionRole: string | undefined
  /** True for a domain of Unified Studio, which has `UnifiedStudioSettings`. */
  readonly isUnifiedStudio: boolean
}

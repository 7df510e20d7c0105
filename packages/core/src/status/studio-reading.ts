import type { DomainId, SpaceRef, UserProfileRef } from '../model/ids.js'
import type { Space, SpaceSummary } from '../model/space.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import type { ArchiveStatus, DirectoryStatus, FileSystemStatus, StatusFinding } from './studio-status.js'

/** Everything that SageMaker said: what was listed, and what was described of it. */
export interface StudioReading {
  readonly domainIds: readonly DomainId[]
  readonly profileRefs: readonly UserProfileRef[]
  readonly spaceRefs: readonly SpaceSummary[]
  readonly domains: ReadonlyMap<string, Domain>
  readonly profiles: ReadonlyMap<string, UserProfile>
  readonly spaces: ReadonlyMap<string, Space>
  readonly findings: readonly StatusFinding[]
}

/** Everything that EFS and the directory driver said. */
export interface StorageReading {
  readonly fileSystems: readonly FileSystemStatus[]
  /** By path. */
  readonly directories: ReadonlyMap<string, DirectoryStatus>
  /** Of every domain. Undefined where the driver lists none. */
  readonly archives?: readonly ArchiveStatus[]
  readonly findings: readonly StatusFinding[]
}

export function spaceKey({ domainId, spaceName }: SpaceRef): string {
  return `${domainId}/${spaceName}`
}

import type { SpaceFileSystemsChange } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { FileSystemId } from '../model/ids.js'
import { kindOf, MAX_SPACE_FILE_SYSTEMS, type Space, type SpaceFileSystem } from '../model/space.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'

/** Reasons for which a space is left as it is. */
export type SpaceObstacle =
  /** Its profile, or for a shared space its domain, does not offer the file system. */
  | 'not-offered'
  /** It lists five custom file systems already. */
  | 'limit'
  /** Its app is none that mounts custom file systems: only JupyterLab and Code Editor do. */
  | 'unsupported-app'
  /** Unified Studio manages it. */
  | 'unified-studio'

export type SpacePlan =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'change'; readonly change: SpaceFileSystemsChange }
  | { readonly kind: 'obstacle'; readonly obstacle: SpaceObstacle; readonly detail: string }

/** Lists that a space may take its file systems from. */
export interface Offer {
  /** The owner of a private space; undefined for a shared one, and where the owner is not known or gone. */
  readonly profile: UserProfile | undefined
  readonly domain: Domain
}

/** Name and list of what offers file systems to the space. The first entry of a profile hides all of its domain's. */
function offerTo(space: Space, { profile, domain }: Offer) {
  const { domainId } = domain
  if (kindOf(space) === 'shared') return { by: `domain ${domainId}, for shared spaces,`, list: domain.spaceFileSystems }
  const owner = space.ownerUserProfileName
  if (profile === undefined)
    return {
      by:
        owner === undefined
          ? `nobody, since the space names no owner, and so it`
          : `user profile ${domainId}/${owner}, which is gone,`,
      list: [],
    }
  const own = profile.customFileSystems
  return {
    by: `user profile ${domainId}/${profile.userProfileName}`,
    list: own.length > 0 ? own : domain.customFileSystems,
  }
}

const SUPPORTED_APPS: readonly string[] = ['JupyterLab', 'CodeEditor']

export interface AttachSpacePlanSpec {
  readonly fileSystemId: FileSystemId
  /** The caller means the space even if Unified Studio manages it. */
  readonly takesUnifiedStudio: boolean
}

/** Plans the space's list that holds the file system once, and everything else as and where it was. */
export function planAttach(
  space: Space,
  offer: Offer,
  { fileSystemId, takesUnifiedStudio }: AttachSpacePlanSpec,
): SpacePlan {
  const name = nameOf(space)
  if (space.efsFileSystemIds.includes(fileSystemId)) return { kind: 'unchanged' }
  if (!takesUnifiedStudio && isOfUnifiedStudio(space, offer.domain)) return unifiedStudio(name)
  if (space.appType === undefined || !SUPPORTED_APPS.includes(space.appType))
    return obstacle(
      'unsupported-app',
      `${name} is for ${space.appType ?? 'no app type'}: only JupyterLab and Code Editor mount custom file systems`,
    )
  const { by, list } = offerTo(space, offer)
  if (!isOffered(list, fileSystemId)) return obstacle('not-offered', `${by} does not offer ${fileSystemId} to ${name}`)
  if (space.customFileSystems.length >= MAX_SPACE_FILE_SYSTEMS)
    return obstacle('limit', `${name} has ${space.customFileSystems.length} custom file systems: no more are possible`)
  const fileSystem: SpaceFileSystem = { EFSFileSystem: { FileSystemId: fileSystemId } }
  return changeOf(space, {
    after: [...space.customFileSystems, fileSystem],
    edits: [{ action: 'add', fileSystem }],
  })
}

/** Plans the space's list without the file system, and without it only. */
export function planDetach(
  space: Space,
  domain: Domain,
  { fileSystemId, takesUnifiedStudio }: AttachSpacePlanSpec,
): SpacePlan {
  const isUnwanted = ({ EFSFileSystem: efs }: SpaceFileSystem) => efs?.FileSystemId === fileSystemId
  const unwanted = space.customFileSystems.filter(isUnwanted)
  if (unwanted.length === 0) return { kind: 'unchanged' }
  if (!takesUnifiedStudio && isOfUnifiedStudio(space, domain)) return unifiedStudio(nameOf(space))
  return changeOf(space, {
    after: space.customFileSystems.filter((entry) => !isUnwanted(entry)),
    edits: unwanted.map((fileSystem) => ({ action: 'remove', fileSystem })),
  })
}

function changeOf(
  { domainId, spaceName, customFileSystems: before }: Space,
  list: Pick<SpaceFileSystemsChange, 'after' | 'edits'>,
): SpacePlan {
  const change = { kind: 'space-file-systems', action: 'update', domainId, spaceName, before, ...list } as const
  return { kind: 'change', change }
}

function isOfUnifiedStudio(space: Space, domain: Domain): boolean {
  return space.isUnifiedStudio || domain.isUnifiedStudio
}

function unifiedStudio(name: string): SpacePlan {
  return obstacle(
    'unified-studio',
    `${name} is managed by Unified Studio; name it in spaceNames to change it all the same`,
  )
}

function obstacle(kind: SpaceObstacle, detail: string): SpacePlan {
  return { kind: 'obstacle', obstacle: kind, detail }
}

function isOffered(list: readonly CustomFileSystemConfig[], fileSystemId: FileSystemId): boolean {
  return list.some(({ EFSFileSystemConfig: efs }) => efs?.FileSystemId === fileSystemId)
}

function nameOf({ domainId, spaceName }: Space): string {
  return `space ${domainId}/${spaceName}`
}

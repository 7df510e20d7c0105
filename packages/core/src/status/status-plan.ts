import { stageOf } from '../aws/efs/efs-state.js'
import { groupBy } from '../group-by.js'
import { isSameGeneration } from '../model/claim.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import { pathOf } from '../model/custom-file-system.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import type {
  DirectoryStatus,
  FileSystemStatus,
  OfferedFileSystem,
  ProfileStatus,
  SpaceStatus,
  StatusFinding,
} from './studio-status.js'

/** Entries of a list that are on EFS. */
export function offeredIn(
  configs: readonly CustomFileSystemConfig[],
  from: OfferedFileSystem['from'],
): readonly OfferedFileSystem[] {
  return configs.flatMap((config) => {
    const id = config.EFSFileSystemConfig?.FileSystemId
    return id === undefined ? [] : [{ fileSystemId: id, fileSystemPath: pathOf(config), from }]
  })
}

/**
 * File systems that the private spaces of a profile can choose: a list of its own hides that of the domain.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 */
export function offeredTo(profile: UserProfile, domain: Domain | undefined): readonly OfferedFileSystem[] {
  if (profile.customFileSystems.length > 0) return offeredIn(profile.customFileSystems, 'profile')
  return offeredIn(domain?.customFileSystems ?? [], 'domain')
}

/** Remarks on one profile: what keeps its spaces from its directory. `profile`: what SageMaker says of it. */
export function profileFindings(
  status: ProfileStatus,
  profile: UserProfile | undefined,
  fileSystemId: string | undefined,
): readonly StatusFinding[] {
  const { domainId, userProfileName, offered } = status
  const who = { domainId, userProfileName }
  const name = `${domainId}/${userProfileName}`
  if (profile === undefined || offered === undefined) return []
  const findings: StatusFinding[] = []
  if (profile.status !== 'InService')
    findings.push({
      ...who,
      kind: 'not-in-service',
      level: 'warning',
      message: `User profile ${name} is ${profile.status}${profile.failureReason === undefined ? '.' : `: ${profile.failureReason}`}`,
    })
  if (fileSystemId === undefined) return findings
  const isOffered = offered.some((entry) => entry.fileSystemId === fileSystemId)
  if (!isOffered)
    findings.push({
      ...who,
      kind: 'not-offered',
      level: 'note',
      fileSystemId,
      message: `User profile ${name} is not offered ${fileSystemId}: onboardProfile gives it a directory and the entry.`,
    })
  return [
    ...findings,
    ...(status.directory === undefined ? [] : directoryFindings(status, profile, status.directory)),
    ...status.spaces.flatMap((space) => spaceFindings(status, space, { fileSystemId, isOffered })),
  ]
}

function directoryFindings(
  { domainId, userProfileName, owner, offered = [] }: ProfileStatus,
  { generation }: UserProfile,
  { path, exists, uid, gid, claim }: DirectoryStatus,
): readonly StatusFinding[] {
  const who = { domainId, userProfileName, path }
  const name = `${domainId}/${userProfileName}`
  if (exists === false)
    return [
      {
        ...who,
        kind: 'directory-missing',
        level: 'error',
        message: `${path}, which user profile ${name} lists, does not exist: its apps cannot mount it. onboardProfile makes it.`,
      },
    ]
  const findings: StatusFinding[] = []
  const isPrivate = offered.some((entry) => entry.fileSystemPath === path && entry.from === 'profile')
  if (isPrivate && owner !== undefined && uid !== undefined && (uid !== owner.uid || gid !== owner.gid))
    findings.push({
      ...who,
      kind: 'directory-of-another-owner',
      level: 'warning',
      message: `${path} belongs to ${uid}:${gid}, and user profile ${name} acts as ${owner.uid}:${owner.gid}: diagnose says whether it can work.`,
    })
  if (claim?.kind === 'private' && generation !== undefined && !isSameGeneration(claim, generation))
    findings.push({
      ...who,
      kind: 'claim-of-another-generation',
      level: 'warning',
      message: `${path} is claimed by user profile ${claim.domainId}/${claim.userProfileName} of ${claim.createdAt}, and user profile ${name} is of ${generation.createdAt}: onboardProfile archives it and makes a new one.`,
    })
  return findings
}

function spaceFindings(
  { domainId, userProfileName }: ProfileStatus,
  { spaceName, mounts }: SpaceStatus,
  { fileSystemId, isOffered }: { readonly fileSystemId: string; readonly isOffered: boolean },
): readonly StatusFinding[] {
  if (mounts === undefined) return []
  const where = { domainId, userProfileName, spaceName, fileSystemId }
  const isMounted = mounts.includes(fileSystemId)
  if (isOffered && !isMounted)
    return [
      {
        ...where,
        kind: 'not-mounted',
        level: 'note',
        message: `Space ${domainId}/${spaceName} does not mount ${fileSystemId}, which is offered to it: attachToSpaces adds it.`,
      },
    ]
  if (isMounted && !isOffered)
    return [
      {
        ...where,
        kind: 'mounted-but-not-offered',
        level: 'warning',
        message: `Space ${domainId}/${spaceName} mounts ${fileSystemId}, which user profile ${userProfileName} is no longer offered: detachFromSpaces takes it off.`,
      },
    ]
  return []
}

/**
 * Remarks on user ids that several profiles with the file system act as: modes do not part their directories. The identity of
 * Studio users without one of their own is such an id.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CustomPosixUserConfig.html
 */
export function sharedIdentityFindings(
  profiles: readonly ProfileStatus[],
  fileSystemId: string | undefined,
): readonly StatusFinding[] {
  const users = profiles.filter(({ offered = [] }) => offered.some((entry) => entry.fileSystemId === fileSystemId))
  const byUid = groupBy(users, ({ owner }) => owner?.uid)
  return [...byUid].flatMap(([uid, sharers]) => {
    if (uid === undefined || sharers.length < 2) return []
    const names = sharers.slice(0, 2).map(({ domainId, userProfileName }) => `${domainId}/${userProfileName}`)
    const message = `${sharers.length} user profiles act as user id ${uid}, such as ${names.join(' and ')}: modes of directories do not part them. createUserProfile gives a profile an id of its own.`
    return [{ kind: 'shared-identity', level: 'note', message, count: sharers.length }]
  })
}

/** Remarks on a file system and its mount targets. */
export function fileSystemFindings({
  fileSystemId,
  lifeCycleState,
  mountTargets = [],
}: FileSystemStatus): readonly StatusFinding[] {
  const findings: StatusFinding[] = []
  if (lifeCycleState !== undefined && stageOf(lifeCycleState) !== 'ready')
    findings.push({
      kind: 'file-system-not-available',
      level: 'error',
      fileSystemId,
      message: `${fileSystemId} is ${lifeCycleState}: no app can mount it.`,
    })
  for (const { mountTargetId, zoneName, lifeCycleState: state } of mountTargets)
    if (stageOf(state) !== 'ready')
      findings.push({
        kind: 'mount-target-not-available',
        level: 'error',
        fileSystemId,
        message: `Mount target ${mountTargetId} of ${fileSystemId} in ${zoneName} is ${state}: apps in that zone cannot mount it.`,
      })
  return findings
}

/** The remark on a directory whose holder SageMaker no longer knows. */
export function orphanFinding({ path, claim }: DirectoryStatus): readonly StatusFinding[] {
  if (claim?.kind !== 'private') return []
  const { domainId, userProfileName, createdAt } = claim
  return [
    {
      kind: 'claim-of-a-profile-that-is-gone',
      level: 'note',
      path,
      domainId,
      userProfileName,
      message: `${path} is kept for user profile ${domainId}/${userProfileName} of ${createdAt}, which is gone: archiveLeavers archives it.`,
    },
  ]
}

import type { ArchiveChange, Change, CustomFileSystemConfig, FileSystemListEdit, PurgeChange } from '@studio-efs/core'

/** A change that a command shows. */
export type ShownChange = Change | ArchiveChange | PurgeChange

/** A change in three cells: what is done, to which resource, and how it is afterwards. */
export type ChangeCells = readonly [action: string, resource: string, details: string]

export const CHANGE_COLUMNS = ['action', 'resource', 'details'] as const

export function changeCells(change: ShownChange): ChangeCells {
  switch (change.kind) {
    case 'directory':
      return [change.action, `directory ${change.path}`, isEnd(change) ? endText(change) : directoryText(change)]
    case 'archive':
      return change.action === 'restore'
        ? ['restore', `archive ${change.archive}`, `to ${change.path} for ${generationText(change.generation)}`]
        : ['delete', `archive ${change.archive}`, 'for good']
    case 'backup':
      return [
        'restore',
        `${change.item} of ${change.takenAt}`,
        `to ${change.path} for ${generationText(change.generation)}`,
      ]
    case 'user-profile-file-systems':
      return [change.action, `user profile ${change.domainId}/${change.userProfileName}`, editsText(change.edits)]
    case 'space-file-systems':
      return [change.action, `space ${change.domainId}/${change.spaceName}`, spaceEditsText(change)]
    case 'app':
      return [
        change.action,
        `app ${change.appName}`,
        `${change.appType} of space ${change.domainId}/${change.spaceName}`,
      ]
    case 'identity':
      return [change.action, `uid ${change.uid}`, `for user profile ${change.domainId}/${change.userProfileName}`]
    case 'user-profile':
      return [
        change.action,
        `user profile ${change.domainId}/${change.userProfileName}`,
        [ownerText(change.owner), ...change.customFileSystems.map((config) => `with ${idOf(config)}`)].join(' '),
      ]
    case 'domain-file-systems':
      return [change.action, `default of ${change.spaces} spaces of ${change.domainId}`, editsText(change.edits)]
    case 'file-system':
      return change.action === 'create'
        ? ['create', `file system ${change.name}`, `encrypted with ${change.kmsKeyId ?? 'the AWS managed key'}`]
        : [
            'delete',
            `file system ${change.fileSystemId}`,
            `${nameText(change.name)}${change.sizeInBytes} bytes of data`,
          ]
    case 'lifecycle-policies':
      return [change.action, 'lifecycle policies', JSON.stringify(change.policies)]
    case 'file-system-policy':
      return [change.action, 'file-system policy', change.policy]
    case 'mount-target':
      return change.action === 'create'
        ? ['create', `mount target in ${change.zoneId}`, `${change.subnetId}, ${groupText(change.securityGroup)}`]
        : ['delete', `mount target ${change.mountTargetId}`, `${change.zoneId}, ${change.subnetId}`]
    case 'mount-target-security-groups':
      return [
        change.action,
        `security group of mount target ${change.mountTargetId}`,
        groupText(change.action === 'add' ? change.added : change.removed),
      ]
    case 'access-point':
      return change.action === 'create'
        ? ['create', `access point ${change.name}`, `${change.path} as ${ownerText(change.posixUser)}`]
        : ['delete', `access point ${change.accessPointId}`, `${nameText(change.name)}${change.path}`]
    case 'security-group':
      return [
        change.action,
        `security group ${change.groupName}`,
        change.action === 'create' ? change.vpcId : change.groupId,
      ]
    case 'security-group-rules':
      return [change.action, `rules of security group ${change.groupName}`, `TCP 2049 from ${change.cidrs.join(', ')}`]
    case 'security-group-sources':
      return [
        change.action,
        `rules of security group ${change.groupName}`,
        `TCP 2049 from ${change.securityGroupIds.join(', ')}`,
      ]
    default:
      return unknownChange(change)
  }
}

/** One line for progress. */
export function changeLine(change: ShownChange): string {
  const [action, resource, details] = changeCells(change)
  return `${action} ${resource}: ${details}`
}

type DirectoryText = Extract<ShownChange, { kind: 'directory' }>

export function directoryText(change: DirectoryText): string {
  return isEnd(change) ? '' : `${ownerText(change.owner)} ${change.mode}`
}

function isEnd(change: DirectoryText): change is ArchiveChange {
  return change.action === 'archive' || change.action === 'release'
}

function endText({ action, generation }: ArchiveChange): string {
  const life = `of ${generationText(generation)}`
  return action === 'archive' ? life : `${life}: there is none, its claim ends`
}

/** One life of a profile's name. */
export function generationText({ domainId, userProfileName, createdAt }: ArchiveChange['generation']): string {
  return `user profile ${domainId}/${userProfileName}, created ${createdAt}`
}

type SpaceEdits = Extract<Change, { kind: 'space-file-systems' }>
type SpaceEdit = SpaceEdits['edits'][number]

export function spaceEditsText({ edits }: SpaceEdits): string {
  return edits.map(spaceEditText).join(', ')
}

export function editsText(edits: readonly FileSystemListEdit[]): string {
  return edits.map(editText).join(', ')
}

function editText(edit: FileSystemListEdit): string {
  const { config } = edit
  if (edit.action === 'move')
    return `move ${idOf(config)} from ${edit.fromPath}, where its files stay, to ${edit.toPath}`
  return [edit.action, idOf(config), config.EFSFileSystemConfig?.FileSystemPath ?? ''].join(' ').trim()
}

function spaceEditText({ action, fileSystem }: SpaceEdit): string {
  const { EFSFileSystem, FSxLustreFileSystem, S3FileSystem } = fileSystem
  const id = EFSFileSystem?.FileSystemId ?? FSxLustreFileSystem?.FileSystemId ?? S3FileSystem?.S3Uri
  return `${action} ${id ?? 'an unknown kind of file system'}`
}

function idOf({ EFSFileSystemConfig, FSxLustreFileSystemConfig, S3FileSystemConfig }: CustomFileSystemConfig): string {
  const { FileSystemId } = EFSFileSystemConfig ?? FSxLustreFileSystemConfig ?? {}
  return FileSystemId ?? S3FileSystemConfig?.S3Uri ?? 'an unknown kind of file system'
}

function ownerText({ uid, gid }: { readonly uid: number; readonly gid: number }): string {
  return `${uid}:${gid}`
}

function groupText({ groupId, groupName }: { readonly groupId?: string; readonly groupName: string }): string {
  return groupId === undefined ? groupName : `${groupName} (${groupId})`
}

function nameText(name: string | undefined): string {
  return name === undefined ? '' : `${name}, `
}

/** Kinds of changes grow in minor versions of core. */
function unknownChange(change: never): ChangeCells {
  const { kind, action, ...rest } = Object(change)
  return [String(action), String(kind), JSON.stringify(rest)]
}

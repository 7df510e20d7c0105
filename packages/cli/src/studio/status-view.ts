import type { OfferedFileSystem, ProfileStatus, SpaceStatus, StudioStatus } from '@studio-efs/core'
import { formatAge, formatBytes } from '../report/format.js'
import { terminalSentence } from '../view/error-text.js'
import type { Rows } from '../view/table.js'
import type { View } from '../view/view.js'
import type { StudioDocument } from './studio-document.js'

/** The status with all its rows, as programs read it. */
export function statusView(status: StudioDocument): View {
  const { schemaVersion: _, profiles, ...rest } = status
  return {
    tables: [profileCells(profiles)],
    notes: [],
    result: rest,
    items: { name: 'profiles', type: 'profile', list: profiles },
  }
}

/** Most rows of a table, and sentences above the last one. */
export interface StatusStyle {
  readonly rows: number
  readonly hints: readonly string[]
}

/** The status for people: at most so many rows of each table, and the findings last, where a terminal ends. */
export function shownStatusView(status: StudioDocument, { rows, hints }: StatusStyle): View {
  const tables = [
    fileSystemTable(status),
    domainTable(status),
    profileTable(status),
    directoryTable(status),
    archiveTable(status),
    findingTable(status),
    diagnosisTable(status),
  ]
  const notes = tables
    .filter((table) => table.rows.length > rows)
    .map(({ columns, rows: all }) => `… and ${all.length - rows} more of ${columns[0]} (--rows shows more)`)
  return {
    ...statusView(status),
    tables: tables.map(({ columns, rows: all }) => ({ columns, rows: all.slice(0, rows) })),
    notes: [...notes, ...hints, `${countText(status)}.`],
  }
}

function profileCells(profiles: readonly ProfileStatus[]): Rows {
  return {
    columns: ['domain', 'user profile', 'status', 'offered', 'directory', 'bytes', 'spaces'],
    rows: profiles.map(({ domainId, userProfileName, status, offered = [], directory, spaces }) => [
      domainId,
      userProfileName,
      status ?? 'not read',
      offered.map(offerText).join('; '),
      directory === undefined ? '' : directoryText(directory),
      `${directory?.usage?.bytes ?? ''}`,
      spaces.map(spaceText).join('; '),
    ]),
  }
}

/** The state of a profile only where it is not the usual one. */
function profileTable({ profiles }: StudioStatus): Rows {
  return {
    columns: ['profile', 'offered', 'directory', 'spaces'],
    rows: profiles.map(({ domainId, userProfileName, status, offered = [], directory, spaces }) => [
      `${domainId}/${userProfileName}${status === 'InService' || status === undefined ? '' : `\n${status}`}`,
      offered.map(shownOfferText).join('\n'),
      directory === undefined ? '' : [directoryText(directory), ...usedText(directory)].join('\n'),
      spaces.map(spaceText).join('\n'),
    ]),
  }
}

function offerText({ fileSystemId, fileSystemPath, from }: OfferedFileSystem): string {
  return `${fileSystemId}:${fileSystemPath}${from === 'domain' ? ' (default)' : ''}`
}

function usedText({ usage }: Directory): readonly string[] {
  return usage === undefined ? [] : [formatBytes(usage.bytes)]
}

type Directory = NonNullable<ProfileStatus['directory']>

function directoryText({ path, exists, uid, gid, mode, claim }: Directory): string {
  if (exists === false) return `${path} is missing`
  const owner = uid === undefined ? '' : ` ${uid}:${gid}`
  return `${path}${owner}${mode === undefined ? '' : ` ${mode}`}${claim === undefined ? '' : ', claimed'}`
}

function spaceText({ spaceName, status, mounts }: SpaceStatus): string {
  const mounted = mounts?.length ? `, mounts ${mounts.join(', ')}` : ''
  return `${spaceName}${status === 'InService' ? '' : ` (${status})`}${mounted}`
}

function domainTable({ domains }: StudioStatus): Rows {
  return {
    columns: ['domain', 'status', 'private default', 'shared default', 'shared spaces'],
    rows: domains.map(({ domainId, name, status, privateDefaults = [], sharedDefaults = [], sharedSpaces }) => [
      name === undefined || name === domainId ? domainId : `${domainId} ${name}`,
      status ?? 'not read',
      privateDefaults.map(placeText).join('\n'),
      sharedDefaults.map(placeText).join('\n'),
      sharedSpaces.map(spaceText).join('\n'),
    ]),
  }
}

/** A narrow column breaks the line between the id and the path. */
function shownOfferText(offered: OfferedFileSystem): string {
  return `${placeText(offered)}${offered.from === 'domain' ? ' (default)' : ''}`
}

function placeText({ fileSystemId, fileSystemPath }: OfferedFileSystem): string {
  return `${fileSystemId} ${fileSystemPath}`
}

function fileSystemTable({ fileSystems }: StudioStatus): Rows {
  return {
    columns: ['file system', 'state', 'size', 'mount targets'],
    rows: fileSystems.map(({ fileSystemId, name, lifeCycleState, sizeInBytes, mountTargets = [] }) => [
      name === undefined ? fileSystemId : `${fileSystemId} ${name}`,
      lifeCycleState ?? 'not read',
      sizeInBytes === undefined ? '' : formatBytes(sizeInBytes),
      mountTargets.map((target) => `${target.zoneName} ${target.lifeCycleState}`).join('\n'),
    ]),
  }
}

function directoryTable({ directories }: StudioStatus): Rows {
  return {
    columns: ['other directory', 'used'],
    rows: directories.map((directory) => [directoryText(directory), usedText(directory).join('')]),
  }
}

function archiveTable({ archives = [], takenAt }: StudioStatus): Rows {
  return {
    columns: ['archive of', 'archived at', 'age', 'owner', 'state'],
    rows: archives.map(({ domainId, userProfileName, archivedAt, uid, gid, state }) => [
      `${domainId}/${userProfileName}`,
      archivedAt,
      formatAge(archivedAt, takenAt),
      `${uid}:${gid}`,
      state === 'kept' ? '' : state,
    ]),
  }
}

function findingTable({ findings }: StudioStatus): Rows {
  const ofLevel = (wanted: string) =>
    findings.filter(({ level }) => level === wanted).map(({ level, message }) => [level, terminalSentence(message)])
  return { columns: ['level', 'finding'], rows: ['error', 'warning', 'note'].flatMap(ofLevel) }
}

function diagnosisTable({ diagnoses = [] }: StudioDocument): Rows {
  return {
    columns: ['diagnosis of', 'conclusion', 'finding', 'remedy'],
    rows: diagnoses.map(({ domainId, userProfileName, conclusion, finding = '', remedy = '' }) => [
      `${domainId}/${userProfileName}`,
      conclusion,
      finding,
      remedy,
    ]),
  }
}

function countText({ profiles, domains, fileSystems, findings }: StudioStatus): string {
  const errors = findings.filter(({ level }) => level === 'error').length
  return `${counted(profiles.length, 'profile')}, ${counted(domains.length, 'domain')}, ${counted(fileSystems.length, 'file system')}; ${counted(errors, 'error')}, ${counted(findings.length - errors, 'other finding')}`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

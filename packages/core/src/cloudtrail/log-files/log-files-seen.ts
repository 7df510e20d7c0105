import type { LogFilesSearched } from '../cloud-trail-source.js'
import type { Verdict } from './wanted-files.js'

/** Counts of a search for log files, which grow with it. */
export interface LogFilesSeen {
  folders: number
  /** Files to read. */
  files: number
  /** Files and folders outside the limits of the search. */
  leftOut: number
  otherFiles: number
  links: number
  /** Folders that could not be listed. */
  unlisted: number
  /** Folders called `AWSLogs`. */
  trails: number
  add(kind: 'folder' | 'file', verdict: Verdict): void
  addBeside(folders: readonly string[]): void
  /** Number of log files, and of what may hold some. */
  logFiles(): number
  /** Forgets everything but the folders that could not be listed. */
  restart(): void
  /** For people. */
  describe(): string
  searched(location: string): LogFilesSearched
}

const MAX_NAMED = 20
const nothing = { folders: 0, files: 0, leftOut: 0, otherFiles: 0, links: 0, trails: 0 }

export function createLogFilesSeen(): LogFilesSeen {
  const named: string[] = []
  let beside = 0
  const seen: LogFilesSeen = {
    ...nothing,
    unlisted: 0,
    add(kind, verdict) {
      if (verdict === 'left-out') seen.leftOut += 1
      else if (kind === 'file') seen[verdict === 'wanted' ? 'files' : 'otherFiles'] += 1
    },
    addBeside(folders) {
      beside += folders.length
      named.push(...folders.slice(0, MAX_NAMED - named.length))
    },
    logFiles: () => seen.files + seen.leftOut,
    restart: () => Object.assign(seen, nothing),
    describe: () =>
      [
        `folders: ${seen.folders}`,
        `files of another kind: ${seen.otherFiles}`,
        `symbolic links, which are not followed: ${seen.links}`,
      ].join(', '),
    searched: (location) => ({
      what: 'log-files',
      location,
      folders: seen.folders,
      files: seen.files,
      leftOut: seen.leftOut,
      otherFiles: seen.otherFiles,
      links: seen.links,
      beside,
      besideNames: [...named],
    }),
  }
  return seen
}

import type { LogFilesSeen } from './log-files-seen.js'
import { LogLocationError, type LogTree, UnreadableLogFileError } from './log-tree.js'
import { judgeFile, judgeFolder, LOGS_FOLDER, type LogFilter } from './wanted-files.js'

/** The files of one source: where they are, which are wanted, and when to stop. */
export interface LogSearch {
  readonly tree: LogTree
  readonly filter: LogFilter
  readonly signal: AbortSignal
  /** Grows with the search. */
  readonly seen: LogFilesSeen
}

/** A file to read, or a folder that could not be listed. */
export type FoundFile = { readonly path: string } | { readonly error: UnreadableLogFileError }

type Found = AsyncGenerator<FoundFile, void, undefined>

/**
 * Walks the folders that can hold wanted files, one after another, and keeps no list of files in memory. In a bucket, only
 * what is below `AWSLogs` is read; if there is none, files were moved out of it, and every JSON file is read. Throws a
 * LogLocationError when the location cannot be listed or has no log file.
 */
export async function* findFiles(search: LogSearch): Found {
  const { tree, seen, signal } = search
  const unlisted = new Set<string>()
  if (!tree.isShared || tree.names.includes(LOGS_FOLDER)) yield* walk(search, '')
  else {
    for await (const found of seek(search, '')) {
      if ('error' in found) unlisted.add(found.error.file)
      yield found
    }
    if (seen.trails === 0) {
      seen.restart()
      for await (const found of walk(search, '')) if (!('error' in found && unlisted.has(found.error.file))) yield found
    }
  }
  if (!signal.aborted && seen.files === 0 && seen.leftOut === 0 && seen.unlisted === 0)
    throw new LogLocationError({ location: tree.show(''), detail: `no log file is below it (${seen.describe()})` })
}

/** Looks for folders called `AWSLogs`, and walks those. Beside one that holds log files it looks no further. */
async function* seek(search: LogSearch, folder: string): Found {
  const { tree, seen } = search
  const folders: string[] = []
  for await (const entry of entriesOf(search, folder)) {
    if (entry.kind === 'unlisted') yield entry
    else if (entry.kind === 'folder') folders.push(entry.name)
    else seen.otherFiles += 1
  }
  const others = folders.filter((name) => name !== LOGS_FOLDER)
  if (others.length < folders.length) {
    const before = seen.logFiles()
    seen.trails += 1
    yield* walk(search, `${folder}${LOGS_FOLDER}/`)
    if (seen.logFiles() > before) return seen.addBeside(others.map((name) => tree.show(`${folder}${name}/`)))
  }
  for (const name of others) yield* seek(search, `${folder}${name}/`)
}

async function* walk(search: LogSearch, folder: string): Found {
  const { tree, filter, seen } = search
  const names = [...tree.names, ...folder.split('/').slice(0, -1)]
  for await (const entry of entriesOf(search, folder)) {
    if (entry.kind === 'unlisted') {
      yield entry
      continue
    }
    const { kind, name } = entry
    const verdict = kind === 'file' ? judgeFile(name, filter) : judgeFolder([...names, name], filter)
    seen.add(kind, verdict)
    if (verdict === 'wanted' && kind === 'file') yield { path: `${folder}${name}` }
    if (verdict === 'wanted' && kind === 'folder') yield* walk(search, `${folder}${name}/`)
  }
}

interface Unlisted {
  readonly kind: 'unlisted'
  readonly error: UnreadableLogFileError
}

type Entry = { readonly kind: 'folder' | 'file'; readonly name: string } | Unlisted

/** Counts the folder and the links in it. The last entry may be the reason why there are no more. */
async function* entriesOf({ tree, signal, seen }: LogSearch, folder: string): AsyncGenerator<Entry, void, undefined> {
  seen.folders += 1
  try {
    for await (const { kind, name } of tree.list(folder, signal)) {
      if (kind === 'link') seen.links += 1
      else yield { kind, name }
    }
  } catch (cause) {
    if (!(cause instanceof UnreadableLogFileError)) throw cause
    if (folder === '') throw new LogLocationError({ location: tree.show(''), detail: cause.message, cause })
    seen.unlisted += 1
    yield { kind: 'unlisted', error: cause }
  }
}

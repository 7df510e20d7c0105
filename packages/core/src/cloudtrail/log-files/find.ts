import { LogLocationError, UnreadableLogFileError } from './error.js'
import { isFileWanted, isFolderWanted, type LogFilter } from './layout.js'
import type { LogTree } from './tree.js'

/** A file to read, or a folder that could not be listed. */
export type FoundFile = { readonly path: string } | { readonly error: UnreadableLogFileError }

/** Goes through the folders that can hold wanted files, one after the other, and keeps none of it in memory. */
export async function* findFiles(
  tree: LogTree,
  filter: LogFilter,
  signal: AbortSignal,
  folder = '',
): AsyncGenerator<FoundFile, void, undefined> {
  const at = folder === '' ? [] : folder.split('/')
  try {
    for await (const { kind, name } of tree.list(folder, signal)) {
      const path = [...at, name].join('/')
      if (kind === 'file' && isFileWanted(name, filter)) yield { path }
      if (kind === 'folder' && isFolderWanted([...tree.names, ...at, name], filter))
        yield* findFiles(tree, filter, signal, path)
    }
  } catch (cause) {
    if (!(cause instanceof UnreadableLogFileError)) throw cause
    if (folder === '') throw new LogLocationError(tree.show(''), cause.message, { cause })
    yield { error: cause }
  }
}

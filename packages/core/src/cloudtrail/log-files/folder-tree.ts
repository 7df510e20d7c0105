import { type FileHandle, open, opendir } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { err, ok } from 'neverthrow'
import { type LogTree, MAX_WHOLE_BYTES, UnreadableLogFileError } from './log-tree.js'

/** Log files in a folder of this computer. Symbolic links are not followed. */
export function folderTree(folder: string): LogTree {
  const root = resolve(folder)
  const show = (path: string) => (path === '' ? root : join(root, path))
  return {
    names: root.split(sep).filter((name) => name !== ''),
    isShared: false,
    show,
    async *list(path) {
      try {
        for await (const entry of await opendir(show(path)))
          if (entry.isDirectory()) yield { kind: 'folder', name: entry.name }
          else if (entry.isFile()) yield { kind: 'file', name: entry.name }
          else if (entry.isSymbolicLink()) yield { kind: 'link', name: entry.name }
      } catch (cause) {
        throw unreachable(show(path), cause)
      }
    },
    async read(path) {
      const file = show(path)
      try {
        const handle = await open(file)
        const { size } = await handle.stat()
        if (size > MAX_WHOLE_BYTES) return ok({ kind: 'parts', parts: handle.createReadStream() })
        return ok({ kind: 'whole', bytes: await readAndClose(handle, size) })
      } catch (cause) {
        return err(unreachable(file, cause))
      }
    },
  }
}

/** Like `readFile`, without a second `stat`: there may be millions of files. */
async function readAndClose(handle: FileHandle, size: number): Promise<Buffer> {
  try {
    const bytes = Buffer.allocUnsafe(size)
    let length = 0
    for (let read = 1; read > 0 && length < size; length += read)
      read = (await handle.read(bytes, length, size - length, length)).bytesRead
    return bytes.subarray(0, length)
  } finally {
    await handle.close()
  }
}

function unreachable(file: string, cause: unknown): UnreadableLogFileError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  const reason = REASONS.get(code)
  const detail = reason === undefined ? code : `${reason} (${code})`
  return new UnreadableLogFileError({ file, problem: 'unreachable', detail, cause })
}

/** Sentences for the errno names that a mistyped location gives. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it does not exist'],
  ['ENOTDIR', 'it is not a folder'],
  ['EACCES', 'this user may not read it'],
])

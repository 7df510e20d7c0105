import { dirname } from 'node:path'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EPERM: 'this user has no permission',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EMFILE: 'too many files are open',
}

/** Says why a file cannot be read or written, without the words of the operating system where it is known. */
export function fileTrouble(error: NodeJS.ErrnoException, path: string, action: 'read' | 'write'): string {
  const { code = '', message } = error
  if (code === 'ENOENT') return action === 'read' ? 'there is no such file' : `there is no folder ${dirname(path)}`
  return REASONS[code] ?? message
}

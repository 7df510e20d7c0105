import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import { quoteForMessage } from './parse/parse-text.js'

/**
 * An absolute path on the file system's side (not below a Lambda's mount path): `/`, or `/`-separated segments with no
 * trailing slash, no empty, `.` or `..` segment, no white space and no control character. At most 256 characters, and
 * at most 255 bytes a segment.
 */
export type FileSystemPath = Brand<string, 'FileSystemPath'>

/** Root of a file system: `/`. */
export const ROOT_PATH = '/' as FileSystemPath

const MAX_CHARACTERS = 256
const MAX_SEGMENT_BYTES = 255
const ALLOWED =
  'an absolute path of at most 256 characters, such as /alice: no white space, no control characters, no empty, "." or ".." segment'

/** Accepts one trailing slash, as SageMaker does, and drops it. */
export function parseFileSystemPath(
  value: unknown,
  field = 'fileSystemPath',
): Result<FileSystemPath, InvalidInputError> {
  const refused = () => err(new InvalidInputError({ field, allowed: ALLOWED, received: quoteForMessage(value) }))
  if (typeof value !== 'string' || !value.startsWith('/') || value.length > MAX_CHARACTERS) return refused()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  if (/[\s\u0000-\u001f\u007f]/u.test(value) || !value.isWellFormed()) return refused()
  if (value === '/') return ok(ROOT_PATH)
  const path = value.endsWith('/') ? value.slice(0, -1) : value
  return path.slice(1).split('/').every(isPlainSegment) ? ok(path as FileSystemPath) : refused()
}

/** Names from the root to the path; empty for the root itself. */
export function segmentsOf(path: FileSystemPath): readonly string[] {
  return path === ROOT_PATH ? [] : path.slice(1).split('/')
}

function isPlainSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES
}

import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import { quoteForMessage } from './parse/parse-text.js'

/** Permission bits of a directory in four octal digits, `0700`; set-group-ID and sticky included, never set-user-ID. */
export type DirectoryMode = Brand<string, 'DirectoryMode'>

/** Mode of a private directory: 0700. */
export const PRIVATE_MODE = '0700' as DirectoryMode

const ALLOWED =
  'permission bits from 0o000 to 0o3777, as a number (0o700) or an octal string ("0700"), no set-user-ID bit'
const MAX_MODE = 0o3777

/** Accepts a number, or a string of three or four octal digits as `chmod` takes it. */
export function parseDirectoryMode(value: unknown, field = 'mode'): Result<DirectoryMode, InvalidInputError> {
  const mode = typeof value === 'string' && /^[0-7]{3,4}$/.test(value) ? Number.parseInt(value, 8) : value
  const fits = typeof mode === 'number' && Number.isInteger(mode) && mode >= 0 && mode <= MAX_MODE
  return fits
    ? ok(formatMode(mode) as DirectoryMode)
    : err(new InvalidInputError({ field, allowed: ALLOWED, received: quoteForMessage(value) }))
}

/** Four octal digits, as `stat -c %a` with a leading zero: `0700`. */
export function formatMode(mode: number): string {
  return mode.toString(8).padStart(4, '0')
}

/** The number that a system call takes: 0o700 for `0700`. */
export function modeBits(mode: string): number {
  return Number.parseInt(mode, 8)
}

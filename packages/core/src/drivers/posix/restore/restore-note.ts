import { ok, type Result } from 'neverthrow'
import { type Generation, parseGeneration } from '../../../model/claim.js'
import { type FileSystemPath, parseFileSystemPath } from '../../../model/file-system-path.js'
import { type FieldParser, listOf, optional, parseInput, unparsed } from '../../../model/parse/parse-input.js'
import { parseJsonObject } from '../../../model/parse/parse-json.js'
import type { ScanPosition } from '../../../model/usage/usage.js'
import { parseScanPosition } from '../../../model/usage/usage-record.js'
import type { InvalidInputError } from '../../../studio-efs-error.js'
import { parseAnyOwner } from '../../attributes.js'
import type { ArchiveSlot } from '../claims/archive-slot.js'
import { unlessErrno } from '../errno.js'
import type { PosixFs } from '../fs.js'

type Owner = ReturnType<typeof parseAnyOwner> extends Result<infer Found, InvalidInputError> ? Found : never

/**
 * Record of a restoration, in the slot of the archive. Where it stands and the slot has no directory any more, the directory
 * is at `path`: it is written before the rename, and the directory leaves the slot by no other one.
 */
export interface RestoreNote {
  readonly path: FileSystemPath
  /** Life of the profile that gets the files. */
  readonly generation: Generation
  readonly owner: Owner
  /** Owners of the directory so far, by which its files are told from those of others. */
  readonly former: readonly Owner[]
  /** How far the owners are changed. Undefined: not at all. */
  readonly position?: ScanPosition
}

const NOTE_VERSION = 1
const MAX_FORMER = 8

const parseOwner: FieldParser<Owner> = (value) => parseAnyOwner(value)

const noteFields = {
  path: (value: unknown, field: string) => parseFileSystemPath(value, field),
  generation: parseGeneration,
  owner: parseOwner,
  former: listOf(parseOwner, { max: MAX_FORMER }),
  position: optional(parseScanPosition, undefined),
  version: unparsed,
}

/** Undefined where there is none, or none that this release can read. */
export async function readNote(fs: PosixFs, path: string): Promise<RestoreNote | undefined> {
  const text = await unlessErrno(['ENOENT', 'EINVAL'], () => fs.readlink(path))
  const value = text === undefined ? undefined : parseJsonObject(text)
  if (value?.['version'] !== NOTE_VERSION) return undefined
  return parseInput(value, noteFields)
    .andThen(({ version: _, position, ...note }) => ok({ ...note, ...(position && { position }) }))
    .unwrapOr(undefined)
}

/** Replaces the note of a slot. One whose position is too long for a link is written without. */
export async function writeNote(fs: PosixFs, slot: ArchiveSlot, note: RestoreNote): Promise<void> {
  await unlessErrno(['ENOENT'], () => fs.unlink(slot.pathOf('next')))
  const { position: _, ...short } = note
  const textOf = (value: RestoreNote) => JSON.stringify({ version: NOTE_VERSION, ...value })
  const written = await unlessErrno(['ENAMETOOLONG'], () =>
    fs.symlink(textOf(note), slot.pathOf('next')).then(() => true),
  )
  if (written === undefined) await fs.symlink(textOf(short), slot.pathOf('next'))
  await fs.rename(slot.pathOf('next'), slot.pathOf('restoring'))
}

/** The owners that a directory had, each once, the latest last. */
export function withFormer(former: readonly Owner[], { uid, gid }: Owner): readonly Owner[] {
  const others = former.filter((each) => each.uid !== uid || each.gid !== gid)
  return [...others, { uid, gid }].slice(-MAX_FORMER)
}

import type { Change, StudioEfsError, UserProfileRef } from '@studio-efs/core'
import { changeCells, directoryText, editsText } from '../view/change-text.js'
import { type CommandNames, errorText } from '../view/error-text.js'

/** Outcome of one profile in a run, whatever the run does. */
export interface Outcome {
  /** `unchanged`, `skipped`, `failed`, or the word of the run for a profile that was changed. */
  readonly outcome: string
  readonly profile: UserProfileRef
  readonly changes?: readonly Change[]
  readonly error?: StudioEfsError
  readonly detail?: string
}

export function profileName({ domainId, userProfileName }: UserProfileRef): string {
  return `${domainId}/${userProfileName}`
}

/** Why a profile was skipped or failed; empty for others. */
export function reasonText({ error, detail }: Outcome, names: CommandNames): string {
  return error === undefined ? (detail ?? '') : errorText(error, names)
}

/** Cells of a changed profile: its name, its directory, and its list. */
export function planCells({
  profile,
  changes = [],
}: Outcome): readonly [profile: string, directory: string, list: string] {
  const texts = { directory: '', list: '' }
  for (const change of changes)
    if (change.kind === 'directory') texts.directory = `${change.action} ${change.path}, ${directoryText(change)}`
    else if (change.kind === 'user-profile-file-systems') texts.list = editsText(change.edits)
  return [profileName(profile), texts.directory, texts.list]
}

/** All changes of a profile in one cell, for CSV. */
export function changesText({ changes = [] }: Outcome): string {
  return changes.map((change) => changeCells(change).join(' ')).join('; ')
}

import type { StudioEfsError } from '@studio-efs/core'
import { changeCells, type ShownChange } from '../view/change-text.js'
import { type CommandNames, errorText, inWordsOf } from '../view/error-text.js'

/** Outcome of one item in a run, whatever the run does. */
export interface Outcome {
  /** `unchanged`, `skipped`, `failed`, another word of the run, or its word for an item that was changed. */
  readonly outcome: string
  readonly changes?: readonly ShownChange[]
  readonly error?: StudioEfsError
  readonly detail?: string
}

/** Words that every run has, beside its word for an item that was changed. */
export const COMMON_WORDS = ['unchanged', 'skipped', 'failed'] as const

/** Why an item was not changed; empty for others. */
export function reasonText({ error, detail }: Outcome, names: CommandNames): string {
  return error === undefined ? inWordsOf(names, detail ?? '') : errorText(error, names)
}

/** All changes of an item in one cell, for CSV. */
export function changesText({ changes = [] }: Outcome): string {
  return changes.map((change) => changeCells(change).join(' ')).join('; ')
}

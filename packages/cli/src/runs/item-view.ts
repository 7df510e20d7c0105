import type { CommandNames } from '../view/error-text.js'
import type { Outcome } from './outcome.js'

/** Presentation of the items of a run: user profiles, or spaces. */
export interface ItemView<Item extends Outcome> {
  /** Plural noun, for sentences. */
  readonly items: string
  /** Words of an outcome beside the one for a change and those that every run has. */
  readonly words: readonly string[]
  readonly csvColumns: readonly string[]
  csvCells(item: Item, names: CommandNames): readonly string[]
  readonly tables: readonly ItemTable<Item>[]
}

/** A table of some of the items. */
export interface ItemTable<Item> {
  readonly columns: readonly string[]
  /** Participle of the items in it: `to be changed`. */
  readonly of: string
  /** Cells of the item, its name first; undefined: it is not in the table. */
  row(item: Item, how: RowOptions): readonly string[] | undefined
}

export interface RowOptions {
  /** Word of the run for an item that was changed. */
  readonly done: string
  readonly dryRun: boolean
  /** The command line names each item. */
  readonly areNamed: boolean
  readonly names: CommandNames
}

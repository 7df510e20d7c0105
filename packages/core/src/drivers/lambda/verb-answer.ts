import { err, ok, type Result } from 'neverthrow'
import { type FileSystemPath, ROOT_PATH } from '../../model/file-system-path.js'
import type { FieldParser } from '../../model/parse/parse-input.js'
import type { ArchiveStore } from '../archive-store.js'
import type { ClaimStore } from '../claim-store.js'
import type { DirectoryDriver } from '../directory-driver.js'
import type { DirectoryError } from '../directory-error.js'
import type { IdentityLedger } from '../identities/identity-ledger.js'
import type { UsageMeter } from '../usage-meter.js'
import { OutsideRootError } from './directory-function-error.js'
import type { WireValue } from './wire-reply.js'
import type { VerbRequest } from './wire-request.js'

/** A driver, with whatever further ports it carries. */
export type AnsweringDriver = DirectoryDriver & Partial<ClaimStore & ArchiveStore & IdentityLedger & UsageMeter>

/** Answers the items of one verb with a driver that carries it: one result per item, in order. */
export type VerbAnswer = (
  driver: Required<AnsweringDriver>,
  request: VerbRequest,
  root: FileSystemPath,
) => Promise<readonly Result<WireValue, DirectoryError>[]>

/** Rules that all items of a request share. */
export interface RequestScope extends Pick<VerbRequest, 'measureLimits'> {
  readonly root: FileSystemPath
}

/** Rules for answering one verb. */
export interface VerbRules<Item, Value extends WireValue> {
  readonly parse: FieldParser<Item>
  /** False for an item that is refused, since it is not the root's to answer. */
  allows(root: FileSystemPath, item: Item): boolean
  pathOf(item: Item): FileSystemPath
  run(
    driver: Required<AnsweringDriver>,
    items: readonly Item[],
    request: RequestScope,
  ): Promise<readonly Result<Value, DirectoryError>[]>
}

/** The driver's results for the items that are allowed, and refusals for the others, in order. */
export function answerBy<Item, Value extends WireValue>(rules: VerbRules<Item, Value>): VerbAnswer {
  return async (driver, { items, measureLimits }, root) => {
    const checked = items.map((item) =>
      rules.parse(item, 'item').andThen((value): Result<Item, DirectoryError> => {
        if (rules.allows(root, value)) return ok(value)
        return err(new OutsideRootError({ path: rules.pathOf(value), root }))
      }),
    )
    const allowed = checked.flatMap((item) => (item.isOk() ? [item.value] : []))
    const results = [...(await rules.run(driver, allowed, { root, measureLimits }))].reverse()
    return checked.map((item) => item.andThen(() => results.pop() ?? bug()))
  }
}

/** Rules of a verb that changes directories: only those below the root. */
export function writing<Item extends { readonly path: FileSystemPath }>(parse: FieldParser<Item>) {
  return {
    parse,
    pathOf: ({ path }: Item) => path,
    allows: (root: FileSystemPath, { path }: Item) => isBelow(root, path),
  }
}

export function isBelow(root: FileSystemPath, path: FileSystemPath): boolean {
  return path !== root && path.startsWith(root === ROOT_PATH ? ROOT_PATH : `${root}/`)
}

function bug(): never {
  throw new Error('The directory driver gave too few results.')
}

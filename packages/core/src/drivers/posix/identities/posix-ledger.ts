import { err, ok, type Result } from 'neverthrow'
import type { LimitFunction } from 'p-limit'
import { type UserProfileRef, userProfileKey } from '../../../model/ids.js'
import type { DirectoryError } from '../../directory-error.js'
import { decodeHolder, decodeUse, encodeHolder, encodeUse } from '../../identities/identity-entry.js'
import type {
  IdentityLedger,
  IdentityReturnReceipt,
  IdentityUse,
  IdentityUseReceipt,
} from '../../identities/identity-ledger.js'
import {
  type FoundIdentity,
  type FoundUse,
  type IdentityEntries,
  takeIdentity,
} from '../../identities/take-identity.js'
import type { Missing } from '../claims/state-directory.js'
import { toResult } from '../errno.js'
import {
  IDENTITIES_PATH,
  type IdentityDirectory,
  type LedgerMount,
  withIdentityDirectory,
} from './identity-directory.js'

export interface LedgerContext extends LedgerMount {
  readonly itemLimit: LimitFunction
}

/** The ledger on a mounted file system. Links are made exclusively, as those of claims are. */
export function posixIdentityLedger(context: LedgerContext): IdentityLedger {
  return {
    takeIdentities: (specs) =>
      eachIn(context, { items: specs, missing: 'make' }, async (entries, spec) =>
        takeIdentity(entriesIn(entries), spec, { free: 'take' }),
      ),
    inspectIdentities: (specs) =>
      eachIn(context, { items: specs, missing: 'leave' }, async (entries, spec) =>
        takeIdentity(entriesIn(entries), spec, { free: 'leave' }),
      ),
    useIdentities: (uses) =>
      eachIn(context, { items: uses, missing: 'make' }, async (entries, use) => ok(await recordUse(entries, use))),
    returnIdentities: (uses) =>
      eachIn(context, { items: uses, missing: 'leave' }, async (entries, use) => ok(await returnUse(entries, use))),
  }
}

interface Batch<Item> {
  readonly items: readonly Item[]
  readonly missing: Missing
}

/** One result per item, in order. */
async function eachIn<Item, Value>(
  context: LedgerContext,
  { items, missing }: Batch<Item>,
  visit: (directory: IdentityDirectory, item: Item) => Promise<Result<Value, DirectoryError>>,
): Promise<readonly Result<Value, DirectoryError>[]> {
  const visited = await withIdentityDirectory(context, missing, (directory = EMPTY) =>
    Promise.all(
      items.map((item) =>
        context.itemLimit(async () =>
          (await toResult(IDENTITIES_PATH, () => visit(directory, item))).andThen((result) => result),
        ),
      ),
    ),
  )
  return visited.isOk() ? visited.value : items.map(() => err(visited.error))
}

/** A ledger that nobody has written to. */
const EMPTY: IdentityDirectory = {
  read: async () => ({ kind: 'nothing' }),
  create: async () => 'exists',
  remove: async () => undefined,
  hasEndedSince: async () => false,
}

function entriesIn(directory: IdentityDirectory): IdentityEntries {
  return {
    async read(uid, holder): Promise<FoundIdentity> {
      const found = await directory.read(`${uid}`)
      if (found.kind === 'nothing') return { kind: 'free' }
      const held = found.kind === 'link' ? decodeHolder(found.text) : undefined
      if (held === undefined || !isSameHolder(held, holder)) return { kind: 'other' }
      const use = await readUse(directory, uid)
      const isEnded = use === 'none' && (await directory.hasEndedSince(`${uid}`, holder))
      return { kind: 'own', use: isEnded ? 'ended' : use }
    },
    create: (uid, holder) => directory.create(`${uid}`, encodeHolder(holder)),
  }
}

async function readUse(directory: IdentityDirectory, uid: number): Promise<FoundUse> {
  const found = await directory.read(usedName(uid))
  if (found.kind === 'nothing') return 'none'
  return (found.kind === 'link' ? decodeUse(found.text) : undefined) ?? 'unreadable'
}

/** The use first: whoever finds the uid held from then on finds it used. */
async function recordUse(directory: IdentityDirectory, use: IdentityUse): Promise<IdentityUseReceipt> {
  const { uid, holder } = use
  const recorded = await directory.create(usedName(uid), encodeUse(use))
  await directory.create(`${uid}`, encodeHolder(holder))
  if (recorded === 'created') return { uid, holder: await holderOf(directory, uid), use, outcome: 'recorded' }
  const found = await readUse(directory, uid)
  return {
    uid,
    holder: await holderOf(directory, uid),
    use: typeof found === 'string' ? undefined : found,
    outcome: 'kept',
  }
}

async function holderOf(directory: IdentityDirectory, uid: number): Promise<UserProfileRef | undefined> {
  const found = await directory.read(`${uid}`)
  return found.kind === 'link' ? decodeHolder(found.text) : undefined
}

async function returnUse(directory: IdentityDirectory, use: IdentityUse): Promise<IdentityReturnReceipt> {
  const found = await readUse(directory, use.uid)
  const isOwn = typeof found !== 'string' && found.attempt === use.attempt && isSameHolder(found.holder, use.holder)
  if (isOwn) await directory.remove(usedName(use.uid))
  return { uid: use.uid, outcome: isOwn ? 'returned' : 'kept' }
}

function isSameHolder(one: UserProfileRef, other: UserProfileRef): boolean {
  return userProfileKey(one) === userProfileKey(other)
}

function usedName(uid: number): string {
  return `${uid}.used`
}

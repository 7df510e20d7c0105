import type { DirectoryError, IdentityLedger, IdentityUse } from '@studio-efs/core/directories'
import { type IdentityEntries, takeIdentity } from '@studio-efs/core/driver-kit'
import { ok, type Result } from 'neverthrow'
import type { MemoryArchive } from './memory-archives.js'

type Holder = IdentityUse['holder']

/** A uid of a memory driver's ledger. */
export interface MemoryIdentity {
  readonly uid: number
  readonly holder: Holder
  /** Present once a profile was created with it, or was about to be. */
  readonly use?: IdentityUse
}

/** The ledger of a memory driver. */
export interface MemoryIdentities extends IdentityLedger {
  identities(): readonly MemoryIdentity[]
}

/** The driver around the ledger. */
export interface AroundLedger {
  /** The error of a driver whose file system is out of reach. */
  readonly unavailable: Result<never, DirectoryError> | undefined
  archives(): readonly MemoryArchive[]
}

export function createMemoryIdentities({ unavailable, archives }: AroundLedger): MemoryIdentities {
  const holders = new Map<number, Holder>()
  const endedBefore = new Map<number, number>()
  const endedLives = (holder: Holder) => archives().filter(({ generation }) => isSame(generation, holder)).length
  const uses = new Map<number, IdentityUse>()

  const entries: IdentityEntries = {
    async read(uid, holder) {
      const held = holders.get(uid)
      if (held === undefined) return { kind: 'free' }
      if (!isSame(held, holder)) return { kind: 'other' }
      const hasEnded = endedLives(holder) > (endedBefore.get(uid) ?? 0)
      return { kind: 'own', use: uses.get(uid) ?? (hasEnded ? 'ended' : 'none') }
    },
    async create(uid, holder) {
      if (holders.has(uid)) return 'exists'
      holders.set(uid, holder)
      endedBefore.set(uid, endedLives(holder))
      return 'created'
    },
  }

  const each = <Item, Value>(
    items: readonly Item[],
    visit: (item: Item) => Promise<Result<Value, DirectoryError>>,
  ): Promise<readonly Result<Value, DirectoryError>[]> =>
    Promise.all(items.map(async (item) => unavailable ?? visit(item)))

  return {
    takeIdentities: (specs) => each(specs, (spec) => takeIdentity(entries, spec, { free: 'take' })),
    inspectIdentities: (specs) => each(specs, (spec) => takeIdentity(entries, spec, { free: 'leave' })),
    useIdentities: (wanted) =>
      each(wanted, async (use) => {
        const { uid } = use
        const outcome = uses.has(uid) ? 'kept' : 'recorded'
        if (outcome === 'recorded') uses.set(uid, use)
        if (!holders.has(uid)) holders.set(uid, use.holder)
        return ok({ uid, holder: holders.get(uid), use: uses.get(uid), outcome })
      }),
    returnIdentities: (returned) =>
      each(returned, async ({ uid, attempt, holder }) => {
        const use = uses.get(uid)
        const isOwn = use?.attempt === attempt && isSame(use.holder, holder)
        if (isOwn) uses.delete(uid)
        return ok({ uid, outcome: isOwn ? 'returned' : 'kept' })
      }),
    identities: () =>
      [...holders]
        .toSorted(([one], [other]) => one - other)
        .map(([uid, holder]) => {
          const use = uses.get(uid)
          return { uid, holder, ...(use && { use }) }
        }),
  }
}

function isSame(one: Holder, other: Holder): boolean {
  return one.domainId === other.domainId && one.userProfileName.toLowerCase() === other.userProfileName.toLowerCase()
}

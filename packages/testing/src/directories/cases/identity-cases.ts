import assert from 'node:assert/strict'
import type {
  ClaimStore,
  DirectoryDriver,
  DirectoryError,
  IdentityLedger,
  IdentityReceipt,
  IdentitySpec,
  IdentityUse,
} from '@studio-efs/core/directories'
import type { Result } from 'neverthrow'
import { assertErr, assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { directorySpec, ownerFor } from './directory-specs.js'

type Holder = IdentityUse['holder']

const holder = (userProfileName: string, domainId = 'd-abc') => ({ domainId, userProfileName }) as Holder
const alice = holder('alice')
const range = { first: 10_000, last: 199_999 }

const wanting = (who: Holder, more: Partial<IdentitySpec> = {}): IdentitySpec => ({ holder: who, range, ...more })

const using = (uid: number, who: Holder, more: Partial<IdentityUse> = {}): IdentityUse => ({
  ...{ uid, holder: who, usedAt: '2026-01-01T00:00:00.000Z', attempt: 'first' },
  ...more,
})

interface Allocating {
  readonly ledger: IdentityLedger
  take(spec: IdentitySpec): Promise<IdentityReceipt>
  /** Records the use, and returns the outcome. */
  use(use: IdentityUse): Promise<string>
  /** Claims a directory for a life of alice, and archives it. */
  liveAndEnd(year: number): Promise<void>
}

/** Cases of drivers that keep a ledger of identities. */
function identityCase(name: string, run: (allocating: Allocating) => Promise<void>): DirectoryDriverCase {
  return {
    name,
    needs: ({ identities, claims }) => identities === 'kept' && claims === 'kept',
    run: ({ driver }, capabilities) => {
      const ledger = driver as DirectoryDriver & IdentityLedger & ClaimStore
      return run({
        ledger,
        take: (spec) => okOf(ledger.takeIdentities([spec])),
        async liveAndEnd(year) {
          const createdAt = `${year}-01-01T00:00:00.000Z`
          const generation = { accountId: '111122223333', region: 'eu-west-1', ...alice, createdAt }
          const spec = directorySpec('/alice', ownerFor(capabilities))
          await okOf(ledger.claimDirectories([{ ...spec, claim: { kind: 'private', ...generation } }]))
          await okOf(ledger.releaseDirectories([{ path: spec.path, generation }]))
        },
        use: async (use) => (await okOf(ledger.useIdentities([use]))).outcome,
      })
    },
  }
}

/** A uid of its own for every profile, for good. */
export const identityCases: readonly DirectoryDriverCase[] = [
  identityCase('gives a profile a uid of the range, and the same one again until it is used', async ({ take }) => {
    const { uid, outcome } = await take(wanting(alice))
    assert.equal(outcome, 'taken')
    assert(uid >= range.first && uid <= range.last)
    assert.deepEqual(await take(wanting(alice)), { holder: alice, uid, outcome: 'held' })
    const otherSpelling = await take(wanting(holder('ALICE')))
    assert.deepEqual([otherSpelling.uid, otherSpelling.outcome], [uid, 'held'])
    assert.notEqual((await take(wanting(holder('alice', 'd-def')))).uid, uid)
  }),
  identityCase('gives 60 profiles the 60 uids of a range, one each, and refuses the 61st', async ({ ledger }) => {
    const small = { first: 10_000, last: 10_059 }
    const specs = Array.from({ length: 60 }, (_, i) => wanting(holder(`user-${i}`), { range: small }))
    const uids = async () => (await ledger.takeIdentities(specs)).map((result) => assertOk(result).uid)
    const given = await uids()
    assert.deepEqual(
      given.toSorted((one, other) => one - other),
      Array.from({ length: 60 }, (_, i) => small.first + i),
    )
    assert.deepEqual(await uids(), given)
    const refused = await errorOf(ledger.takeIdentities([wanting(alice, { range: small })]))
    assert(refused.name === 'IdentityRangeFullError')
    assert.deepEqual([refused.first, refused.last], [small.first, small.last])
  }),
  identityCase('gives a uid that was used to nobody again', async ({ take, use }) => {
    const { uid } = await take(wanting(alice))
    assert.equal(await use(using(uid, alice)), 'recorded')
    const next = await take(wanting(alice))
    assert.equal(next.outcome, 'taken')
    assert.notEqual(next.uid, uid)
    assert.equal((await take(wanting(alice))).uid, next.uid)
  }),
  identityCase('gives a used uid again to the same person, and where the caller keeps it', async ({ take, use }) => {
    const person = 'alice@example.com'
    const { uid } = await take(wanting(alice))
    await use(using(uid, alice, { person }))
    const again = await take(wanting(alice, { person }))
    assert.deepEqual([again.uid, again.outcome, again.use?.person], [uid, 'held', person])
    assert.equal((await take(wanting(alice, { previousUid: 'keep' }))).uid, uid)
    assert.notEqual((await take(wanting(alice, { person: 'eve@example.com' }))).uid, uid)
  }),
  identityCase('gives another uid when lives ended whose use nobody recorded', async ({ take, liveAndEnd }) => {
    const { uid } = await take(wanting(alice))
    assert.equal((await take(wanting(alice))).uid, uid)
    // Twenty of them: the file server's clock advances a few milliseconds at a time.
    for (let year = 2001; year <= 2020; year += 1) await liveAndEnd(year)
    assert.equal((await take(wanting(alice, { previousUid: 'keep' }))).uid, uid)
    assert.notEqual((await take(wanting(alice))).uid, uid)
  }),
  identityCase('records one use of a uid, the first one', async ({ ledger, take, use }) => {
    const { uid } = await take(wanting(alice))
    assert.equal(await use(using(uid, alice)), 'recorded')
    const second = await okOf(ledger.useIdentities([using(uid, alice, { attempt: 'second' })]))
    assert.deepEqual([second.outcome, second.use?.attempt, second.holder], ['kept', 'first', alice])
  }),
  identityCase('passes over uids that other profiles were recorded with, or are known to have', async (allocating) => {
    const { ledger, take, use } = allocating
    const bob = holder('bob')
    const [free] = await ledger.inspectIdentities([wanting(alice)])
    assert(free !== undefined)
    const { uid } = assertOk(free)
    const avoiding = await okOf(ledger.inspectIdentities([wanting(alice, { avoid: [uid] })]))
    assert.notEqual(avoiding.uid, uid)
    assert.equal(await use(using(uid, bob)), 'recorded')
    assert.equal((await take(wanting(alice))).uid, avoiding.uid)
    assert.deepEqual(await take(wanting(bob, { range: { first: uid, last: uid }, previousUid: 'keep' })), {
      ...{ holder: bob, uid, outcome: 'held' },
      use: using(uid, bob),
    })
  }),
  identityCase('ends a uid for its holder when another profile turns out to use it', async ({ take, ledger }) => {
    const { uid } = await take(wanting(alice))
    const found = await okOf(ledger.useIdentities([using(uid, holder('bob'))]))
    assert.deepEqual([found.holder, found.use?.holder], [alice, holder('bob')])
    assert.notEqual((await take(wanting(alice, { previousUid: 'keep' }))).uid, uid)
  }),
  identityCase('reads what it would give, and writes nothing', async ({ ledger, take }) => {
    const look = () => okOf(ledger.inspectIdentities([wanting(alice)]))
    const free = await look()
    assert.equal(free.outcome, 'free')
    assert.deepEqual(await look(), free)
    assert.equal((await take(wanting(alice))).uid, free.uid)
    assert.deepEqual(await look(), { ...free, outcome: 'held' })
  }),
  identityCase('takes back the use of the same attempt only', async ({ ledger, take, use }) => {
    const { uid } = await take(wanting(alice))
    await use(using(uid, alice))
    const back = async (attempt: string) =>
      (await okOf(ledger.returnIdentities([using(uid, alice, { attempt })]))).outcome
    assert.equal(await back('second'), 'kept')
    assert.notEqual((await take(wanting(alice))).uid, uid)
    assert.equal(await back('first'), 'returned')
    assert.equal(await back('first'), 'kept')
    assert.equal((await take(wanting(alice))).uid, uid)
  }),
  identityCase('gives one uid to each profile that asks several times at once', async ({ take }) => {
    const names = Array.from({ length: 24 }, (_, i) => `user-${i % 8}`)
    const narrow = { first: 10_000, last: 10_007 }
    const given = await Promise.all(
      names.map(async (name) => (await take(wanting(holder(name), { range: narrow }))).uid),
    )
    const pairs = new Set(given.map((uid, i) => `${names[i]} ${uid}`))
    assert.equal(pairs.size, 8)
    assert.equal(new Set(given).size, 8)
  }),
]

async function okOf<Value>(results: Promise<readonly Result<Value, DirectoryError>[]>): Promise<Value> {
  const [first, ...more] = await results
  assert(first !== undefined && more.length === 0)
  return assertOk(first)
}

async function errorOf(results: Promise<readonly Result<unknown, DirectoryError>[]>): Promise<DirectoryError> {
  const [first, ...more] = await results
  assert(first !== undefined && more.length === 0)
  return assertErr(first)
}

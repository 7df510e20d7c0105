import type { Result } from 'neverthrow'
import { type Call, untilCallEnds } from '../call.js'
import type { ClaimedDirectorySpec } from '../drivers/claim-store.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { Directories, DirectoriesCall } from '../drivers/ensure-directory.js'
import type { IdentityUse, IdentityUseReceipt } from '../drivers/identities/identity-ledger.js'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'

/** Gathers the directories of many profiles into few calls of a driver. */
export interface DirectoryBatches {
  /** Announces a profile that will need its directory: a batch waits for it until it hands the directory in or is released. */
  enroll(): BatchTicket
}

/** One profile's part in the batches. */
export interface BatchTicket {
  readonly directories: Directories
  /** Sends nothing more for the profile. Resolves with the directories that were made, as far as known when `giveUp` fires. */
  release(giveUp: AbortSignal): Promise<readonly DirectoryReceipt[]>
}

const MAX_BATCH_SIZE = 50
/** Longest wait of a batch's first item for others, while there are enrolled profiles. */
const MAX_WAIT_MS = 500

/** Sends nothing after the call has ended: every profile is giving up then. */
export function createDirectoryBatches(call: DirectoriesCall): DirectoryBatches {
  const { directories: driver } = call
  const ensuring = createBatch(call, (specs: readonly DirectorySpec[]) => driver.ensureDirectories(specs))
  const inspecting = createBatch(call, (paths: readonly FileSystemPath[]) => driver.inspectDirectories(paths))
  const { claimDirectories, inspectClaims, useIdentities } = driver
  const claiming =
    claimDirectories && createBatch(call, (specs: readonly ClaimedDirectorySpec[]) => claimDirectories(specs))
  const reading = inspectClaims && createBatch(call, (paths: readonly FileSystemPath[]) => inspectClaims(paths))
  const using = useIdentities && createBatch(call, (uses: readonly IdentityUse[]) => useIdentities(uses))
  const batches = [ensuring, inspecting, claiming, reading, using].filter((batch) => batch !== undefined)
  let expected = 0

  function enroll(): BatchTicket {
    const [ensured, inspected]: [Entry<DirectoryReceipt>[], Entry<DirectoryState>[]] = [[], []]
    const used: Entry<IdentityUseReceipt>[] = []
    let isExpected = true
    expected += 1
    const checkIn = () => {
      expected -= isExpected ? 1 : 0
      isExpected = false
      if (expected > 0) return
      for (const batch of batches) batch.send()
    }
    const handIn = <Item, Value>(
      batch: Batch<Item, Value>,
      items: readonly Item[],
      entries: { push(...added: readonly Entry<NoInfer<Value>>[]): unknown },
    ): Promise<readonly Result<Value, DirectoryError>[]> => {
      const added = items.map((item) => batch.add(item))
      entries.push(...added)
      checkIn()
      return Promise.all(added.map(({ result }) => result))
    }
    return {
      directories: {
        name: driver.name,
        ensureDirectories: (specs) => handIn(ensuring, specs, ensured),
        inspectDirectories: (paths) => handIn(inspecting, paths, inspected),
        ...(claiming && {
          claimDirectories: (specs: readonly ClaimedDirectorySpec[]) => handIn(claiming, specs, ensured),
        }),
        ...(using && { useIdentities: (uses: readonly IdentityUse[]) => handIn(using, uses, used) }),
        ...(reading && { inspectClaims: (paths: readonly FileSystemPath[]) => handIn(reading, paths, inspected) }),
      },
      release(giveUp) {
        const sent = ensured.filter((entry) => !entry.withdraw())
        const looking = inspected.filter((entry) => !entry.withdraw())
        for (const entry of used) entry.withdraw()
        checkIn()
        return receiptsOf({ ...call, signal: giveUp }, sent, call.signal.aborted ? looking : [])
      },
    }
  }

  return { enroll }
}

/** `looking`: readings that are waited for as well. */
async function receiptsOf(
  call: Call,
  sent: readonly Entry<DirectoryReceipt>[],
  looking: readonly Entry<DirectoryState>[],
): Promise<readonly DirectoryReceipt[]> {
  if (looking.length > 0)
    await Promise.allSettled(looking.map(({ result }) => untilCallEnds(call, 'looking at directories', result)))
  const results = await Promise.allSettled(sent.map(({ result }) => untilCallEnds(call, 'making directories', result)))
  return results.flatMap((each) => (each.status === 'fulfilled' && each.value.isOk() ? [each.value.value] : []))
}

interface Batch<Item, Value> {
  add(item: Item): Entry<Value>
  send(): void
}

/** One item's place in a batch. */
interface Entry<Value> {
  readonly result: Promise<Result<Value, DirectoryError>>
  /** Takes the item out. False: it was sent already. */
  withdraw(): boolean
}

interface Pending<Item, Value> {
  readonly item: Item
  resolve(value: Result<Value, DirectoryError>): void
  reject(thrown: unknown): void
}

function createBatch<Item, Value>(
  { clock, signal, directories }: DirectoriesCall,
  callDriver: (items: readonly Item[]) => Promise<readonly Result<Value, DirectoryError>[]>,
): Batch<Item, Value> {
  const pending = new Set<Pending<Item, Value>>()
  let timer = new AbortController()

  function send(): void {
    if (signal.aborted) return
    const batch = [...pending]
    pending.clear()
    stopTimer()
    if (batch.length > 0) void deliver(batch)
  }

  function stopTimer(): void {
    timer.abort('sent')
    timer = new AbortController()
  }

  async function deliver(batch: readonly Pending<Item, Value>[]): Promise<void> {
    const { name } = directories
    try {
      const results = await callDriver(batch.map(({ item }) => item))
      if (results.length !== batch.length)
        throw new Error(`The directory driver ${name} gave ${results.length} results for ${batch.length} items.`)
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result<Value, DirectoryError>)
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown)
    }
  }

  function enter(item: Pending<Item, Value>): void {
    pending.add(item)
    if (pending.size >= MAX_BATCH_SIZE) send()
    else if (pending.size === 1) clock.sleep(MAX_WAIT_MS, timer.signal).then(send, () => undefined)
  }

  function withdraw(item: Pending<Item, Value>): boolean {
    const wasPending = pending.delete(item)
    if (wasPending && pending.size === 0) stopTimer()
    return wasPending
  }

  return {
    add(item) {
      let entered: Pending<Item, Value> | undefined
      const result = new Promise<Result<Value, DirectoryError>>((resolve, reject) => {
        entered = { item, resolve, reject }
        enter(entered)
      })
      return { result, withdraw: () => entered !== undefined && withdraw(entered) }
    },
    send,
  }
}

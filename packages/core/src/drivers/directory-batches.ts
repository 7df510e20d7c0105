import type { Result } from 'neverthrow'
import { within } from '../call.js'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { Clock } from '../time/clock.js'
import type { DirectoryDriver } from './directory-driver.js'
import type { DirectoryError } from './directory-error.js'

/** Gathers the directories of many profiles into few calls of a driver. */
export interface DirectoryBatches {
  /** For one profile that is on its way to its directory: a batch waits for it, until it leaves. */
  join(): Seat
}

export interface Seat {
  readonly directories: DirectoryDriver
  /** Nothing more is sent for it. Resolves with what was made, as far as that is known when `giveUp` fires. */
  leave(giveUp: AbortSignal): Promise<readonly DirectoryReceipt[]>
}

const LARGEST_BATCH = 50
/** How long the first of a batch waits for others, while there are any on their way. */
const LONGEST_WAIT_MS = 500

/** After `stopped` nothing more is sent: everybody who waits is giving up. */
export function createDirectoryBatches(driver: DirectoryDriver, clock: Clock, stopped: AbortSignal): DirectoryBatches {
  let onTheWay = 0
  const ways = { clock, stopped, driverName: driver.name }
  const ensure = createBatch(ways, (specs: readonly DirectorySpec[]) => driver.ensureDirectories(specs))
  const inspect = createBatch(ways, (paths: readonly FileSystemPath[]) => driver.inspectDirectories(paths))

  function join(): Seat {
    let there = true
    const [making, looking]: [Place<DirectoryReceipt>[], Place<DirectoryState>[]] = [[], []]
    onTheWay += 1
    const getUp = () => {
      onTheWay -= there ? 1 : 0
      there = false
      if (onTheWay > 0) return
      ensure.send()
      inspect.send()
    }
    const arrive = <Item, Value>(batch: Batch<Item, Value>, items: readonly Item[], places: Place<Value>[]) => {
      const taken = items.map((item) => batch.add(item))
      places.push(...taken)
      getUp()
      return Promise.all(taken.map(({ result }) => result))
    }
    return {
      directories: {
        name: driver.name,
        ensureDirectories: (specs) => arrive(ensure, specs, making),
        inspectDirectories: (paths) => arrive(inspect, paths, looking),
      },
      leave(giveUp) {
        const sent = making.filter((place) => !place.withdraw())
        for (const place of looking) place.withdraw()
        getUp()
        return receiptsOf(sent, giveUp)
      },
    }
  }

  return { join }
}

async function receiptsOf(
  sent: readonly Place<DirectoryReceipt>[],
  giveUp: AbortSignal,
): Promise<readonly DirectoryReceipt[]> {
  const patience = { signal: giveUp, deadline: Number.POSITIVE_INFINITY }
  const results = await Promise.allSettled(sent.map(({ result }) => within(patience, 'making directories', result)))
  return results.flatMap((each) => (each.status === 'fulfilled' && each.value.isOk() ? [each.value.value] : []))
}

interface Batch<Item, Value> {
  add(item: Item): Place<Value>
  send(): void
}

/** Of one item in a batch. */
interface Place<Value> {
  readonly result: Promise<Result<Value, DirectoryError>>
  /** Takes the item out, unless it was sent. */
  withdraw(): boolean
}

interface Entry<Item, Value> {
  readonly item: Item
  resolve(value: Result<Value, DirectoryError>): void
  reject(thrown: unknown): void
}

function createBatch<Item, Value>(
  { clock, stopped, driverName }: { readonly clock: Clock; readonly stopped: AbortSignal; readonly driverName: string },
  call: (items: readonly Item[]) => Promise<readonly Result<Value, DirectoryError>[]>,
): Batch<Item, Value> {
  const entries = new Set<Entry<Item, Value>>()
  let timer = new AbortController()

  function send(): void {
    if (stopped.aborted) return
    const batch = [...entries]
    entries.clear()
    stopTimer()
    if (batch.length > 0) void deliver(batch)
  }

  function stopTimer(): void {
    timer.abort('sent')
    timer = new AbortController()
  }

  async function deliver(batch: readonly Entry<Item, Value>[]): Promise<void> {
    try {
      const results = await call(batch.map(({ item }) => item))
      if (results.length !== batch.length)
        throw new Error(`The directory driver ${driverName} gave ${results.length} results for ${batch.length} items.`)
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result<Value, DirectoryError>)
    } catch (thrown) {
      for (const { reject } of batch) reject(thrown)
    }
  }

  function enter(entry: Entry<Item, Value>): void {
    entries.add(entry)
    if (entries.size >= LARGEST_BATCH) send()
    else if (entries.size === 1) clock.sleep(LONGEST_WAIT_MS, timer.signal).then(send, () => undefined)
  }

  function withdraw(entry: Entry<Item, Value>): boolean {
    const waited = entries.delete(entry)
    if (waited && entries.size === 0) stopTimer()
    return waited
  }

  return {
    add(item) {
      let entry: Entry<Item, Value> | undefined
      const result = new Promise<Result<Value, DirectoryError>>((resolve, reject) => {
        entry = { item, resolve, reject }
        enter(entry)
      })
      return { result, withdraw: () => entry !== undefined && withdraw(entry) }
    },
    send,
  }
}

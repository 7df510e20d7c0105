import type { Result } from 'neverthrow'
import type { Clock } from '../clock.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { DirectorySpec } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'

/** Gathers the directories of many profiles into few calls of a driver. */
export interface DirectoryBatches {
  /** For one profile that is on its way to its directory. The batch does not wait for it any more once it has left. */
  join(): { readonly directories: DirectoryDriver; leave(): void }
}

const LARGEST_BATCH = 50
/** How long the first of a batch waits for others, while there are any on their way. */
const LONGEST_WAIT_MS = 500

export function createDirectoryBatches(driver: DirectoryDriver, clock: Clock): DirectoryBatches {
  let onTheWay = 0
  const ensure = createBatch(clock, driver.name, (specs: readonly DirectorySpec[]) => driver.ensureDirectories(specs))
  const inspect = createBatch(clock, driver.name, (paths: readonly FileSystemPath[]) =>
    driver.inspectDirectories(paths),
  )
  return {
    join() {
      let there = true
      onTheWay += 1
      const leave = () => {
        onTheWay -= there ? 1 : 0
        there = false
        if (onTheWay > 0) return
        ensure.send()
        inspect.send()
      }
      const arrive = <Item, Value>(batch: Batch<Item, Value>, items: readonly Item[]) => {
        const results = Promise.all(items.map((item) => batch.add(item)))
        leave()
        return results
      }
      const directories: DirectoryDriver = {
        name: driver.name,
        ensureDirectories: (specs) => arrive(ensure, specs),
        inspectDirectories: (paths) => arrive(inspect, paths),
      }
      return { directories, leave }
    },
  }
}

interface Batch<Item, Value> {
  add(item: Item): Promise<Result<Value, DirectoryError>>
  send(): void
}

interface Entry<Item, Value> {
  readonly item: Item
  resolve(value: Result<Value, DirectoryError>): void
  reject(thrown: unknown): void
}

function createBatch<Item, Value>(
  clock: Clock,
  driverName: string,
  call: (items: readonly Item[]) => Promise<readonly Result<Value, DirectoryError>[]>,
): Batch<Item, Value> {
  let entries: Entry<Item, Value>[] = []
  let sentEarly = new AbortController()

  function send(): void {
    const batch = entries
    entries = []
    sentEarly.abort('sent')
    sentEarly = new AbortController()
    if (batch.length > 0) void deliver(batch)
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

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        entries.push({ item, resolve, reject })
        if (entries.length >= LARGEST_BATCH) send()
        else if (entries.length === 1) clock.sleep(LONGEST_WAIT_MS, sentEarly.signal).then(send, () => undefined)
      })
    },
    send,
  }
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { FileSystemPath } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { claimOf, domainId, lifeOf, upTo } from './lives.js'

/** Work of a process of its own, on a mount. */
export type ChildWork = {
  readonly mountPoint: string
  /** Directory of the mount in which the profiles have theirs. */
  readonly top: string
  readonly profiles: number
} & (
  | { readonly kind: 'claim' | 'release'; readonly year: number }
  | {
      readonly kind: 'take-uids'
      readonly range: { readonly first: number; readonly last: number }
      readonly of: string
    }
  | { readonly kind: 'purge'; readonly stretchMs: number }
)

/** One word or number for each item: an outcome, the name of an error, a uid, entries that were deleted. */
export type Heard = string | number

/** Does the work and sends what it hears, item by item. */
export async function doWork(work: ChildWork): Promise<void> {
  for await (const heard of resultsOf(work)) process.send?.(heard)
  process.disconnect?.()
}

async function* resultsOf(work: ChildWork): AsyncGenerator<Heard> {
  const { mountPoint, top } = work
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  const profiles = upTo(work.profiles)
  if (work.kind === 'claim')
    for (const result of await driver.claimDirectories(profiles.map((n) => claimOf(top, n, work.year))))
      yield result.match(
        ({ claim }) => claim,
        ({ name }) => name,
      )
  if (work.kind === 'release') {
    const specs = profiles.map((n) => ({
      path: claimOf(top, n, work.year).path,
      generation: lifeOf(top, n, work.year),
    }))
    for (const result of await driver.releaseDirectories(specs))
      yield result.match(
        ({ outcome }) => outcome,
        ({ name }) => name,
      )
  }
  if (work.kind === 'take-uids') {
    const specs = profiles.map((n) => {
      return { holder: { domainId, userProfileName: `${work.of}-${n}` as never }, range: work.range }
    })
    for (const result of await driver.takeIdentities(specs))
      yield result.match<Heard>(
        ({ uid }) => uid,
        ({ name }) => name,
      )
  }
  if (work.kind === 'purge') yield* purge(mountPoint, work.stretchMs)
}

/** Deletes every archive of the domain, in stretches. */
async function* purge(mountPoint: string, budgetMs: number): AsyncGenerator<Heard> {
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  const [page] = await driver.listArchives([{ after: domainId as string, limit: 1000 }])
  for (const { archive, archivedAt } of page?.unwrapOr({ archives: [] }).archives ?? [])
    for (let more = true; more; ) {
      const [result] = await driver.purgeArchives([{ archive, archivedAt, action: 'delete', budgetMs }])
      if (result === undefined || result.isErr()) return yield result?.error.name ?? 'nothing'
      more = result.value.outcome === 'unfinished'
      yield result.value.entries
    }
}

export interface Child {
  /** What it sent so far. */
  readonly heard: readonly Heard[]
  /** Resolves when it has sent so many. */
  sent(count: number): Promise<void>
  kill(): void
  readonly ended: Promise<void>
}

/** Starts this program once more, for work of its own. */
export function startChild(work: ChildWork): Child {
  const [, program = ''] = process.argv
  const child = fork(program, ['child', JSON.stringify(work)])
  const heard: Heard[] = []
  child.on('message', (message) => heard.push(message as Heard))
  return {
    heard,
    async sent(count) {
      while (heard.length < count && child.exitCode === null && child.signalCode === null)
        await Promise.race([once(child, 'message'), once(child, 'exit')])
    },
    kill: () => void child.kill('SIGKILL'),
    ended: once(child, 'exit').then(() => undefined),
  }
}

/** Path of the claims of a directory of the mount. */
export function claimsBelow(top: string): FileSystemPath {
  return `/.studio-efs/claims${top}` as FileSystemPath
}

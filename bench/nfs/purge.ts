import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import type { Row } from '../row.js'
import { startChild } from './child.js'
import { claimOf, lifeOf, nameOf } from './lives.js'
import { countOperations } from './operation-counts.js'

const FOLDERS = 4
const STRETCH_MS = 1000
/** LOOKUP, ACCESS and REMOVE where the server does not report changes of a directory atomically; half of one for the rest. */
const ALLOWED_OPERATIONS = 3.5

/** Purges an archive of many files, counts the NFS operations, and kills the process in the middle. */
export async function checkPurge(mountPoint: string, files: number): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(mountPoint, 'purge-'))
  const top = `/${basename(directory)}`
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  try {
    const spec = claimOf(top, 0, 2024)
    await driver.claimDirectories([spec])
    const perFolder = Math.floor(files / FOLDERS)
    for (let folder = 0; folder < FOLDERS; folder += 1) {
      mkdirSync(join(mountPoint, spec.path, `f${folder}`))
      for (let n = 0; n < perFolder; n += 1) writeFileSync(join(mountPoint, spec.path, `f${folder}/${n}`), '')
    }
    await driver.releaseDirectories([{ path: spec.path, generation: lifeOf(top, 0, 2024) }])
    const purge = { mountPoint, top, profiles: 1, kind: 'purge', stretchMs: STRETCH_MS } as const
    const entries = perFolder * FOLDERS + FOLDERS + 1
    const { value, total, text } = await countOperations(
      mountPoint,
      async () => {
        const killed = startChild(purge)
        await killed.sent(2)
        killed.kill()
        await killed.ended
        const next = startChild(purge)
        await next.ended
        return { killed: sum(killed.heard), next: sum(next.heard) }
      },
      () => entries,
    )
    const left = await driver.listArchives([{ limit: 1000 }])
    const isGone = left.every(
      (page) =>
        page.isOk() && page.value.archives.every(({ archive }) => !archive.includes(nameOf(top, 0).toLowerCase())),
    )
    return [
      {
        measure: `A purge of ${entries} entries, killed after ${value.killed}, and run again`,
        asked: `goes on to the end, at most ${ALLOWED_OPERATIONS} operations an entry`,
        reached: `${value.next} more, ${isGone ? 'all' : 'not all'} gone; ${(total / entries).toFixed(2)}: ${text}`,
        holds: isGone && value.killed > 0 && value.next > 0 && total / entries <= ALLOWED_OPERATIONS,
      },
    ]
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function sum(heard: readonly (string | number)[]): number {
  return heard.reduce<number>((total, each) => total + (typeof each === 'number' ? each : 0), 0)
}

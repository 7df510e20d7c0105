import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ArchiveName, DirectoryError, FileSystemPath } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import type { Result } from 'neverthrow'
import type { Row } from '../row.js'
import { claimOf, domainId, lifeOf, nameOf } from './lives.js'

/** Every verb on a mount where root does not act as root: an error that says so, or an honest nothing. */
export async function checkSquashed(mountPoint: string): Promise<readonly Row[]> {
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  const top = '/squashed'
  const spec = claimOf(top, 0, 2024)
  const holder = { domainId, userProfileName: nameOf(top, 0) }
  const archive = `d-bench/${nameOf(top, 0)}/20240101T000000000Z` as ArchiveName
  const { owner, mode } = spec
  const restore = {
    ...{ archive, path: spec.path, generation: lifeOf(top, 0, 2024), owner, mode, besideName: 'restored' },
    ...({ hardLinks: 'leave', action: 'restore', budgetMs: 1000 } as const),
  } as const
  const use = { uid: 10_000, holder, usedAt: '2026-01-01T00:00:00.000Z', attempt: 'squashed' }
  const verbs: Readonly<Record<string, () => Promise<readonly Result<unknown, DirectoryError>[]>>> = {
    ensureDirectories: () => driver.ensureDirectories([{ path: '/plain' as FileSystemPath, owner, mode }]),
    claimDirectories: () => driver.claimDirectories([spec]),
    releaseDirectories: () => driver.releaseDirectories([{ path: spec.path, generation: lifeOf(top, 0, 2024) }]),
    takeIdentities: () => driver.takeIdentities([{ holder, range: { first: 10_000, last: 10_100 } }]),
    useIdentities: () => driver.useIdentities([use]),
    listClaims: () => driver.listClaims([{ limit: 10 }]),
    listArchives: () => driver.listArchives([{ limit: 10 }]),
    restoreDirectories: () => driver.restoreDirectories([restore]),
    purgeArchives: () =>
      driver.purgeArchives([{ archive, archivedAt: '2026-01-01T00:00:00.000Z', action: 'delete', budgetMs: 1000 }]),
  }
  const before = namesIn(mountPoint)
  const rows: Row[] = []
  for (const [verb, run] of Object.entries(verbs)) {
    const said = (await run()).map((result) =>
      result.match(
        (value) => JSON.stringify(value),
        ({ name, message }) => `${name}: ${message}`,
      ),
    )
    const isHonest = said.every((each) => !/^\{/.test(each) || /"not-held"|"not-found"|\[\]/.test(each))
    rows.push({ measure: verb, asked: 'an error, or nothing found', reached: said.join(' '), holds: isHonest })
  }
  rows.push(newNames(mountPoint, before))
  return rows
}

/** What may stay: the store, a directory that was asked for and the ancestor of another one, each empty and not root's. */
const MAY_STAY: readonly string[] = ['.studio-efs', 'plain', 'squashed']

function newNames(mountPoint: string, before: readonly string[]): Row {
  const made = namesIn(mountPoint).filter((name) => !before.includes(name))
  const wrong = made.filter((name) => !MAY_STAY.includes(name) || !isEmptyOfOther(join(mountPoint, name)))
  return {
    measure: 'Names that are new',
    asked: `at most ${MAY_STAY.join(', ')}: empty, and not root's`,
    reached: `${made.join(', ') || 'none'}; otherwise: ${wrong.join(', ') || 'none'}`,
    holds: wrong.length === 0,
  }
}

function isEmptyOfOther(path: string): boolean {
  const found = statSync(path)
  return found.isDirectory() && found.uid !== 0 && readdirSync(path).length === 0
}

function namesIn(mountPoint: string): readonly string[] {
  return readdirSync(mountPoint)
}

import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import type { Row } from '../row.js'
import { type ChildWork, claimsBelow, type Heard, startChild } from './child.js'
import { claimOf, nameOf, upTo } from './lives.js'

const PROFILES = 20
const UIDS = 20
const ROUNDS = 2

/** A directory of the file system, and its mounts: two processes work on the first and the last. */
export interface Mounts {
  readonly first: string
  readonly second: string
}

/**
 * Two processes at once: one claims for a life and the other for a later one, or releases it; both take uids of one range.
 * They work on two mounts of the file system where there are two.
 */
export async function checkRaces(mounts: Mounts): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rows.push(await raceForClaims(mounts, 'claim'), await raceForClaims(mounts, 'release'))
  rows.push(await raceForUids(mounts))
  return rows
}

async function raceForClaims({ first, second }: Mounts, rival: 'claim' | 'release'): Promise<Row> {
  const directory = mkdtempSync(join(first, 'race-'))
  const top = `/${basename(directory)}`
  const driver = posixDirectoryDriver({ mountPath: first })
  try {
    await driver.claimDirectories(upTo(PROFILES).map((n) => claimOf(top, n, 2024)))
    for (const n of upTo(PROFILES)) writeFileSync(join(directory, `user-${n}`, nameOf(top, n)), '')
    const begin = { top, profiles: PROFILES }
    const one: ChildWork = { ...begin, mountPoint: first, kind: 'claim', year: 2026 }
    const other: ChildWork = { ...begin, mountPoint: second, kind: rival, year: rival === 'claim' ? 2025 : 2024 }
    const heard = await together(one, other)
    const last = await driver.claimDirectories(upTo(PROFILES).map((n) => claimOf(top, n, 2026)))
    const errors = last.flatMap((result) => (result.isErr() ? [result.error.name] : []))
    const faults = upTo(PROFILES).flatMap((n) => faultsOf(first, top, n))
    for (const fault of [...errors, ...faults].slice(0, 5)) console.error(fault)
    return {
      measure: `${PROFILES} claims for a later life, while another process ${rival === 'claim' ? 'claims for a life between' : 'releases them'}`,
      asked: 'each is the later life’s and empty; each file in the archive, once',
      reached: `${tally(heard)}; faults ${errors.length + faults.length}`,
      holds: errors.length === 0 && faults.length === 0,
    }
  } finally {
    for (const each of [directory, join(first, claimsBelow(top))]) rmSync(each, { recursive: true, force: true })
  }
}

/** A file of the first life is in the archive, once; its path is claimed for the last life and empty. */
function faultsOf(mountPoint: string, top: string, n: number): readonly string[] {
  const claim = readlinkSync(join(mountPoint, claimsBelow(top), `user-${n}`))
  const archive = join(mountPoint, '.studio-efs/archive/d-bench', nameOf(top, n).toLowerCase())
  const files = (readdirSync(archive, { recursive: true }) as string[]).filter((at) =>
    at.endsWith(`/${nameOf(top, n)}`),
  )
  const inside = readdirSync(join(mountPoint, top, `user-${n}`))
  return [
    ...(claim.includes('2026-') ? [] : [`${top}/user-${n} is claimed by ${claim}`]),
    ...(files.length === 1 ? [] : [`the file of ${top}/user-${n} is ${files.length} times in the archive`]),
    ...(inside.length === 0 ? [] : [`${top}/user-${n} holds ${inside.join(', ')}`]),
  ]
}

async function raceForUids({ first, second }: Mounts): Promise<Row> {
  const range = { first: 10_000, last: 10_000 + 2 * UIDS - 1 }
  const work = { top: '', profiles: UIDS, kind: 'take-uids', range } as const
  const heard = await together({ ...work, mountPoint: first, of: 'one' }, { ...work, mountPoint: second, of: 'other' })
  const uids = new Set(heard.flat().filter((each) => typeof each === 'number'))
  return {
    measure: `Two processes take ${UIDS} uids each, of a range of ${2 * UIDS}`,
    asked: `${2 * UIDS} uids, none twice`,
    reached: `${uids.size} uids in ${heard.flat().length} results`,
    holds: uids.size === 2 * UIDS,
  }
}

async function together(...works: readonly ChildWork[]): Promise<readonly (readonly Heard[])[]> {
  const children = works.map(startChild)
  await Promise.all(children.map(({ ended }) => ended))
  return children.map(({ heard }) => heard)
}

/** `made 27, ClaimBusyError 3 | archived 30`. */
function tally(heard: readonly (readonly Heard[])[]): string {
  const counted = heard.map((each) => {
    const counts = new Map<Heard, number>()
    for (const word of each) counts.set(word, (counts.get(word) ?? 0) + 1)
    return [...counts].map(([word, count]) => `${word} ${count}`).join(', ')
  })
  return counted.join(' | ')
}

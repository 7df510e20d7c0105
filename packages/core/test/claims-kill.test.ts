import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { copyOf, KILL_SEED, killProgram, killsOr } from './kill/child-program.js'

const KILLS = killsOr(3)

const { scratch, run } = killProgram(new URL('./kill/claims-once.ts', import.meta.url))

/** Alice and Bob of 2025, each with a file. */
async function makeWorldOf2025(): Promise<string> {
  const mountPath = mkdtempSync(join(scratch, 'world-'))
  const first = await run(mountPath, { YEAR: '2025', ATTEMPT: 'world' })
  expect(first.lines).toContain('done')
  writeFileSync(join(mountPath, 'alice', 'of-2025'), '')
  const claims = join(mountPath, '.studio-efs', 'claims')
  const claim = readlinkSync(join(claims, 'alice')).replace('"alice"', '"bob"')
  mkdirSync(join(mountPath, 'bob'), { mode: 0o700 })
  writeFileSync(join(mountPath, 'bob', 'of-bob'), '')
  symlinkSync(claim, join(claims, 'bob'))
  return mountPath
}

/** Paths of files with a name, archives included. */
function filesNamed(mountPath: string, name: string): readonly string[] {
  return (readdirSync(mountPath, { recursive: true }) as string[]).filter((path) => path.endsWith(`/${name}`))
}

/** True at every instant, whoever was killed. */
function check(mountPath: string): void {
  const claim = readlinkSync(join(mountPath, '.studio-efs', 'claims', 'alice'))
  const [at = ''] = filesNamed(mountPath, 'of-2025')
  expect(filesNamed(mountPath, 'of-2025')).toHaveLength(1)
  expect(filesNamed(mountPath, 'of-bob')).toHaveLength(1)
  if (claim.includes('2026-')) expect(at).toMatch(/^\.studio-efs\/archive\/d-abc\/alice\//)
  else expect(claim).toContain('2025-')
}

function checkEnd(mountPath: string): void {
  check(mountPath)
  expect(readlinkSync(join(mountPath, '.studio-efs', 'claims', 'alice'))).toContain('2026-')
  expect(existsSync(join(mountPath, '.studio-efs', 'claims', 'bob'))).toBe(false)
  expect(readdirSync(join(mountPath, 'alice'))).toEqual([])
  expect(existsSync(join(mountPath, 'bob'))).toBe(false)
  const archive = join(mountPath, '.studio-efs', 'archive', 'd-abc')
  const slots = (name: string) => readdirSync(join(archive, name)).filter((slot) => !slot.startsWith('tmp-'))
  for (const name of ['alice', 'bob']) expect(slots(name)).toEqual(['20250101T000000000Z'])
  // Every use has its holder, and nobody's is alice's but the uids that alice was given.
  const ids = readdirSync(join(mountPath, '.studio-efs', 'ids'))
  for (const used of ids.filter((name) => name.endsWith('.used'))) expect(ids).toContain(used.slice(0, -5))
}

test(
  `${KILLS} processes killed at a system call leave nothing that the next one does not finish, with one or two at once`,
  async () => {
    const random = createRandom(KILL_SEED)
    const world = await makeWorldOf2025()
    const sample = copyOf(world, scratch)
    const { lines } = await run(sample, { YEAR: '2026', ATTEMPT: 'sample' })
    const total = Number(/calls (\d+)/.exec(lines.join(' '))?.[1])
    checkEnd(sample)
    expect(total).toBeGreaterThan(30)
    let killed = 0
    for (let round = 0; killed < KILLS; round += 1) {
      const mountPath = copyOf(world, scratch)
      const uids: string[] = []
      const start = async (name: string) => {
        const more = { KILL_AT: `${1 + Math.floor(random() * total)}`, KILL_WHEN: random() < 0.5 ? 'before' : 'after' }
        const ended = await run(mountPath, { YEAR: '2026', ATTEMPT: `${round}-${name}`, ...more })
        killed += ended.signal === 'SIGKILL' ? 1 : 0
        uids.push(...ended.lines.filter((line) => line.startsWith('uid ')))
      }
      // Every third round two processes compete, and the survivors' work is looked at, too.
      await Promise.all(round % 3 === 2 ? [start('a'), start('b')] : [start('a')])
      check(mountPath)
      const last = await run(mountPath, { YEAR: '2026', ATTEMPT: `${round}-last` })
      expect(last.lines, `seed ${KILL_SEED}, round ${round}`).toContain('done')
      uids.push(...last.lines.filter((line) => line.startsWith('uid ')))
      checkEnd(mountPath)
      expect(new Set(uids).size).toBe(uids.length)
      rmSync(mountPath, { recursive: true })
    }
  },
  60_000 + KILLS * 20_000,
)

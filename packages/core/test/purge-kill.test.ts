import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { copyOf, KILL_SEED, killProgram, killsOr } from './kill/child-program.js'

const KILLS = killsOr(1)
/** Over one batch of entries. */
const WIDE = 70
/** Deeper than directories are entered before they are moved up. */
const DEEP = 20
const FILES = WIDE + DEEP

const { scratch, run: runWith } = killProgram(new URL('./kill/archive-once.ts', import.meta.url))
const slot = '.studio-efs/archive/d-abc/alice/20250101T000000000Z'

const run = (mountPath: string, action: string, more: Readonly<Record<string, string>> = {}) =>
  runWith(mountPath, { ACTION: action, ...more })

/** Alice of 2025 is in the archive, with links that lead to Bob's directory; alice of 2026 has a file. */
async function makeWorld(): Promise<string> {
  const mountPath = mkdtempSync(join(scratch, 'world-'))
  await run(mountPath, 'claim')
  const alice = join(mountPath, 'alice')
  mkdirSync(join(mountPath, 'bob'))
  writeFileSync(join(mountPath, 'bob/of-bob'), 'kept')
  mkdirSync(join(alice, 'wide'))
  for (let n = 0; n < WIDE; n += 1) writeFileSync(join(alice, `wide/${n}.of-2025`), '')
  let deep = alice
  for (let n = 0; n < DEEP; n += 1) {
    deep = join(deep, `d${n}`)
    mkdirSync(deep)
    writeFileSync(join(deep, `${n}.of-2025`), '')
  }
  symlinkSync('/bob', join(alice, 'absolute'))
  symlinkSync(join('..', 'bob'), join(alice, 'relative'))
  linkSync(join(mountPath, 'bob/of-bob'), join(alice, 'hard-link'))
  const { lines } = await run(mountPath, 'release,begin')
  expect(lines).toEqual(expect.arrayContaining(['release archived', 'begin created']))
  writeFileSync(join(alice, 'of-2026'), '')
  return mountPath
}

function filesBelow(directory: string, suffix: string): number {
  if (!existsSync(directory)) return 0
  return (readdirSync(directory, { recursive: true }) as string[]).filter((path) => path.endsWith(suffix)).length
}

/** True at every instant: Bob's file is there, so is Alice's of 2026, and what is not being deleted is whole. */
function check(mountPath: string, about: string): void {
  expect(readFileSync(join(mountPath, 'bob/of-bob'), 'utf8'), about).toBe('kept')
  expect(existsSync(join(mountPath, 'alice/of-2026')), about).toBe(true)
  expect(readlinkSync(join(mountPath, '.studio-efs/claims/alice')), about).toContain('2026-')
  expect([0, FILES], about).toContain(filesBelow(join(mountPath, 'alice'), '.of-2025'))
  for (const holder of readdirSync(join(mountPath, slot))) {
    const data = join(mountPath, slot, holder, 'data')
    if (existsSync(data)) expect(filesBelow(data, '.of-2025'), about).toBe(FILES)
  }
}

/** Deleted whole, or restored whole; the slot, and nothing else beside it, says that the life ended. */
function checkEnd(mountPath: string, about: string): void {
  check(mountPath, about)
  const names = readdirSync(join(mountPath, slot), { recursive: true }) as string[]
  expect(
    names.filter((name) => /\/(?:data|purging)(?:\/|$)/.test(name)),
    about,
  ).toEqual([])
  expect(
    names.filter((name) => !name.includes('/')),
    about,
  ).toEqual([expect.stringMatching(/^ended-/)])
  expect(names.filter((name) => name.startsWith('ended-') && name.endsWith('/claim')).length, about).toBe(1)
}

test(
  `${KILLS} purges killed at a system call are finished by the next one, also beside a restoration`,
  async () => {
    const random = createRandom(KILL_SEED)
    const world = await makeWorld()
    const sample = copyOf(world, scratch)
    const { lines } = await run(sample, 'purge')
    expect(lines[0]).toBe('purge done')
    checkEnd(sample, 'sample')
    const total = Number(/calls (\d+)/.exec(lines.join(' '))?.[1])
    expect(total).toBeGreaterThan(2 * FILES)
    let killed = 0
    for (let round = 0; killed < KILLS; round += 1) {
      const mountPath = copyOf(world, scratch)
      const about = `seed ${KILL_SEED}, round ${round}`
      // Half of them at the beginning, where the two processes meet.
      const among = () => (random() < 0.5 ? 60 : total)
      const die = () => ({
        KILL_AT: `${1 + Math.floor(random() * among())}`,
        KILL_WHEN: random() < 0.5 ? 'before' : 'after',
      })
      const first = run(mountPath, 'purge', die())
      const ended = await Promise.all(round % 3 === 2 ? [first, run(mountPath, 'restore', die())] : [first])
      killed += ended.filter(({ signal }) => signal === 'SIGKILL').length
      check(mountPath, about)
      // The restoration finds what is gone or restored, and settles a slot whose process was killed after its last step.
      const last = await run(mountPath, 'purge,restore')
      const isRestored = filesBelow(join(mountPath, 'alice'), '.of-2025') > 0
      expect(
        last.lines.filter((line) => !/^(?:purge done|calls \d+)$/.test(line)),
        about,
      ).toEqual([`restore ${isRestored ? 'restored-before' : 'not-found'}`])
      checkEnd(mountPath, about)
      expect((await run(mountPath, 'purge')).lines[0], about).toMatch(/^calls/)
      rmSync(mountPath, { recursive: true })
    }
  },
  60_000 + KILLS * 20_000,
)

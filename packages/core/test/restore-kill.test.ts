import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { copyOf, KILL_SEED, killProgram, killsOr, ownersOf } from './kill/child-program.js'

const KILLS = killsOr(1)

const { scratch, run: runWith } = killProgram(new URL('./kill/archive-once.ts', import.meta.url))

const run = (mountPath: string, action: string, more: Readonly<Record<string, string>> = {}) =>
  runWith(mountPath, { ACTION: action, ...more })

/** Alice of 2025 is in the archive with two files; alice of 2026 has an empty directory, or one with a file. */
async function makeWorld(found: 'empty' | 'filled'): Promise<string> {
  const mountPath = mkdtempSync(join(scratch, 'world-'))
  await run(mountPath, 'claim')
  mkdirSync(join(mountPath, 'alice/data'))
  writeFileSync(join(mountPath, 'alice/data/of-2025'), '')
  writeFileSync(join(mountPath, 'alice/more-of-2025'), '')
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '200001:1001', join(mountPath, 'alice')])
  const { lines } = await run(mountPath, 'release,begin')
  expect(lines).toEqual(expect.arrayContaining(['release archived', 'begin created']))
  if (found === 'filled') writeFileSync(join(mountPath, 'alice/of-2026'), '')
  return mountPath
}

const filesIn = (mountPath: string) =>
  (readdirSync(mountPath, { recursive: true }) as string[]).filter((path) => /\/(?:more-)?of-20\d\d$/.test(path))

/** True at every instant: each file is there once, and the files of 2025 are in the archive or with alice of 2026. */
function check(mountPath: string, found: 'empty' | 'filled'): void {
  const files = filesIn(mountPath)
  expect(files).toHaveLength(found === 'filled' ? 3 : 2)
  const claim = readlinkSync(join(mountPath, '.studio-efs/claims/alice'))
  const inPlace = files.filter((path) => path.startsWith('alice/'))
  if (claim.includes('2027-')) expect(inPlace).toEqual([])
}

function checkEnd(mountPath: string, found: 'empty' | 'filled'): void {
  check(mountPath, found)
  const place = found === 'filled' ? 'alice/restored-2026-11-26' : 'alice'
  const owners = ownersOf(mountPath, [place, `${place}/data`, `${place}/data/of-2025`, `${place}/more-of-2025`])
  expect(owners).toHaveLength(1)
  if (process.getuid?.() === 0) expect(owners[0]).toBe('300000:4000')
  expect(existsSync(join(mountPath, '.studio-efs/archive/d-abc/alice/20250101T000000000Z'))).toBe(true)
}

test(
  `${KILLS} restorations killed at a system call are finished by the next one, or the name goes to a third person without the files`,
  async () => {
    const random = createRandom(KILL_SEED)
    const worlds: { empty?: Promise<string>; filled?: Promise<string> } = {}
    let killed = 0
    for (let round = 0; killed < KILLS; round += 1) {
      const found = round % 2 === 0 ? 'empty' : 'filled'
      worlds[found] ??= makeWorld(found)
      const mountPath = copyOf(await worlds[found], scratch)
      const about = `seed ${KILL_SEED}, round ${round}`
      // Every third round the name is given to a third person at the same time, by a process that may be killed, too.
      const isContested = round % 3 === 2
      const die = () => ({
        KILL_AT: `${1 + Math.floor(random() * 110)}`,
        KILL_WHEN: random() < 0.5 ? 'before' : 'after',
      })
      const first = run(mountPath, 'restore', die())
      const ended = await Promise.all(isContested ? [first, run(mountPath, 'third', die())] : [first])
      killed += ended.filter(({ signal }) => signal === 'SIGKILL').length
      check(mountPath, found)
      if (isContested) {
        const last = await run(mountPath, 'third')
        expect(last.lines, about).not.toContain('third error ClaimBusyError')
        check(mountPath, found)
        expect(
          filesIn(mountPath).filter((path) => path.startsWith('alice/')),
          about,
        ).toEqual([])
      } else {
        const last = await run(mountPath, 'restore')
        expect(last.lines[0], about).toMatch(/^restore restored(-before)?$/)
        checkEnd(mountPath, found)
        expect((await run(mountPath, 'restore')).lines[0], about).toBe('restore restored-before')
      }
      rmSync(mountPath, { recursive: true })
    }
  },
  60_000 + KILLS * 20_000,
)

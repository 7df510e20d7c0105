import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { copyOf, KILL_SEED, killProgram, killsOr, ownersOf } from './kill/child-program.js'

const KILLS = killsOr(1)
const FOLDER = 'aws-backup-restore_2026-11-26T10-15-30-123Z'

const { scratch, run: runWith } = killProgram(new URL('./kill/recover-once.ts', import.meta.url))

const run = (mountPath: string, action: string, more: Readonly<Record<string, string>> = {}) =>
  runWith(mountPath, { ACTION: action, ...more })

/** Alice has an empty directory, or one with a file; AWS Backup recovered two files of another owner. */
async function makeWorld(found: 'empty' | 'filled'): Promise<string> {
  const mountPath = mkdtempSync(join(scratch, 'world-'))
  expect((await run(mountPath, 'claim')).lines).toContain('claim created')
  mkdirSync(join(mountPath, FOLDER, 'team/alice/data'), { recursive: true })
  writeFileSync(join(mountPath, FOLDER, 'team/alice/data/of-the-backup'), '')
  writeFileSync(join(mountPath, FOLDER, 'team/alice/more-of-the-backup'), '')
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', '200001:1001', join(mountPath, FOLDER, 'team/alice')])
  if (found === 'filled') writeFileSync(join(mountPath, 'alice/of-the-user'), '')
  return mountPath
}

const filesIn = (mountPath: string) =>
  (readdirSync(mountPath, { recursive: true }) as string[]).filter((path) => /\/(?:more-)?of-the-\w+$/.test(path))

/** True at every instant: each file is there once. */
function check(mountPath: string, found: 'empty' | 'filled'): void {
  expect(filesIn(mountPath)).toHaveLength(found === 'filled' ? 3 : 2)
}

function checkEnd(mountPath: string, found: 'empty' | 'filled'): void {
  check(mountPath, found)
  const place = found === 'filled' ? 'alice/restored-2026-11-26' : 'alice'
  const owners = ownersOf(mountPath, [
    place,
    `${place}/data`,
    `${place}/data/of-the-backup`,
    `${place}/more-of-the-backup`,
  ])
  expect(owners).toHaveLength(1)
  if (process.getuid?.() === 0) expect(owners[0]).toBe('300000:4000')
  expect(readdirSync(mountPath).toSorted()).toEqual(['.studio-efs', 'alice'])
}

test(
  `${KILLS} recoveries killed at a system call are finished by the next one`,
  async () => {
    const random = createRandom(KILL_SEED)
    const worlds: { empty?: Promise<string>; filled?: Promise<string> } = {}
    let killed = 0
    for (let round = 0; killed < KILLS; round += 1) {
      const found = round % 2 === 0 ? 'empty' : 'filled'
      worlds[found] ??= makeWorld(found)
      const mountPath = copyOf(await worlds[found], scratch)
      const about = `seed ${KILL_SEED}, round ${round}`
      const ended = await run(mountPath, 'recover', {
        KILL_AT: `${1 + Math.floor(random() * 180)}`,
        KILL_WHEN: random() < 0.5 ? 'before' : 'after',
      })
      if (ended.signal === 'SIGKILL') killed += 1
      check(mountPath, found)
      const last = await run(mountPath, 'recover')
      expect(last.lines[0], about).toMatch(/^recover restored(-before)?$/)
      checkEnd(mountPath, found)
      rmSync(mountPath, { recursive: true })
    }
  },
  60_000 + KILLS * 20_000,
)

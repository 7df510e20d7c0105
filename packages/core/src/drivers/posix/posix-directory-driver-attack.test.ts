import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DirectorySpec } from '../../model/directory.js'
import { posixDirectoryDriver } from './posix-directory-driver.js'

const ATTACKER = 54_321
const ROUNDS = 500
const TIME_MS = 20_000

/**
 * Swaps each name between a directory and a link to directories of root, until it is killed. Sometimes the link stays for
 * a round, so that code that opens a name once meets a link as well as code that opens it twice.
 */
const ATTACK = `
const { renameSync, symlinkSync, unlinkSync } = require('node:fs')
const [, shared, outside] = process.argv
const attempt = (call) => { try { call() } catch {} }
for (let round = 0; ; round += 1) {
  const name = shared + '/n' + (round % 8)
  attempt(() => unlinkSync(name))
  attempt(() => renameSync(name + '.away', name))
  attempt(() => renameSync(name, name + '.away'))
  attempt(() => symlinkSync(round % 3 ? outside : outside + '/secret', name))
  if (round % 5 < 3) attempt(() => unlinkSync(name))
  if (round % 5 < 2) attempt(() => renameSync(name + '.away', name))
}`

/** Outcomes that show that attack and driver met. */
const TO_MEET = ['created', 'repaired', 'NotADirectoryError']

/** Owner, mode and name of a directory and of everything in it. */
function listing(directory: string): readonly string[] {
  return ['.', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })].toSorted().map((name) => {
    const { uid, gid, mode } = lstatSync(join(directory, name))
    return `${uid}:${gid} ${mode.toString(8)} ${name}`
  })
}

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(scratch, { recursive: true }))

test.skipIf(process.getuid?.() !== 0)(
  'a user who swaps directories for links in a shared folder changes nothing outside it',
  async () => {
    const [tree, outside] = [join(scratch, 'tree'), join(scratch, 'outside')]
    mkdirSync(join(tree, 'shared'), { recursive: true })
    mkdirSync(join(outside, 'secret'), { recursive: true, mode: 0o700 })
    chmodSync(join(tree, 'shared'), 0o777)
    for (const passable of [scratch, tree, outside]) chmodSync(passable, 0o755)
    const before = listing(outside)

    const arguments_ = ['-e', ATTACK, join(tree, 'shared'), outside]
    const attacker = spawn(process.execPath, arguments_, { uid: ATTACKER, gid: ATTACKER, stdio: 'ignore' })
    const met = new Set<string>()
    try {
      const driver = posixDirectoryDriver({ mountPath: tree, mountPoint: 'not-required' })
      const deadline = Date.now() + TIME_MS
      for (let round = 0; round < ROUNDS || !(allMet(met) || Date.now() > deadline); round += 1) {
        for (const result of await driver.ensureDirectories(batch(round))) met.add(outcomeOf(result))
      }
    } finally {
      attacker.kill()
      await once(attacker, 'exit')
    }

    expect(listing(outside)).toEqual(before)
    expect([...met]).toEqual(expect.arrayContaining(TO_MEET))
  },
  2 * TIME_MS,
)

function allMet(met: ReadonlySet<string>): boolean {
  return TO_MEET.every((outcome) => met.has(outcome))
}

/** The names under attack, and a directory inside each; the owner changes every round, so that there is work to do. */
function batch(round: number): readonly DirectorySpec[] {
  return Array.from({ length: 8 }, (_, i) => [`/shared/n${i}`, `/shared/n${i}/inner`])
    .flat()
    .map((path) => ({ path, owner: { uid: 200_000 + (round % 2), gid: 1001 }, mode: 0o770 }) as DirectorySpec)
}

function outcomeOf(result: Awaited<ReturnType<ReturnType<typeof posixDirectoryDriver>['ensureDirectories']>>[number]) {
  return result.match(
    ({ outcome }) => outcome,
    ({ name }) => name,
  )
}

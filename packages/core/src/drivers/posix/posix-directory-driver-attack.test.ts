import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DirectorySpec } from '../../model/directory.js'
import { posixDirectoryDriver } from './posix-directory-driver.js'

const ATTACKER = 54_321
const ALICE = { uid: 200_001, gid: 1001 }
const REFUSED = 'DirectoryTakenError'
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

/** Puts a prepared directory in the place of each new directory `a…` as soon as it sees it, until it is killed. */
const EXCHANGE = `
const { mkdirSync, readdirSync, renameSync, writeFileSync } = require('node:fs')
const [, shared] = process.argv
const seen = new Set()
const prepare = () => {
  mkdirSync(shared + '/p' + seen.size, 0o700)
  writeFileSync(shared + '/p' + seen.size + '/planted', '')
}
for (prepare(); ; ) {
  for (const name of readdirSync(shared)) {
    if (name[0] !== 'a' || seen.has(name)) continue
    renameSync(shared + '/' + name, shared + '/x' + seen.size)
    renameSync(shared + '/p' + seen.size, shared + '/' + name)
    seen.add(name)
    prepare()
  }
}`

test.skipIf(process.getuid?.() !== 0)(
  'a directory that a user put in the place of a new one is neither given away nor reported as created',
  async () => {
    mkdirSync(join(scratch, 'team'))
    for (const [path, mode] of [
      [scratch, 0o755],
      [join(scratch, 'team'), 0o777],
    ] as const)
      chmodSync(path, mode)
    const attacker = spawn(process.execPath, ['-e', EXCHANGE, join(scratch, 'team')], {
      ...{ uid: ATTACKER, gid: ATTACKER },
      stdio: 'ignore',
    })
    const outcomes = new Map<string, string>()
    try {
      const driver = posixDirectoryDriver({ mountPath: scratch, mountPoint: 'not-required' })
      const deadline = Date.now() + TIME_MS
      for (
        let round = 0;
        round < ROUNDS || !([...outcomes.values()].includes(REFUSED) || Date.now() > deadline);
        round += 1
      ) {
        const path = `/team/a${round}`
        const [result] = await driver.ensureDirectories([{ path, owner: ALICE, mode: '0700' } as DirectorySpec])
        if (result !== undefined) outcomes.set(path, outcomeOf(result))
      }
    } finally {
      attacker.kill()
      await once(attacker, 'exit')
    }

    const planted = readdirSync(join(scratch, 'team')).filter((name) =>
      readdirSync(join(scratch, 'team', name)).includes('planted'),
    )
    const owners = planted.map((name) => lstatSync(join(scratch, 'team', name)).uid)
    expect(new Set(owners)).toEqual(new Set([ATTACKER]))
    expect([...outcomes.values()]).toEqual(expect.arrayContaining(['created', REFUSED]))
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
    .map((path) => ({
      path,
      owner: { uid: 200_000 + (round % 2), gid: 1001 },
      mode: '0770',
      foreignDirectories: 'take-over',
    }))
    .map((spec) => spec as DirectorySpec)
}

function outcomeOf(result: Awaited<ReturnType<ReturnType<typeof posixDirectoryDriver>['ensureDirectories']>>[number]) {
  return result.match(
    ({ outcome }) => outcome,
    ({ name }) => name,
  )
}

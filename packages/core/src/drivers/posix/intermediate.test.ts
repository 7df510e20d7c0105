import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errnoError, type Fault, type SystemCall, squashingTo, watchedFs } from '../../../test/watched-fs.js'
import type { DirectorySpec } from '../../model/directory.js'
import { formatMode } from '../../model/directory-mode.js'
import { nodeFs, type PosixFs } from './fs.js'
import { posixDirectoryDriverOn } from './posix-directory-driver.js'

const ROOT = { uid: 0, gid: 0 }
const ALICE = { uid: 200_001, gid: 1001 }

let scratch: string
let umask: number
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'studio-efs-'))
  umask = process.umask(0o077)
})
afterEach(() => {
  process.umask(umask)
  rmSync(scratch, { recursive: true })
})

function spec(path: string, mode = 0o700): DirectorySpec {
  return { path, owner: ALICE, mode: formatMode(mode) } as DirectorySpec
}

/** Each outcome or error in a few words. */
async function ensure(fs: PosixFs, ...specs: readonly DirectorySpec[]): Promise<readonly string[]> {
  const driver = posixDirectoryDriverOn(fs, { mountPath: scratch, mountPoint: 'not-required' })
  const results = await driver.ensureDirectories(specs)
  return results.map((result) =>
    result.match(
      ({ outcome }) => outcome,
      (error) => (error.name === 'DirectoryIoError' ? `${error.operation} ${error.path} ${error.code}` : error.name),
    ),
  )
}

/** Owner and mode of the intermediate directory; `missing` when it does not exist. */
function team(): string {
  const stat = statSync(join(scratch, 'team'), { throwIfNoEntry: false })
  return stat === undefined ? 'missing' : `${stat.uid}:${stat.gid} ${(stat.mode & 0o7777).toString(8)}`
}

type Failure = Parameters<typeof errnoError>

/** Fails the nth call of each name on `/team`. The first `open` checks whether it exists, the second follows `mkdir`. */
function failingForTeam(nth: number, ...failures: readonly Failure[]): Fault {
  return (call) => {
    if (call.entry !== 'team' || call.nth !== nth) return
    for (const [code, name] of failures) if (call.name === name) throw errnoError(code, name)
  }
}

/** Acts before the nth call of one name on `/team`. */
function before(name: SystemCall['name'], nth: number, act: () => Promise<void>): Fault {
  return async (call) => {
    if (call.entry === 'team' && call.name === name && call.nth === nth) await act()
  }
}

/** Another process ensures `/team` itself, whoever has it. */
async function ensureTeam(owner = ALICE, mode = 0o2770, outcome = 'repaired'): Promise<void> {
  const wanted = { ...spec('/team', mode), owner: owner as DirectorySpec['owner'], foreignDirectories: 'take-over' }
  expect(await ensure(nodeFs, wanted as DirectorySpec)).toEqual([outcome])
}

const lostReply: Fault = async ({ name, entry, proceed }) => {
  if (name !== 'mkdir' || entry !== 'team') return
  await proceed()
  throw errnoError('EEXIST', 'mkdir')
}

describe.skipIf(process.getuid?.() !== 0)('an intermediate directory', () => {
  test.each([
    ['the reply to its mkdir is lost', lostReply],
    ['its handle is stale at open', failingForTeam(2, ['ESTALE', 'open'])],
    ['its handle is stale at stat', failingForTeam(1, ['ESTALE', 'stat'])],
    ['its handle is stale until it is opened again', failingForTeam(1, ['ESTALE', 'chmod'], ['ESTALE', 'rmdir'])],
  ])('gets its mode although %s', async (_, fault) => {
    expect(await ensure(watchedFs(fault), spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe('0:0 755')
  })

  test.each([
    ['open', failingForTeam(2, ['EIO', 'open'])],
    ['chmod', failingForTeam(1, ['EIO', 'chmod'])],
  ])('is removed when its %s fails, so that the next run makes it again', async (name, fault) => {
    const fs = watchedFs(fault)
    expect(await ensure(fs, spec('/team/alice'))).toEqual([`${name} /team EIO`])
    expect(team()).toBe('missing')
    expect(await ensure(fs, spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe('0:0 755')
  })

  test('is not removed when its open fails and its mode is right already', async () => {
    process.umask(0o022)
    const fs = watchedFs(failingForTeam(2, ['EIO', 'open']))
    expect(await ensure(fs, spec('/team/alice'))).toEqual(['open /team EIO'])
    expect(team()).toBe('0:0 755')
    expect(fs.calls).not.toContain('rmdir team')
  })

  test('keeps its owner on a mount that maps every caller to one user, and the requested directories get the error', async () => {
    const squashed = squashingTo(1000)
    const errors = await ensure(squashed, spec('/team/a/alice'), spec('/team/b/bob'))
    expect(errors).toEqual(['DirectoryTakenError', 'DirectoryTakenError'])
    expect(team()).toBe('1000:1000 700')
    expect(squashed.openNow()).toBe(0)
  })

  test('that cannot be removed does not hide why it failed', async () => {
    const fault = failingForTeam(1, ['EIO', 'chmod'], ['ENOTEMPTY', 'rmdir'])
    expect(await ensure(watchedFs(fault), spec('/team/alice'))).toEqual(['chmod /team EIO'])
  })

  test.each([
    ['gave it away', ALICE, 0o755],
    ['opened it up', ROOT, 0o1777],
  ])('is left as it is when another process made it at the same moment and %s', async (_, { uid, gid }, mode) => {
    const faster: Fault = ({ name, entry }) => {
      if (name !== 'mkdir' || entry !== 'team') return
      mkdirSync(join(scratch, 'team'))
      chownSync(join(scratch, 'team'), uid, gid)
      chmodSync(join(scratch, 'team'), mode)
    }
    expect(await ensure(watchedFs(faster), spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe(`${uid}:${gid} ${mode.toString(8)}`)
  })

  test('that is requested itself does not get 0755 when both were tried again', async () => {
    const fault: Fault = ({ name, entry, nth }) => {
      const asRequested = name === 'open'
      const asIntermediate = name === 'stat' || name === 'rmdir'
      if (entry === 'team' && nth === 1 && (asRequested || asIntermediate)) throw errnoError('ESTALE', name)
    }
    expect(await ensure(watchedFs(fault), spec('/team', 0o2770), spec('/team/alice'))).toEqual(['repaired', 'created'])
    expect(team()).toBe('200001:1001 2770')
  })

  test.each([
    ['open', 2, '022', ALICE, 0o2770],
    ['stat', 1, '022', ALICE, 0o2770],
    ['stat', 1, '022', { uid: 0, gid: 4000 }, 0o750],
    ['open', 2, '077', ALICE, 0o2770],
    ['stat', 1, '077', ALICE, 0o700],
    ['stat', 2, '077', ALICE, 0o2770],
    ['stat', 3, '077', ALICE, 0o2770],
  ] as const)(
    'is left to a process that requests it before %s %i, with umask %s',
    async (name, nth, mask, owner, mode) => {
      process.umask(mask)
      const taken = before(name, nth, () => ensureTeam(owner, mode))
      expect(await ensure(watchedFs(taken), spec('/team/alice'))).toEqual(['created'])
      expect(team()).toBe(`${owner.uid}:${owner.gid} ${mode.toString(8)}`)
    },
  )

  test('is not removed when another process requested it before its open failed', async () => {
    const fault = before('open', 2, async () => {
      await ensureTeam()
      throw errnoError('EIO', 'open')
    })
    expect(await ensure(watchedFs(fault), spec('/team/alice'))).toEqual(['open /team EIO'])
    expect(team()).toBe('200001:1001 2770')
  })

  test('with a stale handle that another process made again is left to that process on the second try', async () => {
    const madeAgain = before('open', 2, async () => {
      rmdirSync(join(scratch, 'team'))
      await ensureTeam(ALICE, 0o2770, 'created')
      throw errnoError('ESTALE', 'open')
    })
    const fs = watchedFs(async (call) => {
      await madeAgain(call)
      await failingForTeam(1, ['ESTALE', 'lstat'], ['ESTALE', 'rmdir'])(call)
    })
    expect(await ensure(fs, spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe('200001:1001 2770')
  })
})

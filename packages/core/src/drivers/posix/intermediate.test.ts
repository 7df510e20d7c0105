import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DirectorySpec } from '../../model/directory.js'
import { nodeFs, type PosixFs } from './fs.js'
import { posixDirectoryDriverOn } from './posix-directory-driver.js'
import { type Call, errnoError, type Fault, squashingTo, watchedFs } from './watched-fs.js'

const ROOT = { uid: 0, gid: 0 }
const SOMEBODY = { uid: 200_001, gid: 1001 }

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
  return { path, owner: SOMEBODY, mode } as DirectorySpec
}

/** Tells each outcome or error in a few words. */
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

/** Owner and mode of the directory on the way, `missing` when there is none. */
function team(): string {
  const stat = statSync(join(scratch, 'team'), { throwIfNoEntry: false })
  return stat === undefined ? 'missing' : `${stat.uid}:${stat.gid} ${(stat.mode & 0o7777).toString(8)}`
}

type Trouble = Parameters<typeof errnoError>

/** Fails the nth call of each name on `/team`; of `open`, the first one looks whether it is there. */
function troubleWithTeam(nth: number, ...troubles: readonly Trouble[]): Fault {
  return (call) => {
    if (call.entry !== 'team' || call.nth !== nth) return
    for (const [code, name] of troubles) if (call.name === name) throw errnoError(code, name)
  }
}

/** Does that before the nth call of that name on `/team`. */
function before(name: Call['name'], nth: number, act: () => Promise<void>): Fault {
  return async (call) => {
    if (call.entry === 'team' && call.name === name && call.nth === nth) await act()
  }
}

/** What another process does that is asked for `/team` itself, and is told that it `repaired` it. */
async function settleTeam(owner = SOMEBODY, mode = 0o2770, told = 'repaired'): Promise<void> {
  expect(await ensure(nodeFs, { ...spec('/team', mode), owner: owner as DirectorySpec['owner'] })).toEqual([told])
}

const lostReply: Fault = async ({ name, entry, proceed }) => {
  if (name !== 'mkdir' || entry !== 'team') return
  await proceed()
  throw errnoError('EEXIST', 'mkdir')
}

describe.skipIf(process.getuid?.() !== 0)('a directory on the way', () => {
  test.each([
    ['the reply to its mkdir is lost', lostReply],
    ['it is stale when it is opened', troubleWithTeam(2, ['ESTALE', 'open'])],
    ['it is stale when it is looked at', troubleWithTeam(1, ['ESTALE', 'stat'])],
    ['it is stale until it is opened anew', troubleWithTeam(1, ['ESTALE', 'chmod'], ['ESTALE', 'rmdir'])],
  ])('gets its mode although %s', async (_, fault) => {
    expect(await ensure(watchedFs(fault), spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe('0:0 755')
  })

  test.each([
    ['open', troubleWithTeam(2, ['EIO', 'open'])],
    ['chmod', troubleWithTeam(1, ['EIO', 'chmod'])],
  ])('is taken away when its %s fails, so that the next run makes it anew', async (name, fault) => {
    const fs = watchedFs(fault)
    expect(await ensure(fs, spec('/team/alice'))).toEqual([`${name} /team EIO`])
    expect(team()).toBe('missing')
    expect(await ensure(fs, spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe('0:0 755')
  })

  test('is not taken away when its open fails and it is right already', async () => {
    process.umask(0o022)
    const fs = watchedFs(troubleWithTeam(2, ['EIO', 'open']))
    expect(await ensure(fs, spec('/team/alice'))).toEqual(['open /team EIO'])
    expect(team()).toBe('0:0 755')
    expect(fs.calls).not.toContain('rmdir team')
  })

  test('stays with the one user whom the mount makes of everybody, and what was asked for gets the error', async () => {
    const squashed = squashingTo(1000)
    const errors = await ensure(squashed, spec('/team/a/alice'), spec('/team/b/bob'))
    expect(errors).toEqual(['AttributesNotKeptError', 'AttributesNotKeptError'])
    expect(team()).toBe('1000:1000 700')
    expect(squashed.openNow()).toBe(0)
  })

  test('that cannot be taken away does not hide why it failed', async () => {
    const fault = troubleWithTeam(1, ['EIO', 'chmod'], ['ENOTEMPTY', 'rmdir'])
    expect(await ensure(watchedFs(fault), spec('/team/alice'))).toEqual(['chmod /team EIO'])
  })

  test.each([
    ['gave it away', SOMEBODY, 0o755],
    ['opened it up', ROOT, 0o1777],
  ])('is left to whoever made it at the same moment and %s', async (_, { uid, gid }, mode) => {
    const faster: Fault = ({ name, entry }) => {
      if (name !== 'mkdir' || entry !== 'team') return
      mkdirSync(join(scratch, 'team'))
      chownSync(join(scratch, 'team'), uid, gid)
      chmodSync(join(scratch, 'team'), mode)
    }
    expect(await ensure(watchedFs(faster), spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe(`${uid}:${gid} ${mode.toString(8)}`)
  })

  test('that is asked for itself is not settled as one on the way when both were tried again', async () => {
    const fault: Fault = ({ name, entry, nth }) => {
      const asked = name === 'open' && nth === 1
      const onTheWay = name === 'stat' || name === 'rmdir'
      if (entry === 'team' && (asked || (onTheWay && nth === 1))) throw errnoError('ESTALE', name)
    }
    expect(await ensure(watchedFs(fault), spec('/team', 0o2770), spec('/team/alice'))).toEqual(['repaired', 'created'])
    expect(team()).toBe('200001:1001 2770')
  })

  test.each([
    ['open', 2, '022', SOMEBODY, 0o2770],
    ['stat', 1, '022', SOMEBODY, 0o2770],
    ['stat', 1, '022', { uid: 0, gid: 4000 }, 0o750],
    ['open', 2, '077', SOMEBODY, 0o2770],
    ['stat', 1, '077', SOMEBODY, 0o700],
    ['stat', 2, '077', SOMEBODY, 0o2770],
    ['stat', 3, '077', SOMEBODY, 0o2770],
  ] as const)('is left to whoever settles it before %s %i, with umask %s', async (name, nth, mask, owner, mode) => {
    process.umask(mask)
    const settled = before(name, nth, () => settleTeam(owner, mode))
    expect(await ensure(watchedFs(settled), spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe(`${owner.uid}:${owner.gid} ${mode.toString(8)}`)
  })

  test('is not taken away from whoever settled it before its open failed', async () => {
    const fault = before('open', 2, async () => {
      await settleTeam()
      throw errnoError('EIO', 'open')
    })
    expect(await ensure(watchedFs(fault), spec('/team/alice'))).toEqual(['open /team EIO'])
    expect(team()).toBe('200001:1001 2770')
  })

  test('that is stale and was made anew by somebody else is left to them when it is tried again', async () => {
    const anew = before('open', 2, async () => {
      rmdirSync(join(scratch, 'team'))
      await settleTeam(SOMEBODY, 0o2770, 'created')
      throw errnoError('ESTALE', 'open')
    })
    const fs = watchedFs(async (call) => {
      await anew(call)
      await troubleWithTeam(1, ['ESTALE', 'lstat'], ['ESTALE', 'rmdir'])(call)
    })
    expect(await ensure(fs, spec('/team/alice'))).toEqual(['created'])
    expect(team()).toBe('200001:1001 2770')
  })
})

import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DirectorySpec } from '../model/directory.js'
import { posixDirectoryDriverOn } from './posix-directory-driver.js'
import type { PosixFs } from './posix-fs.js'
import { errnoError, type Fault, squashingTo, watchedFs } from './watched-fs.js'

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

  test('is taken away when the mount makes everybody one user, however many wanted to go through it', async () => {
    const squashed = squashingTo(1000)
    const errors = await ensure(squashed, spec('/team/a/alice'), spec('/team/b/bob'))
    expect(errors).toEqual(['AttributesNotKeptError', 'AttributesNotKeptError'])
    expect(team()).toBe('missing')
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
})

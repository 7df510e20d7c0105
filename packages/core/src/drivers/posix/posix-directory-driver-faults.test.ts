import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { rename, rmdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errnoError, type Fault, failing, type WatchedFs, watchedFs } from '../../../test/watched-fs.js'
import type { DirectorySpec } from '../../model/directory.js'
import { formatMode } from '../../model/directory-mode.js'
import { REFRESH } from './fs.js'
import { posixDirectoryDriverOn } from './posix-directory-driver.js'

const OWN = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
const ALICE = { uid: 200_001, gid: 1001 }

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(scratch, { recursive: true }))

function spec(path: string, owner: typeof OWN, mode = '0700'): DirectorySpec {
  return { path, owner, mode } as DirectorySpec
}

/** Each outcome or error in a few words. */
async function ensure(fs: WatchedFs, ...specs: readonly DirectorySpec[]): Promise<readonly string[]> {
  const driver = posixDirectoryDriverOn(fs, { mountPath: scratch, mountPoint: 'not-required' })
  const results = await driver.ensureDirectories(specs)
  expect(fs.openNow()).toBe(0)
  return results.map((result) =>
    result.match(
      ({ outcome }) => outcome,
      (error) => (error.name === 'DirectoryIoError' ? `${error.operation} ${error.path} ${error.code}` : error.name),
    ),
  )
}

const withFault = (fault: Fault, ...specs: readonly DirectorySpec[]) => ensure(watchedFs(fault), ...specs)

test('accepts EEXIST from an mkdir whose first reply was lost', async () => {
  const lostReply: Fault = async ({ name, proceed }) => {
    if (name !== 'mkdir') return
    await proceed()
    throw errnoError('EEXIST', 'mkdir')
  }
  expect(await withFault(lostReply, spec('/alice', OWN, '0750'))).toEqual(['repaired'])
  expect(statSync(join(scratch, 'alice')).mode & 0o7777).toBe(0o750)
})

test.each([
  ['open', 'alice'],
  ['mkdir', 'alice'],
  ['stat', 'alice'],
  ['chmod', 'alice'],
  ['open', ''],
] as const)('tries again from a newly opened root after one ESTALE of %s %s', async (name, entry) => {
  const fs = watchedFs(failing(name, entry === '' ? scratch.slice(scratch.lastIndexOf('/') + 1) : entry, 'ESTALE', 1))
  expect(await ensure(fs, spec('/alice', OWN, '0750'))).toHaveLength(1)
  expect(statSync(join(scratch, 'alice')).mode & 0o7777).toBe(0o750)
  expect(fs.calls.filter((call) => call === `open ${scratch.slice(scratch.lastIndexOf('/') + 1)}`)).toHaveLength(2)
})

test('does not try a third time after a second ESTALE, and does not repeat items that succeeded', async () => {
  const fs = watchedFs(failing('open', 'alice', 'ESTALE'))
  const outcomes = await ensure(fs, spec('/bob', OWN), spec('/alice', OWN), spec('/eve', OWN))
  expect(outcomes).toEqual(['created', 'open /alice ESTALE', 'created'])
  expect(fs.calls.filter((call) => call === 'open alice')).toHaveLength(2)
  expect(fs.calls.filter((call) => call === 'mkdir bob')).toHaveLength(1)
})

test('one full disk fails one item', async () => {
  const outcomes = await withFault(failing('mkdir', 'bob', 'ENOSPC'), ...['/alice', '/bob'].map((p) => spec(p, OWN)))
  expect(outcomes).toEqual(['created', 'mkdir /bob ENOSPC'])
})

test('a root that is squashed is refused at mkdir or at chown', async () => {
  expect(await withFault(failing('mkdir', 'alice', 'EACCES'), spec('/alice', OWN))).toEqual(['mkdir /alice EACCES'])
  expect(await withFault(failing('chown', 'bob', 'EPERM'), spec('/bob', ALICE))).toEqual(['chown /bob EPERM'])
})

test('a failure of an intermediate directory names it, in the result of every item below it', async () => {
  const outcomes = await withFault(failing('mkdir', 'team', 'EACCES'), spec('/team/a', OWN), spec('/team/b', OWN))
  expect(outcomes).toEqual(['mkdir /team EACCES', 'mkdir /team EACCES'])
})

test('a directory that is removed before it can be opened gives a retryable ENOENT', async () => {
  const remove: Fault = async ({ name, path, entry, nth }) => {
    if (name === 'open' && entry === 'alice' && nth === 2) await rmdir(path)
  }
  expect(await withFault(remove, spec('/alice', OWN))).toEqual(['open /alice ENOENT'])
})

test('an obstacle that became a directory between open and lstat gives a retryable ENOTDIR', async () => {
  const asObstacle: Fault = ({ name, entry, nth }) => {
    if (name === 'open' && entry === 'alice' && nth === 2) throw errnoError('ENOTDIR', 'open')
  }
  expect(await withFault(asObstacle, spec('/alice', OWN))).toEqual(['open /alice ENOTDIR'])
})

test('an owner that the file system accepts and forgets is an error', async () => {
  const forgetful = watchedFs()
  const { open } = forgetful
  const driver = {
    ...forgetful,
    open: async (path: string, flags: number) => ({ ...(await open(path, flags)), chown: async () => {} }),
  }
  expect(await ensure(driver, spec('/alice', { uid: OWN.uid + 1, gid: OWN.gid }))).toEqual(['AttributesNotKeptError'])
})

test('a directory is private until it has its owner, and its mode comes last', async () => {
  const seen: string[] = []
  const look: Fault = ({ name, path, entry }) => {
    if ((name === 'chown' || name === 'chmod') && entry === 'alice')
      seen.push(`${name} ${(statSync(path.replace(/^.*\//, `${scratch}/`)).mode & 0o7777).toString(8)}`)
  }
  const [outcome] = await withFault(look, spec('/alice', { ...ALICE }, '2775'))
  expect(outcome).toBe(OWN.uid === 0 ? 'created' : 'chown /alice EPERM')
  expect(seen).toEqual(OWN.uid === 0 ? ['chown 700', 'chmod 700'] : ['chown 700'])
})

test.skipIf(OWN.uid !== 0)('a private directory gets its owner and no other write', async () => {
  const fs = watchedFs()
  expect(await ensure(fs, spec('/alice', ALICE))).toEqual(['created'])
  expect(fs.calls.filter((call) => /^(mkdir|chown|chmod)/.test(call))).toEqual(['mkdir alice', 'chown alice'])
})

test.skipIf(OWN.uid !== 0)('a set-group-ID bit that chown clears is set again', async () => {
  mkdirSync(join(scratch, 'team'))
  chmodSync(join(scratch, 'team'), 0o2770)
  const team = { ...spec('/team', ALICE, '2770'), foreignDirectories: 'take-over' as const }
  const clearing: Fault = async ({ name, entry, proceed }) => {
    if (name !== 'chown' || entry !== 'team') return
    await proceed()
    chmodSync(join(scratch, 'team'), 0o770)
  }
  expect(await withFault(clearing, team)).toEqual(['repaired'])
  expect(statSync(join(scratch, 'team')).mode & 0o7777).toBe(0o2770)
})

test('a directory that is right is not written to', async () => {
  await ensure(watchedFs(), spec('/alice', OWN))
  const fs = watchedFs()
  expect(await ensure(fs, spec('/alice', OWN))).toEqual(['unchanged'])
  expect(fs.calls.filter((call) => /^(mkdir|chown|chmod)/.test(call))).toEqual([])
})

test('a directory that is renamed away while it is worked on is the one that is changed, not its successor', async () => {
  const swap: Fault = async ({ name, entry }) => {
    if (name !== 'chmod' || entry !== 'alice') return
    await rename(join(scratch, 'alice'), join(scratch, 'moved'))
    await watchedFs().mkdir(join(scratch, 'alice'), 0o711)
  }
  expect(await withFault(swap, spec('/alice', OWN, '0750'))).toEqual(['created'])
  expect(statSync(join(scratch, 'moved')).mode & 0o7777).toBe(0o750)
  expect(statSync(join(scratch, 'alice')).mode & 0o7777).toBe(0o711)
})

test('a bug is thrown after the other items are done, and leaves nothing open', async () => {
  const bug = new TypeError('not a function')
  const fs = watchedFs(({ name, entry }) => {
    if (name === 'mkdir' && entry === 'bob') throw bug
  })
  const specs = ['/alice', '/bob', '/eve', '/team/bob', '/team/eve'].map((path) => spec(path, OWN))
  await expect(ensure(fs, ...specs)).rejects.toThrow(bug)
  expect(fs.openNow()).toBe(0)
  expect(statSync(join(scratch, 'eve')).isDirectory()).toBe(true)
})

test.skipIf(OWN.uid !== 0)(
  'a new directory is the one of mkdir where only root can replace it, also with something in it already',
  async () => {
    const calls: string[] = []
    const fill: Fault = ({ name, entry, nth }) => {
      calls.push(name)
      if (name === 'open' && entry === 'alice' && nth === 2) mkdirSync(join(scratch, 'alice', 'inner'))
    }
    expect(await withFault(fill, spec('/alice', ALICE))).toEqual(['created'])
    expect(calls).not.toContain('opendir')
    expect(statSync(join(scratch, 'alice'))).toMatchObject({ ...ALICE, mode: 0o40700 })
  },
)

describe('the ninth new directory of a batch in one parent', () => {
  const nine = Array.from({ length: 9 }, (_, i) => spec(`/new-${i}`, OWN))
  const one = (fs: WatchedFs, ...specs: readonly DirectorySpec[]) =>
    posixDirectoryDriverOn(fs, { mountPath: scratch, mountPoint: 'not-required', concurrency: 1 })
      .ensureDirectories(specs)
      .then((results) => results.map((result) => result._unsafeUnwrap().outcome))

  test('is made without a look at its name before', async () => {
    const fs = watchedFs()
    expect(await one(fs, ...nine)).toEqual(nine.map(() => 'created'))
    expect(fs.calls.filter((call) => call.endsWith(' new-7'))).toEqual([
      'open new-7',
      'mkdir new-7',
      'open new-7',
      'stat new-7',
      'stat new-7',
    ])
    expect(fs.calls.find((call) => call.endsWith(' new-8'))).toBe('mkdir new-8')
  })

  test('is left as it is when it is there and right, and the next one is looked at first', async () => {
    mkdirSync(join(scratch, 'new-8'), { mode: 0o700 })
    const fs = watchedFs()
    const outcomes = await one(fs, ...nine, spec('/after', OWN))
    expect(outcomes).toEqual([...Array(8).fill('created'), 'unchanged', 'created'])
    expect(fs.calls.filter((call) => call.endsWith(' new-8'))).toEqual(['mkdir new-8', 'open new-8', 'lstat new-8'])
    expect(fs.calls.find((call) => call.endsWith(' after'))).toBe('open after')
  })

  test('keeps what is there, and is an error, when that is a file', async () => {
    writeFileSync(join(scratch, 'new-8'), 'kept')
    const driver = posixDirectoryDriverOn(watchedFs(), {
      ...{ mountPath: scratch, mountPoint: 'not-required', concurrency: 1 },
    })
    const results = await driver.ensureDirectories(nine)
    expect(results.at(-1)?._unsafeUnwrapErr()).toMatchObject({ name: 'NotADirectoryError', found: 'file' })
    expect(readFileSync(join(scratch, 'new-8'), 'utf8')).toBe('kept')
  })
})

test.skipIf(OWN.uid !== 0)('a directory is read from the file server, which sees an open and not a stat', async () => {
  const fs = watchedFs()
  await ensure(fs, spec('/alice', ALICE))
  const opened: number[] = []
  const driver = posixDirectoryDriverOn(
    {
      ...fs,
      open: (path, flags) => {
        if (`${path}`.endsWith('/alice')) opened.push(flags)
        return fs.open(path, flags)
      },
    },
    { mountPath: scratch, mountPoint: 'not-required' },
  )
  await driver.ensureDirectories([spec('/alice', ALICE)])
  await driver.inspectDirectories([spec('/alice', ALICE).path])
  expect(opened).toEqual([REFRESH, REFRESH])
})

describe.skipIf(OWN.uid !== 0)('a directory that takes the place of a new one before it is opened', () => {
  // A user can replace entries of it.
  beforeEach(() => chmodSync(scratch, 0o777))

  const swapFor =
    (prepare: (at: string) => void): Fault =>
    async ({ name, entry, nth }) => {
      if (name !== 'open' || entry !== 'alice' || nth !== 2) return
      await rename(join(scratch, 'alice'), join(scratch, 'moved'))
      mkdirSync(join(scratch, 'alice'), 0o700)
      prepare(join(scratch, 'alice'))
    }

  test.each([
    ['another user', { uid: 54_321, gid: 54_321 }, 0o700],
    ['root, with something inside', { uid: 0, gid: 0 }, 0o700],
    ['root, for everybody', { uid: 0, gid: 0 }, 0o777],
  ])('is refused when it belongs to %s', async (_, { uid, gid }, mode) => {
    const fault = swapFor((at) => {
      writeFileSync(join(at, 'planted'), '')
      chownSync(at, uid, gid)
      chmodSync(at, mode)
    })
    expect(await withFault(fault, spec('/alice', ALICE))).toEqual(['DirectoryTakenError'])
    expect(statSync(join(scratch, 'alice'))).toMatchObject({ uid, gid, mode: 0o40000 | mode })
  })

  test.each([0o700, 0o755])('is not reported as created when it belongs to the wanted owner, %o', async (mode) => {
    const fault = swapFor((at) => {
      chmodSync(at, mode)
      chownSync(at, ALICE.uid, ALICE.gid)
    })
    const [result] = await posixDirectoryDriverOn(watchedFs(fault), {
      ...{ mountPath: scratch, mountPoint: 'not-required' },
    }).ensureDirectories([spec('/alice', ALICE)])
    expect(result?._unsafeUnwrap()).toMatchObject({ outcome: 'repaired', before: { ...ALICE, mode: formatMode(mode) } })
  })
})

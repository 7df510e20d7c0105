import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, failing, openDescriptors, watchedFs } from '../../../../test/watched-fs.js'
import type { FileSystemPath } from '../../../directories.js'
import type { Clock } from '../../../time/clock.js'
import { nodeFs, type PosixFs } from '../fs.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

let scratch = ''
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'studio-efs-usage-'))
})
afterEach(() => {
  // Node removes no tree whose paths are longer than the system takes.
  execFileSync('rm', ['-rf', scratch])
})

const PLENTY = { operationsPerSecond: 1_000_000, maxMs: 60_000 }
const isRoot = process.getuid?.() === 0

/** A clock on which only sleeping takes time. */
function stillClock(): Clock & { slept: number } {
  const clock = {
    slept: 0,
    now: () => clock.slept,
    wallTime: () => Date.parse('2026-11-26T10:00:00Z') + clock.slept,
    sleep: async (ms: number) => {
      clock.slept += ms
    },
    random: () => 0.5,
  }
  return clock
}

function meter(fs: PosixFs = nodeFs, clock: Clock = stillClock()) {
  const driver = posixDirectoryDriverOn(fs, { mountPath: scratch, mountPoint: 'not-required', clock })
  return async (path: string, limits = PLENTY) => {
    const [result] = await driver.measureDirectories([{ path: path as FileSystemPath }], limits)
    if (result === undefined) throw new Error('one result per item')
    return result
  }
}

async function usageOf(path: string, fs?: PosixFs) {
  const receipt = assertOk(await meter(fs)(path))
  if (receipt.outcome !== 'measured') throw new Error(receipt.outcome)
  return receipt.usage
}

/** Bytes as du counts them, each inode once, and 2 KiB for each inode. */
function billed(path: string): number {
  const blocks = Number(
    execFileSync('du', ['-s', '--block-size=1', join(scratch, path)], { encoding: 'utf8' }).split('\t')[0],
  )
  const inodes = execFileSync('find', [join(scratch, path), '-printf', '%i\\n'], { encoding: 'utf8' })
    .trim()
    .split('\n')
  return blocks + 2048 * new Set(inodes).size
}

test('bytes are those of du and 2 KiB for each object: sparse files, hard links and any name', async () => {
  mkdirSync(join(scratch, 'alice/a/b'), { recursive: true })
  writeFileSync(join(scratch, 'alice/big'), Buffer.alloc(1_000_000))
  writeFileSync(join(scratch, 'alice/sparse'), 'x')
  truncateSync(join(scratch, 'alice/sparse'), 100_000_000)
  for (const at of ['one', 'a/two', 'a/b/three']) linkSync(join(scratch, 'alice/big'), join(scratch, 'alice', at))
  mkdirSync(Buffer.from(`${scratch}/alice/\u00ff\u00e9`, 'latin1'))
  writeFileSync(Buffer.from(`${scratch}/alice/\u00ff\u00e9/\u00fe`, 'latin1'), 'not UTF-8')
  writeFileSync(join(scratch, 'alice/ünïcode\n"\\'), 'x')
  symlinkSync('/', join(scratch, 'alice/root'))
  const usage = await usageOf('/alice')
  expect(usage.entries).toBe(12)
  expect(usage.bytes).toBe(billed('alice'))
})

test('a file with a name in two directories counts in both in equal parts', async () => {
  for (const name of ['alice', 'bob']) mkdirSync(join(scratch, name))
  const empty = [await usageOf('/alice'), await usageOf('/bob')].map(({ bytes }) => bytes)
  writeFileSync(join(scratch, 'alice/model'), Buffer.alloc(500_000))
  linkSync(join(scratch, 'alice/model'), join(scratch, 'bob/model'))
  const [alice = 0, bob = 0] = [await usageOf('/alice'), await usageOf('/bob')].map(
    ({ bytes }, n) => bytes - (empty[n] ?? 0),
  )
  expect(alice).toBe(bob)
  expect(alice + bob).toBe(statSync(join(scratch, 'bob/model')).blocks * 512 + 2048)
})

test('a tree of any depth and width is counted with few descriptors', async () => {
  let depth = 0
  // A path has at most 4095 bytes, and a tree has no such limit.
  const names = `${'d'.repeat(200)}/`.repeat(15)
  mkdirSync(join(scratch, 'alice', names), { recursive: true })
  depth += 15
  for (let parts = 0; parts < 4; parts += 1) {
    renameSync(join(scratch, 'alice'), join(scratch, 'inner'))
    mkdirSync(join(scratch, 'alice', names), { recursive: true })
    mkdirSync(join(scratch, 'alice/sibling'))
    renameSync(join(scratch, 'inner'), join(scratch, 'alice', names, 'inner'))
    depth += 17
  }
  const fs = watchedFs()
  const before = openDescriptors()
  const { entries } = await usageOf('/alice', fs)
  expect(entries).toBe(depth + 1)
  expect(fs.maxOpen()).toBeLessThanOrEqual(8)
  expect([fs.openNow(), openDescriptors()]).toEqual([0, before])
})

test('one look at each entry, and a bounded number of them at once', async () => {
  mkdirSync(join(scratch, 'alice'))
  for (let n = 0; n < 300; n += 1) writeFileSync(join(scratch, `alice/${n}`), '')
  let now = 0
  let most = 0
  const fs = watchedFs()
  const { entries } = await usageOf('/alice', {
    ...fs,
    async lstat(path) {
      now += 1
      most = Math.max(most, now)
      const stat = await fs.lstat(path)
      now -= 1
      return stat
    },
  })
  expect(entries).toBe(301)
  expect(fs.calls.filter((call) => /^lstat \d+$/.test(call))).toHaveLength(300)
  expect(most).toBeLessThanOrEqual(64)
})

test('operations are spread over the seconds', async () => {
  mkdirSync(join(scratch, 'alice'))
  for (let n = 0; n < 320; n += 1) writeFileSync(join(scratch, `alice/${n}`), '')
  const clock = stillClock()
  assertOk(await meter(nodeFs, clock)('/alice', { operationsPerSecond: 100, maxMs: 60_000 }))
  expect(clock.slept).toBeGreaterThan(2000)
  expect(clock.slept).toBeLessThanOrEqual(3200)
})

test('a scan that is cut off again and again counts as one that is not', async () => {
  for (const at of ['a/x', 'b/y/z', 'c']) mkdirSync(join(scratch, 'alice', at), { recursive: true })
  for (const at of ['.', 'a', 'a/x', 'b/y/z'])
    for (let n = 0; n < 100; n += 1) writeFileSync(join(scratch, 'alice', at, `${n}`), 'x'.repeat(n * 90))
  linkSync(join(scratch, 'alice/99'), join(scratch, 'alice/c/link'))
  const measure = meter()
  let calls = 0
  for (;;) {
    const receipt = assertOk(await measure('/alice', { operationsPerSecond: 1000, maxMs: 1 }))
    calls += 1
    if (receipt.outcome !== 'measured') continue
    expect(receipt.usage.entries).toBe(408)
    expect(receipt.usage.bytes).toBe(billed('alice'))
    break
  }
  expect(calls).toBeGreaterThan(8)
})

test('what vanishes or moves while the scan goes on does not end it', async () => {
  for (const at of ['alice/a/b/c', 'alice/d/e', 'alice/z', 'elsewhere/secret'])
    mkdirSync(join(scratch, at), { recursive: true })
  for (const at of ['alice/gone', 'alice/a/b/c/file', 'alice/z/file']) writeFileSync(join(scratch, at), '')
  writeFileSync(join(scratch, 'elsewhere/secret/file'), '')
  const fs = watchedFs(({ name, entry }) => {
    if (name === 'lstat' && entry === 'gone') rmSync(join(scratch, 'alice/gone'))
    // Moved out of the tree from below the scan, which must not go up into the other directory.
    if (name === 'open' && entry === 'c') renameSync(join(scratch, 'alice/a/b'), join(scratch, 'elsewhere/b'))
    if (name === 'open' && entry === 'd') {
      rmSync(join(scratch, 'alice/d'), { recursive: true })
      symlinkSync(join(scratch, 'elsewhere'), join(scratch, 'alice/d'))
    }
  })
  const { entries } = await usageOf('/alice', fs)
  // alice, a, b, c, c/file, d, z, z/file
  expect(entries).toBe(8)
  expect(fs.openNow()).toBe(0)
})

test.runIf(isRoot && spawnSync('unshare', ['-m', 'true']).status === 0)(
  'mounts inside are not entered, those of the same device included',
  () => {
    mkdirSync(join(scratch, 'alice/bind'), { recursive: true })
    mkdirSync(join(scratch, 'alice/tmp'))
    mkdirSync(join(scratch, 'bob'))
    writeFileSync(join(scratch, 'bob/file'), '')
    const script = `mount --bind ${scratch}/bob ${scratch}/alice/bind && mount -t tmpfs none ${scratch}/alice/tmp && touch ${scratch}/alice/tmp/file && exec "$0" "$@"`
    const program = new URL('../../../../test/measure-once.ts', import.meta.url).pathname
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['-m', 'sh', '-c', script, process.execPath, '--import', 'tsx', program, scratch, '/alice'],
      { encoding: 'utf8' },
    )
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ entries: 2, otherMounts: 2 })
  },
)

test('directories that cannot be read are counted and reported', async () => {
  mkdirSync(join(scratch, 'alice/closed'), { recursive: true })
  writeFileSync(join(scratch, 'alice/closed/file'), '')
  let opened = 0
  const fs: PosixFs = {
    ...nodeFs,
    async openEntries(path, batchSize) {
      opened += 1
      if (opened === 2) throw errnoError('EACCES', 'opendir')
      return nodeFs.openEntries(path, batchSize)
    },
  }
  expect(await usageOf('/alice', fs)).toMatchObject({ entries: 2, unreadable: 1 })
})

test('a failing disk is an error of its directory, and its descriptors are closed', async () => {
  mkdirSync(join(scratch, 'alice/a'), { recursive: true })
  writeFileSync(join(scratch, 'alice/a/bad'), '')
  const fs = watchedFs(failing('lstat', 'bad', 'EIO'))
  expect(assertErr(await meter(fs)('/alice'))).toMatchObject({ name: 'DirectoryIoError', code: 'EIO' })
  expect(fs.openNow()).toBe(0)
})

test('entries that vanish while Node looks up their kind cost none of their neighbours', async () => {
  mkdirSync(join(scratch, 'alice'))
  for (let n = 0; n < 200; n += 1) writeFileSync(join(scratch, `alice/${n}`), '')
  const fs: PosixFs = {
    ...nodeFs,
    async openEntries(path, batchSize) {
      const entries = await nodeFs.openEntries(path, batchSize)
      let read = 0
      return {
        ...entries,
        async read() {
          read += 1
          // As Node does: the rest of the batch is lost with the entry.
          if (batchSize > 1 && read === 100) throw errnoError('ENOENT', 'lstat')
          return entries.read()
        },
      }
    },
  }
  expect((await usageOf('/alice', fs)).entries).toBe(201)
})

test('records are root\u2019s alone, replaced as a whole, and distrusted when they are read', async () => {
  mkdirSync(join(scratch, 'alice'))
  const first = await usageOf('/alice')
  const record = join(scratch, '.studio-efs/usage/%2Falice')
  expect(statSync(join(scratch, '.studio-efs/usage')).mode & 0o777).toBe(0o700)
  expect(JSON.parse(readlinkSync(record))).toEqual({ version: 1, path: '/alice', measured: first })
  for (const planted of [
    '{"version":1,"path":"/bob"}',
    '{"version":2,"path":"/alice"}',
    'x',
    partialAt(['..', 'bob']),
  ]) {
    rmSync(record)
    symlinkSync(planted, record)
    expect((await usageOf('/alice')).entries).toBe(1)
  }
  chmodSync(join(scratch, '.studio-efs'), 0o755)
  expect(assertErr(await meter()('/alice')).name).toBe('UnsafeClaimStoreError')
})

function partialAt(names: readonly string[]): string {
  const at = '2026-11-26T10:00:00.000Z'
  const totals = { bytes: 9e9, entries: 9e9, newestChangeAt: at, unreadable: 0, otherMounts: 0 }
  const partial = { ...totals, startedAt: at, triedAt: at, position: { names, counted: 0 } }
  return JSON.stringify({ version: 1, path: '/alice', partial })
}

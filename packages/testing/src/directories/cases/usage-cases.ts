import assert from 'node:assert/strict'
import type { DirectoryDriver, MeasureReceipt, UsageMeter } from '@studio-efs/core/directories'
import { assertErr, assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities, DirectoryDriverCase, DirectoryDriverSubject } from '../driver-fixture.js'
import { directorySpec, ensured, ownerFor, path } from './directory-specs.js'

type Meter = DirectoryDriver & UsageMeter

const PLENTY = { operationsPerSecond: 100_000, maxMs: 10_000 }
/** Time for one operation. */
const LITTLE = { operationsPerSecond: 1000, maxMs: 1 }
/** Time for 30 operations, which are spread over it: enough to begin on a slow computer, and too little for 70 on a fast one. */
const SOME = { operationsPerSecond: 100, maxMs: 300 }
/** Metadata that EFS bills for each object. */
const METADATA_BYTES = 2048

/** Cases of drivers that measure usage. */
function usageCase(
  name: string,
  run: (meter: Meter, subject: DirectoryDriverSubject, capabilities: DirectoryDriverCapabilities) => Promise<void>,
): DirectoryDriverCase {
  return {
    name,
    needs: ({ usage, obstacles }) => usage === 'measured' && obstacles.includes('file'),
    run: (subject, capabilities) => run(subject.driver as Meter, subject, capabilities),
  }
}

async function measured(meter: Meter, at: string, limits = PLENTY): Promise<MeasureReceipt> {
  const [result] = await meter.measureDirectories([{ path: path(at) }], limits)
  assert(result !== undefined)
  return assertOk(result)
}

async function plantFiles({ plant }: DirectoryDriverSubject, at: string, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) await plant?.(path(`${at}/file-${number}`), 'file')
}

export const usageCases: readonly DirectoryDriverCase[] = [
  usageCase('measures a directory with everything in it, and never what a link leads to', async (meter, subject) => {
    await plantFiles(subject, '/alice', 3)
    await plantFiles(subject, '/alice/deep/er', 2)
    await subject.plant?.(path('/alice/link'), 'symbolic link')
    await plantFiles(subject, '/bob', 4)
    const receipt = await measured(meter, '/alice')
    assert(receipt.outcome === 'measured')
    const { usage } = receipt
    assert.equal(usage.entries, 9)
    assert(usage.bytes >= 9 * METADATA_BYTES, `${usage.bytes}`)
    assert.equal(usage.unreadable + usage.otherMounts, 0)
    assert(Number.isInteger(usage.bytes) && Date.parse(usage.measuredAt) >= Date.parse(usage.startedAt))
  }),
  usageCase(
    'gives one result for each directory: missing, an obstacle, and the others measured',
    async (meter, subject) => {
      await plantFiles(subject, '/alice', 1)
      await subject.plant?.(path('/file'), 'file')
      const paths = ['/nobody', '/file', '/alice', '/nobody/inside']
      const results = await meter.measureDirectories(
        paths.map((at) => ({ path: path(at) })),
        PLENTY,
      )
      const [missing, obstacle, alice, inside] = results
      assert(missing && obstacle && alice && inside)
      assert.equal(assertOk(missing).outcome, 'missing')
      assert.equal(assertErr(obstacle).name, 'NotADirectoryError')
      assert.equal(assertOk(alice).outcome, 'measured')
      assert.equal(assertOk(inside).outcome, 'missing')
    },
  ),
  usageCase('stops when the time is over, and goes on there in later calls', async (meter, subject) => {
    await plantFiles(subject, '/alice', 130)
    await plantFiles(subject, '/alice/a/b', 70)
    await plantFiles(subject, '/alice/c', 5)
    const outcomes: string[] = []
    for (let receipt = await measured(meter, '/alice', LITTLE); ; receipt = await measured(meter, '/alice', LITTLE)) {
      outcomes.push(receipt.outcome)
      assert(outcomes.length < 500, 'every call goes on')
      if (receipt.outcome !== 'measured') continue
      assert.equal(receipt.usage.entries, 209)
      break
    }
    assert(outcomes.includes('unfinished'))
    const again = await measured(meter, '/alice')
    assert(again.outcome === 'measured')
    assert.equal(again.usage.entries, 209)
  }),
  usageCase('directories that there was no time for wait', async (meter, subject) => {
    await plantFiles(subject, '/alice', 70)
    await plantFiles(subject, '/bob', 1)
    const results = await meter.measureDirectories([{ path: path('/alice') }, { path: path('/bob') }], SOME)
    assert.deepEqual(
      results.map((result) => assertOk(result).outcome),
      ['unfinished', 'waiting'],
    )
  }),
  usageCase('lists what is known page by page: measured, claimed, or begun', async (meter, subject, capabilities) => {
    await ensured(meter, ...['/a', '/b', '/c%2Fd'].map((at) => directorySpec(at, ownerFor(capabilities))))
    const deep = `/${'n'.repeat(120)}/${'m'.repeat(125)}`
    await plantFiles(subject, deep, 1)
    await plantFiles(subject, '/begun', 70)
    for (const at of ['/a', '/b', '/c%2Fd', deep]) assert.equal((await measured(meter, at)).outcome, 'measured')
    assert.equal((await measured(meter, '/begun', SOME)).outcome, 'unfinished')
    const found: string[] = []
    for (let next: string | undefined = '/'; next !== undefined; ) {
      const [page] = await meter.listKnownDirectories([{ path: path(next), limit: 2 }])
      assert(page !== undefined)
      const { directories, next: following } = assertOk(page)
      found.push(...directories.map((each) => `${each.path} ${each.measured?.entries ?? each.partial?.entries}`))
      next = following
    }
    assert.deepEqual(found.slice(0, 2), ['/a 1', '/b 1'])
    assert.match(found[2] ?? '', /^\/begun /)
    assert.deepEqual(found.slice(3), ['/c%2Fd 1', `${deep} 2`])
  }),
]

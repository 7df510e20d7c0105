import { expect, test } from 'vitest'
import type { FileSystemPath } from '../directories.js'
import type { KnownDirectory, Usage } from '../model/usage/usage.js'
import { compareUsage, estimateUsage, outermost, planUsage } from './usage-plan.js'

const at = (day: number) => `2026-11-0${day}T00:00:00.000Z`
const usage = (day: number, entries = 10): Usage => ({
  ...{ bytes: entries * 6144, entries, newestChangeAt: at(1), unreadable: 0, otherMounts: 0 },
  ...{ startedAt: at(day), measuredAt: at(day) },
})
const known = (path: string, measured?: number, partial?: number): KnownDirectory => ({
  path: path as FileSystemPath,
  ...(measured !== undefined && { measured: usage(measured) }),
  ...(partial !== undefined && {
    partial: { ...usage(1), triedAt: at(partial), position: { names: [], counted: 0 } },
  }),
})
const paths = (directories: readonly KnownDirectory[]) => directories.map(({ path }) => path)

test('the longest unmeasured directory goes first, and one whose scan used up a run goes to the end', () => {
  const directories = [known('/c', 3), known('/d', 1, 5), known('/b'), known('/e', undefined, 2), known('/a')]
  expect(paths(planUsage(directories, new Date(at(6))))).toEqual(['/a', '/b', '/e', '/c', '/d'])
})

test('a round leaves out what was measured since it began', () => {
  expect(paths(planUsage([known('/a', 4), known('/b', 3), known('/c', 2, 5)], new Date(at(4))))).toEqual(['/b', '/c'])
})

test('an estimate comes from earlier measurements, or is the most that the file system can hold, or is none', () => {
  const pace = { operationsPerSecond: 5 }
  const all = [known('/a', 1), known('/b', 1)]
  const byLast = { directories: 2, entries: 20, seconds: 4, meteredBytes: 81_920, basis: 'last-measurements' }
  expect(estimateUsage(all, { ...pace, fileSystemBytes: 6144e6 })).toEqual(byLast)
  const bySize = { directories: 1, entries: 100, seconds: 20, meteredBytes: 409_600, basis: 'file-system-size' }
  expect(estimateUsage([known('/a')], { ...pace, fileSystemBytes: 614_400 })).toEqual(bySize)
  expect(estimateUsage([known('/a')], { ...pace, fileSystemBytes: undefined })).toBeUndefined()
})

test('the sum counts a directory inside another one once, and shows the times of both sides', () => {
  const directories = [
    { path: '/team/alice' as FileSystemPath, usage: usage(1) },
    { path: '/team' as FileSystemPath, usage: usage(3, 100) },
    { path: '/team-b' as FileSystemPath, usage: usage(2) },
    { path: '/new' as FileSystemPath },
  ]
  expect(compareUsage(directories, { sizeInBytes: 700_000, sizeTakenAt: at(4) })).toEqual({
    measuredBytes: 110 * 6144,
    directories: 3,
    oldestMeasuredAt: at(1),
    newestMeasuredAt: at(3),
    fileSystemBytes: 700_000,
    fileSystemBytesAt: at(4),
    otherBytes: 700_000 - 110 * 6144,
  })
  expect(compareUsage([{ path: '/new' as FileSystemPath }], { sizeInBytes: 1 })).toBeUndefined()
})

test('directories inside others are left out, whatever sorts between them', () => {
  const items = ['/a', '/a-b', '/a/c', '/a.d', '/ab', '/b/c', '/b/c/d'].map((path) => known(path))
  expect(paths(outermost(items))).toEqual(['/a-b', '/a.d', '/a', '/ab', '/b/c'])
  expect(paths(outermost([known('/x'), known('/')]))).toEqual(['/'])
})

import { expect, it } from 'vitest'
import { judge, type MotoTest } from '../../scripts/moto-tests/judge.js'
import { verdicts } from '../../scripts/moto-tests/verdicts.js'

const failed = (name: string, error = 'AssertionError', ...calls: string[]): MotoTest => ({
  test: `tests/test_efs/test_file_system.py::${name}`,
  outcome: 'failed',
  error,
  calls,
})
const known = { verdict: 'fake-right', reason: 'A zone of another Region.', tests: ['test_zone', 'test_gone'] } as const
const claimed = (operation: string) => operation === 'efs:CreateFileSystem'

it('counts failures by verdict, and names those without one and verdicts without a failure', () => {
  const passed: MotoTest = { ...failed('test_gone'), outcome: 'passed' }
  const tests = [passed, failed('test_zone[One Zone]'), failed('test_new', 'KeyError', 'efs:CreateFileSystem')]
  expect(judge(tests, [known], claimed)).toEqual({
    passed: 1,
    failed: { 'fake-right': 1, 'moto-right': 0, 'not-documented': 0, 'not-claimed': 0 },
    unexplained: ['tests/test_efs/test_file_system.py::test_new: KeyError'],
    outdated: ['test_gone'],
  })
})

it.each([
  ['says so', 'The fake AWS does not implement DeleteVpc.', 'efs:CreateFileSystem'],
  ['was called last', 'AssertionError', 'ec2:CreateNetworkInterface'],
])('needs no verdict where an operation that the fake lacks %s', (_, error, call) => {
  const { failed: counts, unexplained } = judge([failed('test_other', error, call)], [], claimed)
  expect([counts['not-claimed'], unexplained]).toEqual([1, []])
})

it('gives each test of moto one verdict', () => {
  const names = verdicts.flatMap(({ tests }) => tests)
  expect(names).toHaveLength(new Set(names).size)
})

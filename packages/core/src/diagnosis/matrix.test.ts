import { stage, workingStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import {
  diagnoseStudio,
  expectedOf,
  faultsIn,
  inputFor,
  matrix,
  type Pair,
  pairs,
} from '../../test/diagnosis-matrix.js'

test('every fault that the test kit stages is in the matrix', () => {
  expect(matrix.map((row) => row.stage)).toEqual(Object.keys(stage))
})

test.each([{ userProfileName: 'alice' }, { spaceName: 'alice-lab' }, {}])(
  'a healthy studio has no fault: %j',
  async (input) => {
    const { lines, conclusion } = await diagnoseStudio(workingStudio(), input)
    expect(lines.filter(({ verdict }) => verdict !== 'green' && verdict !== 'skipped')).toEqual([])
    expect(conclusion).toEqual({ kind: 'not-us' })
  },
)

test.each(matrix)('$stage alone gives one line: $verdict $check', async (row) => {
  const studio = workingStudio()
  stage[row.stage](studio)
  const { lines } = await diagnoseStudio(studio, inputFor([row]))
  expect(faultsIn(lines)).toEqual([`${row.verdict} ${row.check}`])
})

/** A seeded sample; all of them with STUDIO_EFS_ALL_PAIRS=1, in about half a minute. */
const SAMPLE = 12
const chosen = process.env['STUDIO_EFS_ALL_PAIRS'] === undefined ? sampleOf(pairs, SAMPLE) : pairs

test.each(chosen.map((pair) => [pair[0].stage, pair[1].stage, pair] as const))(
  '%s and %s give both lines',
  async (_, __, pair) => {
    const studio = workingStudio()
    for (const { stage: name } of pair) stage[name](studio)
    const { lines } = await diagnoseStudio(studio, inputFor(pair))
    expect(faultsIn(lines).toSorted()).toEqual(expectedOf(pair))
  },
)

function sampleOf(all: readonly Pair[], count: number): readonly Pair[] {
  const random = seeded(20_261_126)
  return Array.from({ length: count }, () => all[Math.floor(random() * all.length)] as Pair)
}

/** Linear congruential generator: the same pairs in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

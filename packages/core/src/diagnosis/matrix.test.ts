import { stage, workingStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { diagnoseStudio, faultsIn, inputFor, matrix } from '../../test/diagnosis-matrix.js'

test('every fault that the test kit stages is in the matrix', () => {
  expect(matrix.map((row) => row.stage)).toEqual(Object.keys(stage))
})

test.each([{ userProfileName: 'alice' }, { spaceName: 'alice-lab' }, {}])('a healthy studio has no fault: %j', async (input) => {
  const { lines, conclusion } = await diagnoseStudio(workingStudio(), input)
  expect(lines.filter(({ verdict }) => verdict !== 'green' && verdict !== 'skipped')).toEqual([])
  expect(conclusion).toEqual({ kind: 'not-us' })
})

test.each(matrix)('$stage alone gives one line: $verdict $check', async (row) => {
  const studio = workingStudio()
  stage[row.stage](studio)
  const { lines } = await diagnoseStudio(studio, inputFor([row]))
  expect(faultsIn(lines)).toEqual([`${row.verdict} ${row.check}`])
})

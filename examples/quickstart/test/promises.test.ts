import { expect, test } from 'vitest'

const { broken, promised } = await import(new URL('../promises.mjs', import.meta.url).href)

test('the promised outcome is accepted', () => {
  expect(broken(structuredClone(promised))).toEqual([])
})

test.each([
  ['an event that was refused', { created: ['onboarded', 'refused: InvalidConfigurationError', 'onboarded'] }],
  ['a directory of another mode', { directories: ['drwxr-xr-x  200001  1001  /Bob'] }],
  ['a file system that was lost', { fileSystems: { ...promised.fileSystems, alice: [] } }],
  ['a hostile event that came through', { others: ['unchanged', 'onboarded', 'onboarded', 'onboarded'] }],
  ['an unneeded update', { updatesByOthers: 1 }],
  ['an unrequested directory', { directoriesByOthers: 1 }],
  ['a missing outcome', { created: undefined }],
])('%s breaks a promise', (_, difference) => {
  expect(broken({ ...promised, ...difference })).toEqual([expect.stringMatching(/^Promise broken: /)])
})

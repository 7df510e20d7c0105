import { expect, test } from 'vitest'

const { broken, promised } = await import(new URL('../promises.mjs', import.meta.url).href)

test('what is as promised is not complained about', () => {
  expect(broken(structuredClone(promised))).toEqual([])
})

test.each([
  ['an event that was refused', { created: ['onboarded', 'refused: InvalidConfigurationError', 'onboarded'] }],
  ['a directory of another mode', { directories: ['drwxr-xr-x  200001  1001  /Bob'] }],
  ['a file system that was lost', { fileSystems: { ...promised.fileSystems, alice: [] } }],
  ['a hostile event that came through', { others: ['unchanged', 'onboarded', 'onboarded', 'onboarded'] }],
  ['an update nobody needed', { updatesByOthers: 1 }],
  ['a directory nobody asked for', { directoriesByOthers: 1 }],
  ['nothing at all', { created: undefined }],
])('%s is not as promised', (_, difference) => {
  expect(broken({ ...promised, ...difference })).toEqual([expect.stringMatching(/^Not as promised: /)])
})

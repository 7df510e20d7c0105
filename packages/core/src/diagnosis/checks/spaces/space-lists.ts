import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, named, numbered, red, skipped, yellow } from '../../verdict.js'

/** Offered is not mounted: an app mounts what its space lists. */
export const spaceLists = defineCheck({
  id: 'space-lists',
  question: 'Does the space list the file system, so that its app mounts it?',
  symptoms: ['not-mounted'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.spaces(), reads.fileSystemId()] as const),
  judge: ([{ spaces }, fileSystemId]) => {
    if (spaces.length === 0) return skipped('There is no space to look at.')
    const without = spaces.filter(({ efsFileSystemIds }) => !efsFileSystemIds.includes(fileSystemId))
    if (without.length === 0) return GREEN
    const names = named(without.map(({ spaceName }) => spaceName))
    const finding = `${numbered(without, ['Space', 'Spaces'])} ${names} ${numbered(without, ['does', 'do'])} not list ${fileSystemId}.`
    return without.length === spaces.length ? red(finding) : yellow(finding)
  },
  remedy: {
    text: 'Run attachToSpaces, or stop the space, choose the file system in its settings, and run it again.',
    operation: 'attachToSpaces',
  },
})

import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

export const fileSystemExists = defineCheck({
  id: 'file-system-exists',
  question: 'Does the file system exist?',
  symptoms: ['does-not-start'],
  cost: 'cheap',
  look: (reads) => ResultAsync.combine([reads.fileSystem(), reads.fileSystemId()] as const),
  judge: ([fileSystem, fileSystemId]) =>
    fileSystem === undefined ? red(`${fileSystemId} does not exist in this account and Region.`) : GREEN,
  remedy: {
    text: 'Remove it from every list: clearDomainDefault, detachFromProfile; then offer another one.',
    operation: 'clearDomainDefault',
  },
})

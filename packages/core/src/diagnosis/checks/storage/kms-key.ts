import { ResultAsync } from 'neverthrow'
import { defineCheck } from '../../check.js'
import { GREEN, red } from '../../verdict.js'

export const kmsKey = defineCheck({
  id: 'kms-key',
  question: 'Is the KMS key of the file system enabled?',
  symptoms: ['does-not-start'],
  cost: 'deep',
  look: (reads) => ResultAsync.combine([reads.keyState(), reads.fileSystemId()] as const),
  judge: ([{ keyId, state }, fileSystemId]) => {
    if (state === 'Enabled') return GREEN
    const now = state === undefined ? 'does not exist' : `is in the state ${state}`
    return red(`The key ${keyId} of ${fileSystemId} ${now}: its data cannot be read.`)
  },
  remedy: {
    text: 'Enable the key; while it waits for its deletion, cancel that first (kms:CancelKeyDeletion).',
    awsAction: 'kms:EnableKey',
  },
})

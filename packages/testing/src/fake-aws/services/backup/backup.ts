import { restJson } from '../../wire/codecs/rest-json.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type FakeApi, reads, starts } from '../../world/fake-api.js'
import model from './backup.model.json'
import { getRecoveryPointRestoreMetadata, listRecoveryPointsByResource } from './recovery-point.js'
import { describeRestoreJob, startRestoreJob } from './restore-job.js'

export const backup: FakeApi = {
  model,
  codec: restJson(({ code, message }) => ({ Code: code, Message: message })),
  eventSource: 'backup.amazonaws.com',
  claims: ({ path }) => /^\/(?:restore-jobs|backup-vaults|resources)(?:\/|$)/.test(path),
  errors: {
    unavailable: (message) => new FakeAwsError('ServiceUnavailableException', message, { status: 500 }),
  },
  operations: {
    ListRecoveryPointsByResource: reads(listRecoveryPointsByResource),
    GetRecoveryPointRestoreMetadata: reads(getRecoveryPointRestoreMetadata),
    StartRestoreJob: starts(startRestoreJob, 'FAILED'),
    DescribeRestoreJob: reads(describeRestoreJob),
  },
}

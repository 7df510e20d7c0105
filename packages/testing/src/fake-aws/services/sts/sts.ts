import { adminRole } from '../../../events/cloud-trail-record.js'
import { awsQuery } from '../../wire/codecs/aws-query.js'
import { isFormOf } from '../../wire/codecs/query-form.js'
import type { Output } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import model from './sts.model.json'

export const sts: FakeApi = {
  model,
  codec: awsQuery,
  eventSource: 'sts.amazonaws.com',
  operations: { GetCallerIdentity: reads(getCallerIdentity) },
  claims: (request) => isFormOf(model, request),
}

/** The caller is the one in CloudTrail's records. */
function getCallerIdentity({ settings }: World): Output {
  const { principalId, arn } = adminRole(settings.account)
  return { UserId: principalId, Account: settings.account, Arn: arn }
}

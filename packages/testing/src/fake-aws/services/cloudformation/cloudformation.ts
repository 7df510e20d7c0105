import { awsQuery } from '../../wire/codecs/aws-query.js'
import { isFormOf } from '../../wire/codecs/query-form.js'
import { FakeAwsError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import { keysetPage } from '../../world/keyset-page.js'
import type { World } from '../../world/world.js'
import model from './cloudformation.model.json'

export const cloudFormation: FakeApi = {
  model,
  codec: awsQuery,
  eventSource: 'cloudformation.amazonaws.com',
  errors: {
    throttling: () => new FakeAwsError('Throttling', 'Rate exceeded'),
    internal: (message) => new FakeAwsError('InternalFailure', message, { status: 500 }),
  },
  operations: { ListExports: reads(listExports) },
  claims: (request) => isFormOf(model, request),
}

const PAGE = 100

function listExports(world: World, { NextToken }: { readonly NextToken?: string }): Output {
  const page = keysetPage({
    items: [...world.state.cloudformation.exports.values()],
    key: ({ Name }) => Name,
    size: PAGE,
    token: NextToken,
  })
  if (page === undefined) throw new FakeAwsError('ValidationError', 'NextToken is not valid')
  return { Exports: page.items, NextToken: page.nextToken }
}

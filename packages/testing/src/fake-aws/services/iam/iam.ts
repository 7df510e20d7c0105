import type { RoleRecord } from '../../state/iam.js'
import { awsQuery } from '../../wire/codecs/aws-query.js'
import { isFormOf } from '../../wire/codecs/query-form.js'
import { FakeAwsError, type Violation } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import { type FakeApi, reads } from '../../world/fake-api.js'
import type { World } from '../../world/world.js'
import model from './iam.model.json'

export const iam: FakeApi = {
  model,
  codec: awsQuery,
  eventSource: 'iam.amazonaws.com',
  errors: {
    throttling: () => new FakeAwsError('Throttling', 'Rate exceeded'),
    internal: (message) => new FakeAwsError('ServiceFailure', message, { status: 500 }),
    invalidInput,
  },
  operations: { GetRole: reads(getRole) },
  claims: (request) => isFormOf(model, request),
}

function invalidInput([first]: readonly Violation[]): FakeAwsError {
  const { path = '', value = null, constraint = '' } = first ?? {}
  const shown = value === null ? 'null' : `'${String(value)}'`
  const message = `1 validation error detected: Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`
  return new FakeAwsError('ValidationError', message)
}

function getRole(world: World, { RoleName }: { readonly RoleName: string }): Output {
  const role = world.state.iam.roles.get(RoleName)
  if (role === undefined) {
    throw new FakeAwsError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, { status: 404 })
  }
  return { Role: roleOutput(role) }
}

// IAM percent-encodes policies in its replies.
function roleOutput({ trustPolicy, Tags, ...role }: RoleRecord): Output {
  return { ...role, AssumeRolePolicyDocument: encodeURIComponent(trustPolicy), ...(Tags.length > 0 && { Tags }) }
}

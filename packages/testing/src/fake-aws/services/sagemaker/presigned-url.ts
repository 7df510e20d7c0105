import { validationError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { notReady } from './errors.js'
import { findDomain, findSpace, findUserProfile } from './lookup.js'

interface PresignedUrlInput {
  readonly DomainId: string
  readonly UserProfileName: string
  readonly SpaceName?: string | null
}

/** Answers with a URL of AWS's form. Nothing listens there: the fake has no Studio. */
export function createPresignedDomainUrl(world: World, input: PresignedUrlInput): Output {
  const { DomainId, DomainArn: arn, AuthMode, Status: status, Url } = findDomain(world, input.DomainId)
  if (AuthMode !== 'IAM') {
    throw validationError(`CreatePresignedDomainUrl is for domains with AuthMode IAM: ${DomainId} has ${AuthMode}.`)
  }
  if (status === 'Pending' || status === 'Deleting' || status === 'Failed') {
    throw notReady(world, 'open', { kind: 'Domain', arn, status })
  }
  const profile = findUserProfile(world, DomainId, input.UserProfileName)
  if (profile.Status === 'Pending' || profile.Status === 'Deleting' || profile.Status === 'Failed') {
    throw notReady(world, 'open', { kind: 'UserProfile', arn: profile.UserProfileArn, status: profile.Status })
  }
  if (input.SpaceName != null) findSpace(world, DomainId, input.SpaceName)
  return { AuthorizedUrl: `${Url}/auth?token=${world.ids.base36(64)}` }
}

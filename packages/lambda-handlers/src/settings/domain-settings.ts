import { type DomainId, parseDomainId } from '@studio-efs/core'
import type { InvalidInputError } from '@studio-efs/core/driver-kit'
import { Result } from 'neverthrow'
import { withDefault } from './setting.js'

/** Ids with commas between them; one that is there twice counts once. */
export function parseDomainIds(value: string, variable: string): Result<readonly DomainId[], InvalidInputError> {
  return Result.combine(value.split(',').map((id) => parseDomainId(id.trim(), variable))).map((ids) => [
    ...new Set(ids),
  ])
}

/** Which domains count; `undefined` is every domain. `domain_id` is the name that the AWS blog post uses. */
export const domainSettings = {
  domainIds: withDefault<readonly DomainId[], undefined>(
    ['STUDIO_EFS_DOMAIN_IDS', 'domain_id'],
    undefined,
    parseDomainIds,
  ),
}

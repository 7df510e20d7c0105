import { err, ok, type Result } from 'neverthrow'
import type { DomainFileSystemsChange } from '../../model/change.js'
import type { CustomFileSystemConfig } from '../../model/custom-file-system.js'
import type { DomainId } from '../../model/ids.js'
import type { SpaceKind } from '../../model/space.js'
import type { Domain } from '../../model/studio-resource.js'
import { StudioEfsError } from '../../studio-efs-error.js'
import type { FileSystemListPlan } from './list-edit.js'

/** Spaces that a default is for: `private` ones, `shared` ones, or both. */
export type DefaultScope = SpaceKind | 'both'

/** The domain has no `DefaultSpaceSettings.ExecutionRole`, and SageMaker takes no update of these settings without one. */
export class ExecutionRoleMissingError extends StudioEfsError {
  readonly name = 'ExecutionRoleMissingError'
  readonly domainId: DomainId

  constructor({ domainId }: Pick<ExecutionRoleMissingError, 'domainId'>) {
    super({
      message: `Domain ${domainId} has no execution role for shared spaces; nothing was changed.`,
      retryable: false,
      hint: "Pass executionRole, which then becomes the role of the domain's shared spaces for good, or set scope to 'private'.",
    })
    this.domainId = domainId
  }
}

export interface DomainListsSpec<ListError> {
  readonly scope: DefaultScope
  /** For a domain whose `DefaultSpaceSettings` have none. */
  readonly executionRole: string | undefined
  readonly planList: (
    own: readonly CustomFileSystemConfig[],
    spaces: SpaceKind,
  ) => Result<FileSystemListPlan, ListError>
}

export interface DomainListsPlan {
  /** One for each list that is to change; empty when the domain is as it should be. */
  readonly changes: readonly DomainFileSystemsChange[]
  /** SageMaker takes the list for shared spaces only together with it. */
  readonly executionRole: string | undefined
}

/** Applies `planList` to the list for private spaces, the one for shared spaces, or both. */
export function planDomainLists<ListError>(
  domain: Domain,
  { scope, executionRole, planList }: DomainListsSpec<ListError>,
): Result<DomainListsPlan, ListError | ExecutionRoleMissingError> {
  const { domainId } = domain
  const changes: DomainFileSystemsChange[] = []
  for (const spaces of scope === 'both' ? (['private', 'shared'] as const) : [scope]) {
    const own = spaces === 'private' ? domain.customFileSystems : domain.spaceFileSystems
    const list = planList(own, spaces)
    if (list.isErr()) return err(list.error)
    if (list.value.edits.length === 0) continue
    changes.push({ kind: 'domain-file-systems', action: 'update', domainId, spaces, ...list.value })
  }
  const role = domain.spaceExecutionRole ?? executionRole
  const needsRole = changes.some(({ spaces }) => spaces === 'shared')
  return needsRole && role === undefined
    ? err(new ExecutionRoleMissingError({ domainId }))
    : ok({ changes, executionRole: role })
}

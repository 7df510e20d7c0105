import { err, ok, type Result } from 'neverthrow'
import type { DomainFileSystemsChange, SpaceKind } from '../../model/change.js'
import type { CustomFileSystemConfig } from '../../model/custom-file-system.js'
import type { Domain } from '../../model/studio-resource.js'
import { ExecutionRoleMissingError } from './execution-role-missing-error.js'
import type { FileSystemListPlan } from './file-system-list-plan.js'

/** Which spaces a default is for: `private` ones, `shared` ones, or both. */
export type DefaultScope = SpaceKind | 'both'

export interface DomainDefaultPlan {
  /** One for each half that is to change; empty when the domain is as it should be. */
  readonly changes: readonly DomainFileSystemsChange[]
  /** Goes along with the shared half, which SageMaker takes only together with it. */
  readonly executionRole: string | undefined
}

export function spaceKindsOf(scope: DefaultScope): readonly SpaceKind[] {
  return scope === 'both' ? ['private', 'shared'] : [scope]
}

export function domainListOf(domain: Domain, spaces: SpaceKind): readonly CustomFileSystemConfig[] {
  return spaces === 'private' ? domain.customFileSystems : domain.spaceFileSystems
}

/** What one list of the domain is called in messages. */
export function domainListName(domain: Pick<Domain, 'domainId'>, spaces: SpaceKind): string {
  return `domain ${domain.domainId} (${spaces === 'private' ? 'DefaultUserSettings' : 'DefaultSpaceSettings'})`
}

/** What `planList` makes of each half of the domain that `scope` names. */
export function planDomainDefault<ListError>(
  domain: Domain,
  scope: DefaultScope,
  executionRole: string | undefined,
  planList: (own: readonly CustomFileSystemConfig[], spaces: SpaceKind) => Result<FileSystemListPlan, ListError>,
): Result<DomainDefaultPlan, ListError | ExecutionRoleMissingError> {
  const changes: DomainFileSystemsChange[] = []
  for (const spaces of spaceKindsOf(scope)) {
    const list = planList(domainListOf(domain, spaces), spaces)
    if (list.isErr()) return err(list.error)
    if (list.value.edits.length === 0) continue
    changes.push({ kind: 'domain-file-systems', action: 'update', domainId: domain.domainId, spaces, ...list.value })
  }
  const role = domain.spaceExecutionRole ?? executionRole
  const needsRole = changes.some(({ spaces }) => spaces === 'shared')
  return needsRole && role === undefined
    ? err(new ExecutionRoleMissingError(domain.domainId))
    : ok({ changes, executionRole: role })
}

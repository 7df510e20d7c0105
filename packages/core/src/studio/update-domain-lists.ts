import type { ResultAsync } from 'neverthrow'
import {
  type DomainLists,
  describeDomain,
  type SageMakerCall,
  updateDomainFileSystems,
} from '../aws/sagemaker/describe-and-update.js'
import { waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import type { SpaceKind } from '../model/space.js'
import type { Domain } from '../model/studio-resource.js'
import {
  type DomainListsPlan,
  type DomainListsSpec,
  type ExecutionRoleMissingError,
  planDomainLists,
} from './plan/domain-lists.js'
import { readModifyWrite, type UpdateError } from './read-modify-write.js'

/**
 * Gives the domain the lists that `planList` makes of its own, both in one call, and waits until the domain is ready
 * again. Call it while holding the domain's turn.
 */
export function updateDomainLists<ListError>(
  call: SageMakerCall,
  domain: Domain,
  spec: DomainListsSpec<ListError> & { readonly dryRun: boolean },
): ResultAsync<readonly DomainFileSystemsChange[], ListError | ExecutionRoleMissingError | UpdateError> {
  const { domainId } = domain
  const steps = {
    resource: `domain ${domainId}`,
    plan: (seen: Domain) => planDomainLists(seen, spec).map((plan) => (plan.changes.length === 0 ? undefined : plan)),
    send: (plan: DomainListsPlan) => updateDomainFileSystems(call, domainId, listsOf(plan)),
    describe: () => describeDomain(call, domainId),
    wait: () => waitForDomain(call, domainId, 'long-ago'),
  }
  const rules = { dryRun: spec.dryRun, verify: true }
  return readModifyWrite(call, steps, { first: domain, rules }).map(({ changes: plans }) =>
    plans.flatMap(({ changes }) => changes),
  )
}

function listsOf({ changes, executionRole }: DomainListsPlan): DomainLists {
  const listFor = (kind: SpaceKind) => changes.find(({ spaces }) => spaces === kind)?.after
  const [own, shared] = [listFor('private'), listFor('shared')]
  return {
    ...(own && { private: own }),
    ...(shared && executionRole !== undefined && { shared: { executionRole, list: shared } }),
  }
}

import type { Result } from 'neverthrow'
import { type DescribeContext, describeDomain, updateDomainFileSystems } from '../aws/sagemaker/describe-and-update.js'
import { waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import type { DomainFileSystemsChange, SpaceKind } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { Domain } from '../model/studio-resource.js'
import { type DefaultScope, type DomainDefaultPlan, planDomainDefault } from './plan/domain-lists-plan.js'
import type { ExecutionRoleMissingError } from './plan/execution-role-missing-error.js'
import type { FileSystemListPlan } from './plan/file-system-list-plan.js'
import { type ReadModifyWriteError, readModifyWrite, type WriteRules } from './read-modify-write.js'

export interface DomainDefaultWish extends WriteRules {
  readonly scope: DefaultScope
  readonly executionRole: string | undefined
}

export type PlanList<ListError> = (
  own: readonly CustomFileSystemConfig[],
  spaces: SpaceKind,
) => Result<FileSystemListPlan, ListError>

/** Gives the halves of the domain the lists that `planList` makes of theirs, in one call. Hold the domain's turn. */
export async function domainDefaultStep<ListError>(
  context: DescribeContext,
  domain: Domain,
  planList: PlanList<ListError>,
  wish: DomainDefaultWish,
  patience: Patience,
): Promise<Result<readonly DomainFileSystemsChange[], ListError | ExecutionRoleMissingError | ReadModifyWriteError>> {
  const { domainId } = domain
  const steps = {
    resource: `domain ${domainId}`,
    plan: (seen: Domain) =>
      planDomainDefault(seen, wish.scope, wish.executionRole, planList).map((plan) =>
        plan.changes.length === 0 ? undefined : plan,
      ),
    send: (plan: DomainDefaultPlan) => updateDomainFileSystems(context.sagemaker, domainId, listsOf(plan), patience),
    describe: () => describeDomain(context, domainId, patience),
    wait: () => waitForDomain(context, domainId, patience),
  }
  const written = await readModifyWrite(context.clock, steps, domain, wish, patience)
  return written.map((plans) => plans.changes.flatMap(({ changes }) => changes))
}

function listsOf({ changes, executionRole }: DomainDefaultPlan) {
  const listFor = (kind: SpaceKind) => changes.find(({ spaces }) => spaces === kind)?.after
  const [own, shared] = [listFor('private'), listFor('shared')]
  return {
    ...(own && { private: own }),
    ...(shared && executionRole !== undefined && { shared: { executionRole, list: shared } }),
  }
}

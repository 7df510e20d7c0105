import { err, ok, okAsync, type Result } from 'neverthrow'
import type { DescribeContext } from '../aws/sagemaker/describe-and-update.js'
import { listUserProfiles } from '../aws/sagemaker/lists.js'
import type { Patience } from '../call.js'
import type { SetDomainDefaultError, SetDomainDefaultOutput } from '../domains/set-domain-default.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { directoryChanges, ensureDirectory } from '../drivers/ensure-directory.js'
import type { SpaceKind } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { Domain } from '../model/studio-resource.js'
import type { DefaultWish } from './default-fields.js'
import { hiddenProfilesStep } from './hidden-profiles.js'
import { domainListName, planDomainDefault } from './plan/domain-lists-plan.js'
import { mergeFileSystem } from './plan/file-system-merge.js'
import { domainDirectoryOwner } from './posix-owner.js'
import { domainDefaultStep, type PlanList } from './update-domain-lists.js'

export interface SetDefaultStepContext extends DescribeContext {
  readonly directories?: DirectoryDriver
}

type Report = Omit<SetDomainDefaultOutput, 'domainId'>

/** Directory, default, profiles, in this order, on a domain that was read already. Hold the domain's turn. */
export async function setDefaultStep(
  context: SetDefaultStepContext,
  domain: Domain,
  wish: DefaultWish,
  patience: Patience,
): Promise<Result<Report, SetDomainDefaultError>> {
  const planList = listPlanner(domain, wish)
  const candidates = await profilesToLookAt(context, domain, wish, patience)
  if (candidates.isErr()) return err(candidates.error)
  const directory = await provisionDefault(context, domain, planList, wish, patience)
  if (directory.isErr()) return err(directory.error)
  const defaults = await domainDefaultStep(context, domain, planList, { ...wish, verify: true }, patience)
  if (defaults.isErr()) return err(defaults.error)
  const hidden = await hiddenProfilesStep(context, domain, candidates.value, { ...wish, wanted: wish }, patience)
  const made = directory.value === undefined ? [] : directoryChanges(directory.value)
  return ok({
    directory: directory.value,
    profiles: hidden.profiles,
    changes: [...made, ...defaults.value, ...hidden.changes],
  })
}

function listPlanner(domain: Domain, wish: DefaultWish) {
  return (own: readonly CustomFileSystemConfig[], spaces: SpaceKind) =>
    mergeFileSystem({
      holder: domainListName(domain, spaces),
      own,
      domain: [],
      wanted: wish,
      domainFileSystems: 'leave',
      limit: wish.maxCustomFileSystems,
    })
}

/**
 * Listed before anything is written, so that a caller who may not list them learns it in time. A default for shared
 * spaces only is never hidden: profiles have no list for them.
 */
function profilesToLookAt(context: SetDefaultStepContext, domain: Domain, wish: DefaultWish, patience: Patience) {
  const wanted = wish.hiddenProfiles === 'report' || wish.reachProfiles
  if (!wanted || wish.scope === 'shared') return okAsync([])
  return listUserProfiles(context, patience, domain.domainId)
}

/** Makes no directory for a default that would be refused. */
async function provisionDefault<ListError>(
  { directories, clock }: SetDefaultStepContext,
  domain: Domain,
  planList: PlanList<ListError>,
  wish: DefaultWish,
  patience: Patience,
) {
  if (wish.directory === 'as-is' || directories === undefined) return ok(undefined)
  const planned = planDomainDefault(domain, wish.scope, wish.executionRole, planList)
  if (planned.isErr()) return err(planned.error)
  const spec = { path: wish.fileSystemPath, owner: domainDirectoryOwner(domain, wish), mode: wish.mode }
  return ensureDirectory({ directories, clock }, spec, wish, patience)
}

import { err, ok, type Result } from 'neverthrow'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import type { SpaceKind } from '../model/change.js'
import type { CustomFileSystemConfig } from '../model/custom-file-system.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Domain } from '../model/studio-resource.js'
import type { Patience } from '../patience.js'
import { domainListName } from '../policy/domain-default-plan.js'
import { mergeFileSystem } from '../policy/file-system-merge.js'
import { domainDirectoryOwner } from '../policy/posix-owner.js'
import { directoryChanges, ensureDirectory } from './directory-step.js'
import type { DefaultWish } from './domain-default-fields.js'
import { type DomainDefaultStepContext, domainDefaultStep } from './domain-default-step.js'
import { hiddenProfilesStep } from './hidden-profiles-step.js'
import type { SetDomainDefaultError, SetDomainDefaultOutput } from './set-domain-default.js'

export interface SetDefaultStepContext extends DomainDefaultStepContext {
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
  const directory = await provisionDefault(context, domain, wish, patience)
  if (directory.isErr()) return err(directory.error)
  const planList = (own: readonly CustomFileSystemConfig[], spaces: SpaceKind) =>
    mergeFileSystem({
      holder: domainListName(domain, spaces),
      own,
      domain: [],
      wanted: wish,
      domainFileSystems: 'leave',
      limit: wish.maxCustomFileSystems,
    })
  const changes = await domainDefaultStep(context, domain, planList, { ...wish, verify: true }, patience)
  if (changes.isErr()) return err(changes.error)
  const profiles = await lookAtProfiles(context, domain, wish, patience)
  if (profiles.isErr()) return err(profiles.error)
  const made = directory.value === undefined ? [] : directoryChanges(directory.value)
  return ok({
    directory: directory.value,
    profiles: profiles.value.profiles,
    changes: [...made, ...changes.value, ...profiles.value.changes],
  })
}

async function provisionDefault(
  { directories, clock }: SetDefaultStepContext,
  domain: Domain,
  wish: DefaultWish,
  patience: Patience,
) {
  if (wish.directory === 'as-is' || directories === undefined) return ok(undefined)
  const { uid, gid } = domainDirectoryOwner(domain, wish.scope)
  const owner = { uid: wish.uid ?? uid, gid: wish.gid ?? gid } as PosixOwner
  return ensureDirectory({ directories, clock }, { path: wish.fileSystemPath, owner, mode: wish.mode }, wish, patience)
}

/** A default for shared spaces only is never hidden: profiles have no list for them. */
async function lookAtProfiles(context: SetDefaultStepContext, domain: Domain, wish: DefaultWish, patience: Patience) {
  const wanted = wish.hiddenProfiles === 'report' || wish.reachProfiles
  if (!wanted || wish.scope === 'shared') return ok({ profiles: [], changes: [] })
  return hiddenProfilesStep(context, domain, { ...wish, wanted: wish }, patience)
}

import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { type DirectoryStepError, ensureDirectory } from '../drivers/ensure-directory.js'
import { InvalidInputError } from '../errors.js'
import { type DirectoryLayout, separatesDomains } from '../model/directory-layout.js'
import { PRIVATE_MODE } from '../model/directory-mode.js'
import { ROOT_PATH } from '../model/file-system-path.js'
import type { DomainId } from '../model/ids.js'
import { show } from '../model/parse/parse-text.js'
import { DEFAULT_POSIX_OWNER } from '../model/posix-owner.js'
import type { Clock } from '../time/clock.js'
import type { RunDomains } from './run-domains.js'

/** Two domains may each have a profile of one name, and those are two people. */
export function checkLayout(layout: DirectoryLayout, domainIds: readonly DomainId[]): InvalidInputError | undefined {
  if (new Set(domainIds).size < 2 || separatesDomains(layout)) return undefined
  const allowed =
    'with more than one domain, a layout in which "/", "." or "_" keeps {domainId} apart from {userProfileName}, such as /{domainId}/{userProfileName}'
  return new InvalidInputError({
    field: 'layout',
    allowed,
    received: `${show(layout)}, for ${domainIds.length} domains`,
  })
}

/** Domains that the caller named are there. One that is being changed is fine: its profiles wait. */
export async function checkDomains(
  domains: RunDomains,
  domainIds: readonly DomainId[],
): Promise<ReadinessError | undefined> {
  const looks = await Promise.all(domainIds.map((domainId) => domains.look(domainId)))
  return looks.flatMap((look) => (look.kind === 'unusable' || look.kind === 'failed' ? [look.error] : []))[0]
}

/** The driver reaches its file system: without it every profile would fail, one by one. */
export async function checkDirectories(
  context: { readonly directories: DirectoryDriver; readonly clock: Clock },
  patience: Patience,
): Promise<DirectoryStepError | undefined> {
  const root = { path: ROOT_PATH, owner: DEFAULT_POSIX_OWNER, mode: PRIVATE_MODE }
  const seen = await ensureDirectory(context, root, { dryRun: true }, patience)
  return seen.isErr() ? seen.error : undefined
}

import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import { withPatience } from '../call.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import type { DirectoryStepError } from '../drivers/ensure-directory.js'
import type { DomainId } from '../model/ids.js'
import type { Clock } from '../time/clock.js'
import { checkDirectories, checkDomains } from './preflight-checks.js'
import type { Many } from './run-context.js'

/** Somebody waits in front of it: what is not there after a minute is told. */
export const LONGEST_OPENING_MS = 60_000

/** Directories can be made, and the domains that the caller named are there; or why not, after little more than a minute. */
export async function checkOpening(
  context: { readonly directories: DirectoryDriver; readonly clock: Clock },
  { opening, domains }: Many,
  domainIds: readonly DomainId[],
): Promise<ReadinessError | DirectoryStepError | undefined> {
  const { signal } = opening
  const obstacle = await withPatience(context.clock, { timeoutMs: LONGEST_OPENING_MS, signal }, (patience) =>
    checkDirectories(context, patience),
  )
  return obstacle ?? checkDomains({ look: (domainId) => domains.look(domainId, opening) }, domainIds)
}

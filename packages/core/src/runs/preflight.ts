import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { withDeadline } from '../call.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { type DirectoryStepError, ensureDirectory } from '../drivers/ensure-directory.js'
import { type DirectoryLayout, separatesDomains } from '../model/directory-layout.js'
import { PRIVATE_MODE } from '../model/directory-mode.js'
import { ROOT_PATH } from '../model/file-system-path.js'
import type { DomainId } from '../model/ids.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import { DEFAULT_POSIX_OWNER } from '../model/posix-owner.js'
import { InvalidInputError } from '../studio-efs-error.js'
import type { RunCall, RunContext } from './engine/run-context.js'

/** A person waits for it: report what cannot be reached within a minute. */
const MAX_PREFLIGHT_MS = 60_000

/** The run's call with little patience for reads. */
export function preflightCall({ call }: RunContext): RunCall {
  return { ...call, maxRetryMs: MAX_PREFLIGHT_MS }
}

/** Directories can be made, and the domains that the caller named exist. Fails after little more than a minute. */
export function preflight(
  run: RunContext,
  directories: DirectoryDriver,
  domainIds: readonly DomainId[],
): ResultAsync<undefined, ReadinessError | DirectoryStepError> {
  return checkDirectories(run, directories).andThen(() => checkDomains(run, domainIds))
}

/** Two domains may each have a profile of one name, and those are two people. */
export function checkLayout(
  layout: DirectoryLayout,
  domainIds: readonly DomainId[],
): Result<undefined, InvalidInputError> {
  if (new Set(domainIds).size < 2 || separatesDomains(layout)) return ok(undefined)
  const allowed =
    'with more than one domain, a layout in which "/", "." or "_" keeps {domainId} apart from {userProfileName}, such as /{domainId}/{userProfileName}'
  const received = `${quoteForMessage(layout)}, for ${domainIds.length} domains`
  return err(new InvalidInputError({ field: 'layout', allowed, received }))
}

/** Domains exist. One that is being changed passes: its profiles wait. */
export function checkDomains(run: RunContext, domainIds: readonly DomainId[]): ResultAsync<undefined, ReadinessError> {
  const call = preflightCall(run)
  const probes = Promise.all(domainIds.map((domainId) => run.domains.probe(domainId, { call, createdAt: undefined })))
  return new ResultAsync(
    probes.then((found) => {
      const failure = found.find((each) => each.kind === 'unusable' || each.kind === 'failed')
      return failure === undefined ? ok(undefined) : err(failure.error)
    }),
  )
}

/** The driver reaches its file system: without it every profile would fail, one by one. */
function checkDirectories(
  { call }: RunContext,
  directories: DirectoryDriver,
): ResultAsync<undefined, DirectoryStepError> {
  // Reads only, so the owner of the root does not matter.
  const ignored = { owner: DEFAULT_POSIX_OWNER, mode: PRIVATE_MODE, foreignDirectories: 'take-over' } as const
  const root = { path: ROOT_PATH, ...ignored }
  return withDeadline({ ...call, directories }, { timeoutMs: MAX_PREFLIGHT_MS, signal: call.signal }, (inner) =>
    ensureDirectory(inner, root, { dryRun: true }),
  ).map(() => undefined)
}

import { err, ok, type Result } from 'neverthrow'
import type { ConnectionError, CredentialsError, RegionError, ResourceNotFoundError } from '../aws/call/aws-error.js'
import { describeDomain, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listDomains } from '../aws/sagemaker/lists.js'
import type { CallEndedError } from '../call.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import { notRead, type ReadError, readAll } from './read-all.js'
import type { StatusFinding } from './studio-status.js'

/** Errors after which nothing can be read. Not found is every domain that was named. */
export type StatusEnd = CredentialsError | RegionError | ConnectionError | ResourceNotFoundError | CallEndedError

/** Counts what was read, for the caller. */
export interface ReadingProgress {
  /** So many more are going to be read. */
  expect(more: number): void
  count(): void
}

interface ReadDomains {
  readonly domainIds: readonly DomainId[]
  readonly domains: ReadonlyMap<string, Domain>
  readonly findings: readonly StatusFinding[]
}

/** A person waits: without a reply for so long, there is no network. */
const FIRST_REPLY_MS = 60_000

/** Reads the named domains, or all of the Region. These are the first requests: their errors say if anything can be read. */
export async function readDomains(
  call: SageMakerCall,
  { domainIds: named }: { readonly domainIds: readonly DomainId[] | undefined },
  progress: ReadingProgress,
): Promise<Result<ReadDomains, StatusEnd>> {
  const first = { ...call, maxRetryMs: FIRST_REPLY_MS }
  const listed = named === undefined ? await listDomains(first) : ok(named)
  if (listed.isErr()) {
    const { error } = listed
    return endsReading(error)
      ? err(error)
      : ok({ domainIds: [], domains: new Map(), findings: [notRead('the domains of this Region', error)] })
  }
  const domainIds = listed.value
  progress.expect(domainIds.length)
  const { values, findings, failure, gone } = await readAll(domainIds, {
    kind: 'domains',
    keyOf: String,
    read: (id) => describeDomain(first, id),
    onRead: progress.count,
  })
  const missing = [...gone.values()]
  const [none] = missing
  if (named !== undefined && values.size === 0) {
    if (none !== undefined && missing.length === named.length && isNotFound(none)) return err(none)
    if (failure !== undefined && endsReading(failure)) return err(failure)
  }
  const unknown = named === undefined ? [] : [...gone].map(([id, error]) => notRead(`domain ${id}`, error))
  return ok({ domainIds, domains: values, findings: [...findings, ...unknown] })
}

function isNotFound(error: ReadError): error is ResourceNotFoundError {
  return error.name === 'ResourceNotFoundError'
}

const ENDS: readonly string[] = [
  'CredentialsError',
  'RegionError',
  'ConnectionError',
  'DeadlineExceededError',
  'AbortedError',
] satisfies readonly StatusEnd['name'][]

function endsReading(error: ReadError): error is Exclude<StatusEnd, ResourceNotFoundError> {
  return ENDS.includes(error.name)
}

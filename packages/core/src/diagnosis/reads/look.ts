import { err, errAsync, ok, ResultAsync } from 'neverthrow'
import pLimit from 'p-limit'
import type {
  AwsError,
  AwsResult,
  ConnectionError,
  CredentialsError,
  RegionError,
  ResourceNotFoundError,
} from '../../aws/call/aws-error.js'
import type { CallEndedError } from '../../call.js'
import type { FileSystemUnclearError } from '../file-system-unclear.js'

/** Errors that end the whole diagnosis. Not found, or without a reply, is the domain. */
export type RunEnd =
  | ResourceNotFoundError
  | CredentialsError
  | RegionError
  | ConnectionError
  | CallEndedError
  | FileSystemUnclearError

/**
 * A reading that was not made. `unknown`: it failed, and the check stays open. `skipped`: there is nothing to read.
 * `ended`: the diagnosis is over.
 */
export type LookFailure =
  | { readonly kind: 'unknown'; readonly reason: string; readonly deniedAction?: string | undefined }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'ended'; readonly error: RunEnd }

/** A reading that several checks share. */
export type Look<T> = ResultAsync<T, LookFailure>

/** Makes readings, at most so many at once. */
export interface Looker {
  /** Reads once, however often it is asked. Results of AWS become results of a look. */
  once<T>(read: () => Look<T>): () => Look<T>
  /** Sends one request of AWS. */
  aws<T>(read: () => AwsResult<T>): Look<T>
  /** Waits for a turn. */
  turn<T>(work: () => Promise<T>): Promise<T>
}

export function createLooker(readsAtOnce: number): Looker {
  const limit = pLimit(readsAtOnce)
  return {
    once: madeOnce,
    aws: (read) => new ResultAsync(limit(async () => read().mapErr(failureOf))),
    turn: (work) => limit(work),
  }
}

function madeOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** A denied or failed request leaves a check open; without credentials, Region or time nothing can be read. */
export function failureOf(error: AwsError | CallEndedError): LookFailure {
  switch (error.name) {
    case 'CredentialsError':
    case 'RegionError':
    case 'AbortedError':
    case 'DeadlineExceededError':
      return { kind: 'ended', error }
    case 'AccessDeniedError':
      return { kind: 'unknown', reason: error.message, deniedAction: actionOf(error) }
    default:
      return { kind: 'unknown', reason: error.message }
  }
}

/** IAM calls some services by another name than their clients. */
const IAM_PREFIXES: Readonly<Record<string, string>> = { efs: 'elasticfilesystem' }

function actionOf({ service, operation }: Pick<AwsError, 'service' | 'operation'>): string {
  return `${IAM_PREFIXES[service] ?? service}:${operation}`
}

export function notAsked<T>(reason: string): Look<T> {
  return errAsync<T, LookFailure>({ kind: 'skipped', reason })
}

/** A client or driver that the context lacks. */
export function lacking<T>(part: string): Look<T> {
  return errAsync<T, LookFailure>({ kind: 'unknown', reason: `The context has no ${part}.` })
}

/** Reads every item, in order; the first failure stands for all. */
export function lookAtEach<Item, Value>(items: readonly Item[], look: (item: Item) => Look<Value>): Look<Value[]> {
  return ResultAsync.combine(items.map(look))
}

/** Undefined for what AWS does not know any more. */
export function orGone<T>(read: AwsResult<T>): AwsResult<T | undefined> {
  return read
    .map((value): T | undefined => value)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(undefined) : err(error)))
}

import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { type Patience, withPatience } from '../../call.js'
import type { StudioEfsError } from '../../errors.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { FunctionAnswer } from '../../model/function-answer.js'
import type { Clock } from '../../time/clock.js'
import type { DirectoryError } from '../directory-error.js'
import {
  DirectoryFunctionError,
  DirectoryFunctionUnavailableError,
  DirectoryReplyError,
  FileSystemMountError,
  isMountFailure,
} from './directory-function-error.js'
import { type ParseResult, parseReply } from './wire-reply.js'
import { type DirectoryRequest, WIRE_VERSION } from './wire-request.js'

/** Why no answer came; `code` is AWS's word for it, where AWS said anything. */
export interface InvocationFailure extends StudioEfsError {
  readonly code?: string
}

/** The way to the directory function: invokes it once and waits for its answer. */
export interface DirectoryFunction {
  readonly functionName: string
  /** How long one invocation may take, in milliseconds. */
  readonly timeoutMs: number
  readonly clock: Clock
  invoke(payload: string, patience: Patience): ResultAsync<FunctionAnswer, InvocationFailure>
}

/** One of the driver's two verbs, as it is put on the wire and read from it. */
export interface WireJob<Item, Value> {
  pathOf(item: Item): FileSystemPath
  request(items: readonly Item[]): Omit<DirectoryRequest, 'version'>
  readonly parse: ParseResult<Item, Value>
}

/** Why a whole invocation brought no results. */
export type InvocationError =
  | FileSystemMountError
  | DirectoryFunctionError
  | DirectoryReplyError
  | DirectoryFunctionUnavailableError

/** Asks for all items in one invocation. */
export async function ask<Item, Value>(
  target: DirectoryFunction,
  job: WireJob<Item, Value>,
  items: readonly Item[],
): Promise<Result<readonly Result<Value, DirectoryError>[], InvocationError>> {
  const { functionName, clock, timeoutMs } = target
  const request: DirectoryRequest = { version: WIRE_VERSION, ...job.request(items) }
  const answered = await withPatience(clock, { timeoutMs, signal: undefined }, async (patience) =>
    target.invoke(JSON.stringify(request), patience),
  )
  if (answered.isErr()) return err(failureOf(functionName, answered.error))
  const answer = answered.value
  if (answer.kind === 'failed') return err(new DirectoryFunctionError(functionName, answer.errorType, answer.message))
  const results = parseReply(answer.payload, items.length)
  if (results.isErr()) return err(new DirectoryReplyError(functionName, results.error))
  return ok(
    items.map((item, index) =>
      job.parse(item, results.value[index]).match(
        (result) => result,
        (error) => err(new DirectoryReplyError(functionName, error)),
      ),
    ),
  )
}

function failureOf(functionName: string, cause: InvocationFailure): InvocationError {
  if (isMountFailure(cause.code)) return new FileSystemMountError(functionName, cause.code, { cause })
  return new DirectoryFunctionUnavailableError(functionName, cause.name, { retryable: cause.retryable, cause })
}

import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import type { FunctionAnswer } from '../../aws/lambda.js'
import { type Call, withDeadline } from '../../call.js'
import { silentLogger } from '../../logger.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { InvalidInputError, StudioEfsError } from '../../studio-efs-error.js'
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

/** No answer came. */
export interface InvocationFailure extends StudioEfsError {
  /** AWS's exception name, or the socket's error code; absent when the invocation ran out of time. */
  readonly code?: string
}

/** The directory function, and the limits of one invocation. */
export interface DirectoryFunction {
  readonly functionName: string
  readonly timeoutMs: number
  readonly maxItems: number
  readonly clock: Clock
  /** Invokes the function once and waits for its answer. */
  invoke(call: Call, payload: string): ResultAsync<FunctionAnswer, InvocationFailure>
}

/** One method of the driver: how its items are sent and its results are read. */
export interface WireMethod<Item, Value> {
  pathOf(item: Item): FileSystemPath
  request(items: readonly Item[]): Omit<DirectoryRequest, 'version'>
  readonly parse: ParseResult<Item, Value>
}

/** An invocation that gave no results. */
export type InvocationError =
  | FileSystemMountError
  | DirectoryFunctionError
  | DirectoryReplyError
  | DirectoryFunctionUnavailableError

/** Sends all items in one invocation. One result per item, in order. */
export function invokeDirectoryFunction<Item, Value>(
  target: DirectoryFunction,
  method: WireMethod<Item, Value>,
  items: readonly Item[],
): ResultAsync<readonly Result<Value, DirectoryError>[], InvocationError> {
  const { functionName, clock, timeoutMs } = target
  const request: DirectoryRequest = { version: WIRE_VERSION, ...method.request(items) }
  const malformed = ({ field, allowed, received }: InvalidInputError) =>
    new DirectoryReplyError({ functionName, field, allowed, received })
  return safeTry(async function* () {
    const answer = yield* withDeadline({ clock, logger: silentLogger }, { timeoutMs, signal: undefined }, (call) =>
      target.invoke(call, JSON.stringify(request)),
    ).mapErr((cause) => noAnswer(functionName, cause))
    if (answer.kind === 'failed') {
      const { errorType, message: errorMessage } = answer
      return err(new DirectoryFunctionError({ functionName, errorType, errorMessage }))
    }
    const results = yield* parseReply(answer.payload, items.length).mapErr(malformed)
    return ok(
      items.map((item, index) =>
        method
          .parse(item, results[index])
          .mapErr(malformed)
          .andThen((result) => result),
      ),
    )
  })
}

function noAnswer(functionName: string, cause: InvocationFailure): InvocationError {
  const { name, code, retryable } = cause
  if (isMountFailure(code)) return new FileSystemMountError({ functionName, code, cause })
  const waitedFor = (cause.cause as Partial<StudioEfsError> | undefined)?.name
  const reason = name === 'DeadlineExceededError' && waitedFor === 'ThrottledError' ? waitedFor : name
  return new DirectoryFunctionUnavailableError({ functionName, reason, retryable, cause })
}

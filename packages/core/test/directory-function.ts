import { errAsync, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { FunctionAnswer } from '../src/aws/lambda.js'
import { type DirectoryDriver, ROOT_PATH } from '../src/directories.js'
import { answerDirectoryRequest } from '../src/drivers/lambda/answer-directory-request.js'
import type { DirectoryFunction, InvocationFailure } from '../src/drivers/lambda/invocation.js'
import { StudioEfsError, systemClock } from '../src/index.js'
import type { FileSystemPath } from '../src/model/file-system-path.js'

export const functionName = 'studio-efs-directories'

interface Request {
  readonly ensureDirectories?: readonly { readonly path: string }[]
  readonly inspectDirectories?: readonly string[]
}

/** The answer or failure in place of the function's own; undefined lets it answer. */
export type Instead = (paths: readonly string[]) => FunctionAnswer | InvocationFailure | undefined

/** The directory function in this process, on a driver; requests and replies pass through JSON as with Lambda. */
export function directoryFunction(driver: DirectoryDriver, instead: Instead = () => undefined, root?: FileSystemPath) {
  const invocations: (readonly string[])[] = []
  const target: DirectoryFunction = {
    functionName,
    timeoutMs: 1000,
    maxItems: 8,
    clock: systemClock,
    invoke(_, payload) {
      const request: Request = JSON.parse(payload)
      const paths = request.inspectDirectories ?? request.ensureDirectories?.map(({ path }) => path) ?? []
      invocations.push(paths)
      const other = instead(paths)
      if (other instanceof StudioEfsError) return errAsync(other)
      return other === undefined ? answered(driver, request, root) : okAsync(other)
    },
  }
  return { target, invocations }
}

export const replied = (value: unknown): FunctionAnswer => ({ kind: 'replied', payload: JSON.stringify(value) })

function answered(
  driver: DirectoryDriver,
  request: unknown,
  root: FileSystemPath = ROOT_PATH,
): ResultAsync<FunctionAnswer, InvocationFailure> {
  return answerDirectoryRequest(driver, request, { root })
    .map(replied)
    .orElse(({ name, message }) => ok<FunctionAnswer>({ kind: 'failed', errorType: name, message }))
}

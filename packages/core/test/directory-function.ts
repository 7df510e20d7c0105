import { errAsync, ok, okAsync, type ResultAsync } from 'neverthrow'
import { answerDirectoryRequest } from '../src/drivers/lambda/answer.js'
import type { DirectoryFunction, InvocationFailure } from '../src/drivers/lambda/invocation.js'
import { type DirectoryDriver, ROOT_PATH, StudioEfsError, systemClock } from '../src/index.js'
import type { FileSystemPath } from '../src/model/file-system-path.js'
import type { FunctionAnswer } from '../src/model/function-answer.js'

export const functionName = 'studio-efs-directories'

interface Request {
  readonly ensureDirectories?: readonly { readonly path: string }[]
  readonly inspectDirectories?: readonly string[]
}

/** What happens instead of the function's own answer; undefined lets it answer. */
export type Instead = (paths: readonly string[]) => FunctionAnswer | InvocationFailure | undefined

/** The directory function in this process, on a driver, with JSON in between as it is with Lambda. */
export function directoryFunction(driver: DirectoryDriver, instead: Instead = () => undefined, root?: FileSystemPath) {
  const invocations: (readonly string[])[] = []
  const target: DirectoryFunction = {
    functionName,
    timeoutMs: 1000,
    clock: systemClock,
    invoke(payload) {
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

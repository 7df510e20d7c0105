import type { DirectoryDriver, FileSystemPath, Logger } from '@studio-efs/core/directories'
import { repairIn } from '@studio-efs/core/driver-kit'
import { answerDirectoryRequest, type DirectoryReply, type WireResult } from '@studio-efs/core/lambda'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { defineHandler } from './handler/define-handler.js'
import type { Handler, HandlerContext, Observers } from './handler/handler.js'
import { parseProvisionDirectoriesConfiguration } from './settings/mount-configuration.js'

export type { DirectoryReply, DirectoryRequest, WireError, WireResult } from '@studio-efs/core/lambda'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export {
  type ProvisionDirectoriesConfiguration,
  parseProvisionDirectoriesConfiguration,
} from './settings/mount-configuration.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Clients, configuration and observers of the function `provision-directories`. */
export interface ProvisionDirectoriesOptions extends Observers {
  readonly context: HandlerContext & { readonly directories: DirectoryDriver }
  /** The function touches nothing outside this directory of the file system. Default `/`. */
  readonly root?: FileSystemPath
}

/** Handler of the function `provision-directories`. */
export type ProvisionDirectories = Handler<DirectoryReply>

const definition = defineHandler({
  name: 'provision-directories',
  settings: parseProvisionDirectoriesConfiguration,
  dropIn: ({ root, mountPath, mountPoint }): ProvisionDirectoriesOptions => ({
    context: { directories: posixDirectoryDriver({ mountPath, mountPoint }) },
    root,
  }),
  work:
    ({ context, root }) =>
    async (event) => {
      const answer = await answerDirectoryRequest(context.directories, event, root === undefined ? {} : { root })
      if (answer.isErr()) throw answer.error
      for (const result of answer.value.results) logRepair(context.logger, result)
      return answer.value
    },
  summaryOf: ({ results }) => {
    const counts: Record<string, number> = {}
    for (const outcome of results.map(outcomeOf)) counts[outcome] = (counts[outcome] ?? 0) + 1
    const failed = results.some((result) => 'error' in result)
    return { outcome: failed ? 'partial' : 'done', level: failed ? 'warn' : 'info', fields: { results: counts } }
  },
})

/**
 * The function that `lambdaDirectoryDriver` invokes: it runs where the file system is mounted and calls no AWS API.
 * Replies with one result per item. Throws `InvalidInputError` on a malformed request.
 *
 * @example
 * export const handler = createProvisionDirectories({
 *   context: { directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }) },
 * })
 */
export const createProvisionDirectories: (options: ProvisionDirectoriesOptions) => ProvisionDirectories =
  definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ProvisionDirectories = definition.handler

function logRepair(logger: Logger | undefined, result: WireResult): void {
  const repair = 'ok' in result && 'owner' in result.ok ? repairIn(result.ok) : undefined
  if (repair !== undefined) logger?.warn('repaired a directory', { handler: 'provision-directories', ...repair })
}

/** `created`, `unchanged`, `repaired`, `seen`, or the name of the error. */
function outcomeOf(result: WireResult): string {
  if ('error' in result) return result.error.name
  return 'outcome' in result.ok ? result.ok.outcome : 'seen'
}

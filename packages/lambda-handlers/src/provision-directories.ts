import type { DirectoryDriver, FileSystemPath } from '@studio-efs/core/directories'
import { answerDirectoryRequest, type DirectoryReply, type WireResult } from '@studio-efs/core/lambda'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { fromEnvironment } from './frame/from-environment.js'
import type { Handler } from './frame/invocation.js'
import type { HandlerContext, Observers } from './frame/observers.js'
import { recording, type Summary } from './frame/recording.js'
import { parseProvisionDirectoriesConfiguration } from './settings/provision-directories-settings.js'

export type { DirectoryReply, DirectoryRequest, WireError, WireResult } from '@studio-efs/core/lambda'
export type { Handler, Invocation } from './frame/invocation.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export {
  type ProvisionDirectoriesConfiguration,
  parseProvisionDirectoriesConfiguration,
} from './settings/provision-directories-settings.js'

export interface ProvisionDirectoriesOptions extends Observers {
  readonly context: HandlerContext & { readonly directories: DirectoryDriver }
  /** Nothing outside this directory of the file system is touched. Default `/`. */
  readonly root?: FileSystemPath
}

export type ProvisionDirectories = Handler<DirectoryReply>

const NAME = 'provision-directories'

/**
 * The function that `lambdaDirectoryDriver` invokes: it runs where the file system is mounted and calls no AWS API. A
 * request that is none is thrown; everything else gets one result per item.
 *
 * @example
 * export const handler = createProvisionDirectories({
 *   context: { directories: posixDirectoryDriver({ mountPath: '/mnt/efs' }) },
 * })
 */
export function createProvisionDirectories(options: ProvisionDirectoriesOptions): ProvisionDirectories {
  const { context, root } = options
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event) => {
      const answer = await answerDirectoryRequest(context.directories, event, root === undefined ? {} : { root })
      if (answer.isErr()) throw answer.error
      return answer.value
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ProvisionDirectories = fromEnvironment(
  NAME,
  parseProvisionDirectoriesConfiguration,
  ({ root, mountPath, mountPoint }) =>
    createProvisionDirectories({ context: { directories: posixDirectoryDriver({ mountPath, mountPoint }) }, root }),
)

function summaryOf({ results }: DirectoryReply): Summary {
  const counts: Record<string, number> = {}
  for (const what of results.map(whatOf)) counts[what] = (counts[what] ?? 0) + 1
  const failed = results.some((result) => 'error' in result)
  return { outcome: failed ? 'partial' : 'done', level: failed ? 'warn' : 'info', fields: { results: counts } }
}

/** `created`, `unchanged`, `repaired`, `seen`, or the name of the error. */
function whatOf(result: WireResult): string {
  if ('error' in result) return result.error.name
  return 'outcome' in result.ok ? result.ok.outcome : 'seen'
}

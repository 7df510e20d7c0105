import type { DirectoryDriver } from '@studio-efs/core/directories'
import { type Command, Option } from 'commander'
import { CannotStartError } from '../command/ending.js'
import { clockOf, type Session } from '../command/session.js'
import { connect } from './clients.js'

/** Place of the directories: a mount on this computer, or a function that has one. */
export interface DirectoryOptions {
  readonly mountPath?: string
  readonly directoryFunction?: string
}

export function addDirectoryOptions(command: Command): Command {
  return command
    .option('-m, --mount-path <path>', 'where this computer mounts the file system, as root')
    .addOption(new Option('--directory-function <name>', 'the Lambda function that mounts it').conflicts('mountPath'))
}

/** The driver that the options name. */
export async function directoriesFor(session: Session, options: DirectoryOptions): Promise<DirectoryDriver> {
  const { mountPath, directoryFunction } = options
  if (mountPath !== undefined) {
    const { posixDirectoryDriver } = await import('@studio-efs/core/posix')
    return posixDirectoryDriver({ mountPath })
  }
  if (directoryFunction === undefined)
    throw new CannotStartError('Nothing says where the directories are: add --mount-path or --directory-function.')
  const { lambdaDirectoryDriver } = await import('@studio-efs/core/lambda')
  const { lambda } = await connect(session, 'lambda')
  return lambdaDirectoryDriver({ lambda, functionName: directoryFunction, ...clockOf(session) })
}

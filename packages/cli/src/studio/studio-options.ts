import type { StudioEfsContext, StudioStatus } from '@studio-efs/core'
import type { Command } from 'commander'
import { contextWith } from '../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesFor } from '../aws/directories.js'
import type { Ending } from '../command/ending.js'
import { given } from '../command/given.js'
import { read } from '../command/reading.js'
import type { Session } from '../command/session.js'
import { parseSeconds } from '../options/common-options.js'

/** Options of the commands that read the whole studio. */
export interface StudioOptions extends DirectoryOptions {
  readonly domain?: readonly string[]
  readonly fileSystem?: string
  readonly list?: true
  readonly timeout?: number
}

export function addStudioOptions(command: Command): Command {
  return addDirectoryOptions(
    command
      .option('-d, --domain <ids...>', 'one domain or several (default: every domain of the Region)')
      .option('-f, --file-system <id>', 'the EFS file system that everyone should have, fs-…')
      .option('--list', 'list profiles and spaces, and read none of them: quick, without what is offered and mounted')
      .option('--timeout <seconds>', 'end after this time, with what was read (default: 600)', parseSeconds),
  )
}

/** Reads the studio with `describeStudio` of core. */
export async function readStudio(
  session: Session,
  options: StudioOptions,
  show: (status: StudioStatus) => Ending | Promise<Ending>,
): Promise<Ending> {
  const { describeStudio } = await import('@studio-efs/core')
  const { domain, fileSystem, list, timeout } = options
  const context = { ...(await contextWith(session, 'sagemaker', 'efs')), ...(await directoriesIn(session, options)) }
  const detail = list && ('list' as const)
  const input = given({ domainIds: domain, fileSystemId: fileSystem, detail, timeoutMs: timeout })
  return read(session, { run: (how) => describeStudio(context, { ...input, ...how }), show })
}

/** The directory driver, where an option names one. */
export async function directoriesIn(
  session: Session,
  options: DirectoryOptions,
): Promise<Partial<Pick<StudioEfsContext, 'directories'>>> {
  const isNamed = options.mountPath !== undefined || options.directoryFunction !== undefined
  return isNamed ? { directories: await directoriesFor(session, options) } : {}
}

import type { Command } from 'commander'
import { contextWith } from '../aws/clients.js'
import { addDirectoryOptions, type DirectoryOptions, directoriesIn } from '../aws/directories.js'
import type { Ending } from '../command/ending.js'
import { given } from '../command/given.js'
import { read } from '../command/reading.js'
import type { Session } from '../command/session.js'
import { parseCount, parseSeconds } from '../options/common-options.js'
import type { StudioDocument } from './studio-document.js'

/** Options of the commands that read the whole studio. */
export interface StudioOptions extends DirectoryOptions {
  readonly domain?: readonly string[]
  readonly fileSystem?: string
  readonly list?: true
  readonly diagnose?: number | true
  readonly timeout?: number
}

export function addStudioOptions(command: Command): Command {
  return addDirectoryOptions(
    command
      .option('-d, --domain <ids...>', 'one domain or several (default: every domain of the Region)')
      .option('-f, --file-system <id>', 'the EFS file system that everyone should have, fs-…')
      .option('--list', 'list profiles and spaces, and read none of them: quick, without what is offered and mounted')
      .option(
        '--diagnose [count]',
        'diagnose the profiles with errors and warnings, at most so many (default: 20)',
        parseCount,
      )
      .option('--timeout <seconds>', 'end after this time, with what was read (default: 600)', parseSeconds),
  )
}

/** Profiles that `--diagnose` looks at where it names no number. */
const DIAGNOSES = 20

/** Reads the studio with `describeStudio` of core, and diagnoses the profiles that need it if that was asked for. */
export async function readStudio(
  session: Session,
  options: StudioOptions,
  show: (status: StudioDocument) => Ending | Promise<Ending>,
): Promise<Ending> {
  const { describeStudio } = await import('@studio-efs/core')
  const { domain, list, timeout, diagnose } = options
  const { directories, fileSystemId = options.fileSystem } = await directoriesIn(session, options)
  const found = given({ directories })
  const context = { ...(await contextWith(session, 'sagemaker', 'efs')), ...found }
  const detail = list && ('list' as const)
  const input = given({ domainIds: domain, fileSystemId, detail, timeoutMs: timeout })
  return read(session, {
    run: (how) => describeStudio(context, { ...input, ...how }),
    show: async (status) => {
      if (diagnose === undefined) return show(status)
      const { diagnoseProfiles } = await import('./diagnose-profiles.js')
      const max = diagnose === true ? DIAGNOSES : diagnose
      const diagnoses = await diagnoseProfiles(session, status, { ...found, fileSystemId, max })
      return show({ ...status, diagnoses })
    },
  })
}
